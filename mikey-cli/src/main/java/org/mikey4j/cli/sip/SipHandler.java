package org.mikey4j.cli.sip;

import java.text.ParseException;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.TimeoutEvent;

/** What a node does with what reaches it. Called by several threads at once; an exception is counted and goes no further. */
public interface SipHandler extends AutoCloseable {
    /** A request came. */
    void request(RequestEvent event) throws SipException, ParseException, InvalidArgumentException;

    /** A response came. */
    void response(ResponseEvent event) throws SipException, ParseException, InvalidArgumentException;

    /** A transaction got no answer in time. */
    default void timeout(TimeoutEvent event) throws SipException, ParseException, InvalidArgumentException {}

    /** The node is closed. */
    @Override
    default void close() {}
}

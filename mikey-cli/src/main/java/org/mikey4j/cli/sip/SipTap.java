package org.mikey4j.cli.sip;

import javax.sip.message.Message;

/** Sees the messages that nodes receive. Called by the threads of the nodes. */
@FunctionalInterface
public interface SipTap {
    /**
     * A message arrived.
     *
     * @param fromPort the port it was sent from
     * @param to the name of the node
     * @param toPort the port it arrived at
     * @param message the message
     */
    void received(int fromPort, String to, int toPort, Message message);

    /** Sees nothing. */
    static SipTap none() {
        return (fromPort, to, toPort, message) -> {};
    }
}

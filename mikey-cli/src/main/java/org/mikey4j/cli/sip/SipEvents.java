package org.mikey4j.cli.sip;

import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipListener;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.message.Message;

/** Gives what a stack received to a handler; what that fails on is counted. */
final class SipEvents implements SipListener {
    private final SipNode node;
    private final SipHandler handler;
    private final SipTap tap;

    SipEvents(SipNode node, SipHandler handler, SipTap tap) {
        this.node = node;
        this.handler = handler;
        this.tap = tap;
    }

    @Override
    public void processRequest(RequestEvent event) {
        show(event.getRequest());
        node.guard(() -> handler.request(event));
    }

    @Override
    public void processResponse(ResponseEvent event) {
        show(event.getResponse());
        node.guard(() -> handler.response(event));
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        node.guard(() -> handler.timeout(event));
    }

    private void show(Message message) {
        gov.nist.javax.sip.message.SIPMessage sip = (gov.nist.javax.sip.message.SIPMessage) message;
        tap.received(sip.getRemotePort(), node.name(), node.port(), message);
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        node.fault(new SipFailure("a message cannot be sent to " + event.getHost() + ":" + event.getPort()));
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}
}

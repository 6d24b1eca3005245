package org.mikey4j.example.sip;

import java.text.ParseException;
import javax.sdp.SdpException;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** A call that rings here. Its keys are there; the answer with them goes out in the first response that has a description. */
final class IncomingCall {
    private final Phone phone;
    private final Call call;
    private final ServerTransaction transaction;
    private final Request request;
    private final String tag;

    IncomingCall(Phone phone, Call call, ServerTransaction transaction, Request request, String tag) {
        this.phone = phone;
        this.call = call;
        this.transaction = transaction;
        this.request = request;
        this.tag = tag;
    }

    Call call() {
        return call;
    }

    void ring() throws SipException, ParseException, InvalidArgumentException {
        call.ringing();
        transaction.sendResponse(phone.sip().response(Response.RINGING, request, tag));
    }

    /** Early media: the answer already, and the same one again when somebody picks up. */
    void announce() {
        respond(Response.SESSION_PROGRESS);
    }

    void pickUp() {
        respond(Response.OK);
    }

    private void respond(int status) {
        Phone.act(() -> {
            Response response = phone.sip().response(status, request, tag);
            phone.sip().setSdp(response, call.sent());
            transaction.sendResponse(response);
        });
    }

    void refuse() {
        Phone.act(() -> transaction.sendResponse(phone.sip().response(Response.BUSY_HERE, request, tag)));
        call.end(Call.State.FAILED, "refused here");
    }

    /** The caller has our answer. */
    void confirmed() throws SdpException {
        call.confirm(tag, transaction.getDialog(), SipEnd.sdp(request));
    }

    /** The caller gave up. */
    void giveUp() throws SipException, ParseException, InvalidArgumentException {
        transaction.sendResponse(phone.sip().response(Response.REQUEST_TERMINATED, request, tag));
        call.end(Call.State.CANCELLED, "cancelled there");
    }
}

package org.mikey4j.example.sip;

import java.text.ParseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sdp.SdpException;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.header.CSeqHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mikey4j.message.IdPayload;
import org.mikey4j.sdp.SdpOffer;
import org.mikey4j.sdp.SdpUse;

/** The side that makes offers: INVITE, re-INVITE, CANCEL, and what comes back. */
final class Caller {
    private final Phone phone;
    /** What each call has offered and is still to be answered. */
    private final Map<Call, Offered> offers = new ConcurrentHashMap<>();

    /**
     * An offer under way.
     *
     * @param rekeying whether it is for a call that has keys already
     */
    private record Offered(SdpOffer offer, ClientTransaction transaction, boolean rekeying) {}

    Caller(Phone phone) {
        this.phone = phone;
    }

    Call call(String identity, int nextPort) {
        Call[] made = new Call[1];
        Phone.act(() -> {
            Request invite = phone.sip().invite(own(), identity, nextPort);
            Call call = phone.newCall(Phone.callId(invite), IdPayload.uri(identity));
            made[0] = call;
            send(call, invite, SdpUse.OFFER);
        });
        return made[0];
    }

    private String own() {
        return phone.keys().own().text();
    }

    private void send(Call call, Request invite, SdpUse use) throws SipException, ParseException {
        SdpOffer offer = phone.keys().offer(use, phone.sdp(call), call.peer, call.media.ssrc());
        phone.sip().setSdp(invite, offer.text());
        call.sent(offer.text());
        ClientTransaction transaction = phone.sip().provider().getNewClientTransaction(invite);
        offers.put(call, new Offered(offer, transaction, use == SdpUse.REKEYING_OFFER));
        if (use == SdpUse.REKEYING_OFFER) {
            call.dialog().sendRequest(transaction);
        } else {
            transaction.sendRequest();
        }
    }

    void rekey(Call call) {
        Phone.act(() -> send(call, call.dialog().createRequest(Request.INVITE), SdpUse.REKEYING_OFFER));
    }

    boolean isRekeying(Call call) {
        Offered offered = offers.get(call);
        return offered != null && offered.rekeying;
    }

    void cancel(Call call) {
        Phone.act(() -> phone.sip()
                .provider()
                .getNewClientTransaction(offers.get(call).transaction.createCancel())
                .sendRequest());
    }

    void answered(Call call, Dialog dialog, Response response)
            throws SipException, ParseException, InvalidArgumentException, SdpException {
        int status = response.getStatusCode();
        Offered offered = offers.get(call);
        if (status == Response.TRYING || offered == null) {
            return;
        }
        if (status < Response.OK) {
            progress(call, offered, response);
        } else if (status < Response.MULTIPLE_CHOICES) {
            // First the keys, then the ACK: what the other end sends behind it can be opened.
            boolean good = offered.rekeying ? rekeyed(call, offered, response) : taken(call, offered, dialog, response);
            dialog.sendAck(dialog.createAck(((CSeqHeader) response.getHeader(CSeqHeader.NAME)).getSeqNumber()));
            if (!good) {
                // An answer cannot be refused: what is left is to end the call that it makes.
                phone.bye(dialog);
            }
        } else {
            refused(call, offered, response);
        }
    }

    /** A branch rings, or has early media: then it has answered, and its keys are needed now. */
    private void progress(Call call, Offered offered, Response response) {
        if (!offered.rekeying) {
            call.ringing();
            if (!SipEnd.sdp(response).isEmpty()) {
                keyed(call, offered, response);
            }
        }
    }

    /** Whether the branch has keys; its answer is processed once, and repeated in later responses (RFC 3264). */
    private static boolean keyed(Call call, Offered offered, Response response) {
        String tag = Phone.tag(response);
        if (call.hasAnswered(tag)) {
            return true;
        }
        call.received(SipEnd.sdp(response));
        if (offered.offer.receive(SipEnd.sdp(response)) instanceof SdpOffer.Outcome.Established established
                && established.associations().containsKey(CallKeys.AUDIO)) {
            call.answered(tag, new Leg(established.associations().get(CallKeys.AUDIO), true));
            return true;
        }
        return false;
    }

    /** The first branch that picks up has the call. The others are hung up on, without a look at their keys. */
    private static boolean taken(Call call, Offered offered, Dialog dialog, Response response) throws SdpException {
        if (call.talking().isPresent()) {
            return dialog.equals(call.dialog());
        }
        if (call.state().compareTo(Call.State.TALKING) < 0 && keyed(call, offered, response)) {
            String sdp = SipEnd.sdp(response);
            call.confirm(Phone.tag(response), dialog, sdp);
            return true;
        }
        call.end(Call.State.FAILED, "the answer has no keys, or wrong ones");
        return false;
    }

    /** The exchange is complete, and the keys change. */
    private boolean rekeyed(Call call, Offered offered, Response response) {
        offers.remove(call);
        if (offered.offer.receive(SipEnd.sdp(response)) instanceof SdpOffer.Outcome.Established established
                && established.associations().containsKey(CallKeys.AUDIO)) {
            call.rekeyed(new Leg(established.associations().get(CallKeys.AUDIO), true));
            return true;
        }
        call.end(Call.State.FAILED, "the new keys are missing or wrong");
        return false;
    }

    private void refused(Call call, Offered offered, Response response) {
        int status = response.getStatusCode();
        if (!offered.rekeying) {
            boolean cancelled = status == Response.REQUEST_TERMINATED;
            call.end(cancelled ? Call.State.CANCELLED : Call.State.FAILED, Phone.reason(response));
            return;
        }
        offers.remove(call);
        // Both ends began at once: nothing has changed, and one tries again (RFC 3261, 14.1).
        if (status != Response.REQUEST_PENDING) {
            // Keys that cannot be changed end the session (RFC 4567, 4.1.2).
            phone.bye(call.dialog());
            call.end(Call.State.FAILED, Phone.reason(response));
        }
    }
}

package org.mikey4j.example.sip;

import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sdp.SdpException;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.header.FromHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.sdp.SdpAnswerer;
import org.mikey4j.sdp.SdpUse;
import org.mikey4j.sdp.Warning;

/** The side that answers offers: INVITE, re-INVITE, CANCEL. */
final class Answerer {
    private final Phone phone;
    private final Map<String, IncomingCall> ringing = new ConcurrentHashMap<>();
    /** New keys that are used for sending as soon as the other end has acknowledged that it has them. */
    private final Map<Call, Leg> fresh = new ConcurrentHashMap<>();

    Answerer(Phone phone) {
        this.phone = phone;
    }

    void invited(ServerTransaction transaction, Request request, Optional<Call> call)
            throws SipException, ParseException, InvalidArgumentException, SdpException {
        if (call.isPresent()) {
            reinvited(transaction, request, call.get());
            return;
        }
        Call made = phone.newCall(Phone.callId(request), Phone.identity(request, true));
        made.received(SipEnd.sdp(request));
        String tag = SipEnd.token();
        // Before it rings: a call whose keys are wrong is nothing to get up for.
        SdpAnswerer.Outcome outcome = receive(SdpUse.OFFER, request, made);
        if (outcome instanceof SdpAnswerer.Outcome.Accepted accepted
                && accepted.association(CallKeys.AUDIO).isPresent()) {
            made.answered(tag, new Leg(accepted.association(CallKeys.AUDIO).orElseThrow(), false));
            made.sent(accepted.answer(phone.sdp(made)));
            IncomingCall incoming = new IncomingCall(phone, made, transaction, request, tag);
            ringing.put(made.id, incoming);
            incoming.ring();
            phone.offer(incoming);
        } else {
            transaction.sendResponse(phone.sip().notAcceptable(request, tag, warnings(outcome)));
            made.end(Call.State.FAILED, reason(outcome));
        }
    }

    private SdpAnswerer.Outcome receive(SdpUse use, Request request, Call call) {
        String from = ((FromHeader) request.getHeader(FromHeader.NAME)).getTag();
        return phone.keys().receive(use, SipEnd.sdp(request), call.media.ssrc(), call.id + ' ' + from);
    }

    private void reinvited(ServerTransaction transaction, Request request, Call call)
            throws SipException, ParseException, InvalidArgumentException {
        if (phone.isRekeying(call)) {
            transaction.sendResponse(phone.sip().response(Response.REQUEST_PENDING, request, ""));
            return;
        }
        SdpAnswerer.Outcome outcome = receive(SdpUse.REKEYING_OFFER, request, call);
        if (outcome instanceof SdpAnswerer.Outcome.Accepted accepted) {
            // A repetition, as when a session is only refreshed, has no new keys: those that are there go on.
            Optional<SecurityAssociation> association = accepted.association(CallKeys.AUDIO);
            association.ifPresent(keys -> fresh.put(call, new Leg(keys, false)));
            Response ok = phone.sip().response(Response.OK, request, "");
            phone.sip().setSdp(ok, accepted.answer(phone.sdp(call)));
            transaction.sendResponse(ok);
        } else {
            transaction.sendResponse(phone.sip().notAcceptable(request, "", warnings(outcome)));
        }
    }

    void acknowledged(Call call) {
        IncomingCall taken = ringing.remove(call.id);
        if (taken != null) {
            Phone.act(taken::confirmed);
        }
        Leg leg = fresh.remove(call);
        if (leg != null) {
            call.rekeyed(leg);
        }
    }

    void cancelled(ServerTransaction transaction, Request cancel)
            throws SipException, ParseException, InvalidArgumentException {
        transaction.sendResponse(phone.sip().response(Response.OK, cancel, ""));
        IncomingCall call = ringing.remove(Phone.callId(cancel));
        if (call != null) {
            call.giveUp();
        }
    }

    private static List<Warning> warnings(SdpAnswerer.Outcome outcome) {
        if (outcome instanceof SdpAnswerer.Outcome.Refused refused) {
            return refused.warnings();
        }
        if (outcome instanceof SdpAnswerer.Outcome.Malformed malformed) {
            return malformed.warnings();
        }
        if (outcome instanceof SdpAnswerer.Outcome.NoCommonProtocol none) {
            return none.warnings();
        }
        return List.of(Warning.miscellaneous("Keys are required"));
    }

    private static String reason(SdpAnswerer.Outcome outcome) {
        return outcome instanceof SdpAnswerer.Outcome.Refused refused
                ? refused.reason().reason() + ": " + refused.reason().detail()
                : outcome.getClass().getSimpleName();
    }
}

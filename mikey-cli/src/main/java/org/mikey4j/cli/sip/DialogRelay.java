package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** What the ends of a call say to each other within its dialogs: PRACK, UPDATE, INVITE again, BYE and all others. */
final class DialogRelay {
    /** They move the ends of a dialog (RFC 3261, 12.2; RFC 3311, 5.1). */
    private static final Set<String> REFRESHING = Set.of(Request.INVITE, Request.UPDATE);

    private final SipNode node;
    private final Crossings crossings;
    private final Replies replies;
    private final KeptCalls kept;
    private final Consumer<BridgedCall> end;

    /** @param end is told of calls that have no branch left */
    DialogRelay(SipNode node, Crossings crossings, Replies replies, KeptCalls kept, Consumer<BridgedCall> end) {
        this.node = node;
        this.crossings = crossings;
        this.replies = replies;
        this.kept = kept;
        this.end = end;
    }

    /** A request within a dialog that is there. */
    void request(Request request, ServerTransaction transaction, BridgedCall call, Fork fork)
            throws SipException, ParseException, InvalidArgumentException {
        boolean fromCaller = call.isFromCaller(request);
        Forwarded forwarded = new Forwarded(call, transaction, fork, fromCaller);
        boolean isPrack = request.getMethod().equals(Request.PRACK);
        // What a PRACK carries is about the first offer: an answer, if that came from the callee (RFC 3262, 5).
        boolean offer = !isPrack || call.terms().offers();
        Crossings.Way way = new Crossings.Way(fromCaller, offer, !isPrack, fromCaller ? "" : fork.calleeTag());
        boolean room = call.lane()
                .add(() -> crossings
                        .cross(call, request, way)
                        .thenAccept(Lane.then(passage -> goesOn(forwarded, fork, passage))));
        if (!room) {
            replies.reply(transaction, Response.SERVICE_UNAVAILABLE);
        }
    }

    private void goesOn(Forwarded forwarded, Fork fork, BodyExchange.Passage passage)
            throws SipException, ParseException, InvalidArgumentException {
        BridgedCall call = forwarded.call();
        synchronized (call) {
            if (forwarded.isCancelled()) {
                return;
            }
            if (passage instanceof BodyExchange.Passage.Refused why) {
                replies.refuse(forwarded, why);
                return;
            }
            String sdp = ((BodyExchange.Passage.On) passage).sdp();
            if (!replies.send(forwarded, call.across(forwarded.request(), fork, sdp))) {
                replies.reply(forwarded, Response.SERVICE_UNAVAILABLE);
                hangUpAfterBye(forwarded, fork);
            }
        }
    }

    /** An ACK of a 2xx; the others end with their transactions. */
    void acknowledge(Request ack, BridgedCall call, Fork fork) {
        boolean fromCaller = call.isFromCaller(ack);
        boolean renewal = !fromCaller || BridgedCall.cseq(ack) != call.cseq();
        Crossings.Way way = new Crossings.Way(fromCaller, false, renewal, fromCaller ? "" : fork.calleeTag());
        call.lane()
                .add(() -> crossings.cross(call, ack, way).thenAccept(Lane.then(passage -> {
                    String sdp = passage instanceof BodyExchange.Passage.On on ? on.sdp() : "";
                    synchronized (call) {
                        node.provider().sendRequest(call.across(ack, fork, sdp));
                    }
                })));
    }

    /** A response to such a request. In the call's lane. */
    CompletionStage<?> responded(Response response, Forwarded forwarded)
            throws SipException, ParseException, InvalidArgumentException {
        int status = response.getStatusCode();
        BridgedCall call = forwarded.call();
        synchronized (call) {
            if (status < 200) {
                forwarded.provisional();
                replies.cancel(forwarded);
            }
        }
        if (status == Response.TRYING) {
            return Lane.done();
        }
        boolean fromCaller = !forwarded.fromCaller();
        boolean offer = !SipText.hasSdp(forwarded.request());
        boolean renewal = !forwarded.method().equals(Request.PRACK);
        String branch = fromCaller ? "" : forwarded.fork().orElseThrow().calleeTag();
        CompletableFuture<BodyExchange.Passage> passage = status < 300
                ? crossings.cross(call, response, new Crossings.Way(fromCaller, offer, renewal, branch))
                : CompletableFuture.completedFuture(new BodyExchange.Passage.On(""));
        return passage.thenCompose(Lane.thenAfter(on -> answer(response, forwarded, on)));
    }

    private CompletionStage<?> answer(Response response, Forwarded forwarded, BodyExchange.Passage passage)
            throws SipException, ParseException, InvalidArgumentException {
        BridgedCall call = forwarded.call();
        Fork fork = forwarded.fork().orElseThrow();
        synchronized (call) {
            if (response.getStatusCode() >= 200) {
                hangUpAfterBye(forwarded, fork);
            }
            if (passage instanceof BodyExchange.Passage.Refused why) {
                replies.refuse(forwarded, why);
                return Lane.done();
            }
            Response out = call.messages()
                    .answer(
                            response,
                            forwarded.request(),
                            call.failureTag(),
                            ((BodyExchange.Passage.On) passage).sdp());
            boolean success = response.getStatusCode() / 100 == 2;
            if (success && forwarded.method().equals(Request.INVITE)) {
                fork.keep(out, forwarded.fromCaller());
            }
            if (!success || !REFRESHING.contains(forwarded.method())) {
                replies.answer(forwarded, out);
                return Lane.done();
            }
            return kept.keep(call)
                    .handle((done, fault) -> Optional.ofNullable(fault))
                    .thenAccept(Lane.then(fault -> {
                        // What was kept when the call was answered is there all the same.
                        fault.ifPresent(node::fault);
                        replies.answer(forwarded, out);
                    }));
        }
    }

    /** A 2xx to an INVITE that was answered before, sent again by an end that missed the ACK. */
    void again(Response success, BridgedCall call) throws SipException {
        synchronized (call) {
            Optional<Response> kept = call.answering(success)
                    .flatMap(fork -> fork.kept(!call.isFromCaller(success), BridgedCall.cseq(success)));
            if (kept.isPresent()) {
                node.provider().sendResponse(kept.orElseThrow());
            }
        }
    }

    /** Who sent an INVITE within the dialog gives it up. */
    void cancelled(Forwarded forwarded) throws SipException, ParseException, InvalidArgumentException {
        synchronized (forwarded.call()) {
            forwarded.cancel();
            if (forwarded.isSent()) {
                replies.cancel(forwarded);
            } else {
                replies.reply(forwarded, Response.REQUEST_TERMINATED);
            }
        }
    }

    /** The other end says nothing. */
    void timedOut(Forwarded forwarded) throws SipException, ParseException, InvalidArgumentException {
        synchronized (forwarded.call()) {
            replies.reply(forwarded, Response.REQUEST_TIMEOUT);
            hangUpAfterBye(forwarded, forwarded.fork().orElseThrow());
        }
    }

    private void hangUpAfterBye(Forwarded forwarded, Fork fork) {
        if (!forwarded.method().equals(Request.BYE)) {
            return;
        }
        if (forwarded.call().hangUp(fork)) {
            end.accept(forwarded.call());
        } else {
            CompletionStage<?> unused = kept.keep(forwarded.call());
        }
    }
}

package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * The INVITE that begins a call, its responses, which may be those of several branches, and how it is given up. A 2xx that
 * comes when nobody wants it any more is acknowledged and hung up on (RFC 3261, 13.2.2.4).
 */
final class CallSetup {
    /** How long a callee has for the final response to a CANCEL: 64 times T1 (RFC 3261, 9.1). */
    private static final Duration AFTER_CANCEL = Duration.ofSeconds(32);

    private static final BodyExchange.Passage.Refused NOT_KEPT =
            new BodyExchange.Passage.Refused(Response.SERVICE_UNAVAILABLE, "no calls can be kept now");

    private final SipNode node;
    private final Crossings crossings;
    private final CallRegistry calls;
    private final Replies replies;
    private final KeptCalls kept;
    private final Duration ringing;
    private final Clock clock;
    private final BridgedCall.Tokens tokens;

    CallSetup(
            SipNode node,
            Crossings crossings,
            CallRegistry calls,
            Replies replies,
            KeptCalls kept,
            Duration ringing,
            Clock clock,
            BridgedCall.Tokens tokens) {
        this.node = node;
        this.crossings = crossings;
        this.calls = calls;
        this.replies = replies;
        this.kept = kept;
        this.ringing = ringing;
        this.clock = clock;
        this.tokens = tokens;
    }

    /** Takes the offer through the exchange, and then on; one that another process has answered gets that answer. */
    void begin(BridgedCall call) {
        Crossings.Way way = new Crossings.Way(true, true, false, "");
        call.lane()
                .add(() -> kept.answeredElsewhere(call).thenCompose(Lane.thenAfter(before -> {
                    if (before.isPresent()) {
                        repeated(call, before.get());
                        return Lane.done();
                    }
                    return crossings
                            .cross(call, call.invite(), way)
                            .thenAccept(Lane.then(passage -> offered(call, passage)));
                })));
    }

    private void repeated(BridgedCall call, BridgedCall before)
            throws SipException, ParseException, InvalidArgumentException {
        synchronized (call) {
            if (before.isBegunBy(call.invite())) {
                answerAgain(before);
            } else {
                replies.reply(call.first(), Response.LOOP_DETECTED);
            }
            calls.end(call);
            calls.restore(before);
        }
    }

    /** Sends the 2xx of all branches of a call once more, for a caller that sent its INVITE again (RFC 6026, 7.1). */
    void answerAgain(BridgedCall call) throws SipException {
        synchronized (call) {
            for (Fork fork : call.forks()) {
                Optional<Response> before = fork.kept(true, call.cseq());
                if (before.isPresent()) {
                    node.provider().sendResponse(before.get());
                }
            }
        }
    }

    private void offered(BridgedCall call, BodyExchange.Passage passage)
            throws SipException, ParseException, InvalidArgumentException {
        synchronized (call) {
            if (call.isOver()) {
                // The caller gave up meanwhile; what the exchange noted since can go as well.
                crossings.ended(call);
            } else if (passage instanceof BodyExchange.Passage.Refused why) {
                calls.counters().refused.incrementAndGet();
                replies.refuse(call.first(), why);
                end(call);
            } else {
                Request out = call.messages().invite(((BodyExchange.Passage.On) passage).sdp());
                int failure = comesBack(out) ? Response.LOOP_DETECTED : Response.SERVICE_UNAVAILABLE;
                if (comesBack(out) || !replies.send(call.first(), out)) {
                    replies.reply(call.first(), failure);
                    calls.counters().failed.incrementAndGet();
                    end(call);
                }
            }
        }
    }

    private boolean comesBack(Request out) {
        return out.getHeader(RouteHeader.NAME) == null && out.getRequestURI() instanceof SipURI uri && node.isHere(uri);
    }

    /** A response to the INVITE. In the call's lane. */
    CompletionStage<?> responded(Response response, BridgedCall call)
            throws SipException, ParseException, InvalidArgumentException {
        int status = response.getStatusCode();
        Fork fork;
        synchronized (call) {
            call.sign(clock.instant());
            if (status < 200) {
                call.first().provisional();
                replies.cancel(call.first());
            }
            if (status >= 300) {
                fail(response, call);
                return Lane.done();
            }
            Optional<Fork> known = call.fork(response, tokens);
            if (status == Response.TRYING || (known.isEmpty() && status < 200)) {
                return Lane.done();
            }
            // A branch more than are kept.
            fork = known.orElseGet(() -> Fork.of(response, "", call.callerTarget()));
            Optional<Response> before = fork.kept(true, call.cseq());
            if (status >= 200 && before.isPresent()) {
                node.provider().sendResponse(before.orElseThrow());
                return Lane.done();
            }
            if (call.isOver() || known.isEmpty()) {
                unwanted(status, call, fork);
                return Lane.done();
            }
        }
        boolean offer = !call.terms().offers();
        return crossings
                .cross(call, response, new Crossings.Way(false, offer, false, fork.calleeTag()))
                .thenCompose(Lane.thenAfter(passage -> answered(response, call, fork, passage)));
    }

    private CompletionStage<?> answered(Response response, BridgedCall call, Fork fork, BodyExchange.Passage passage)
            throws SipException, ParseException, InvalidArgumentException {
        int status = response.getStatusCode();
        Response out;
        synchronized (call) {
            if (call.isOver()) {
                unwanted(status, call, fork);
                return Lane.done();
            }
            if (passage instanceof BodyExchange.Passage.Refused why) {
                refuse(status, call, fork, why);
                return Lane.done();
            }
            out = call.messages()
                    .answer(response, call.invite(), fork.callerTag(), ((BodyExchange.Passage.On) passage).sdp());
            if (status < 200) {
                replies.answer(call.first(), out);
                return Lane.done();
            }
            fork.keep(out, true);
            fork.become(Fork.State.CONFIRMED);
        }
        // What the caller is told has to be there still when this process is not.
        return kept.keep(call)
                .handle((done, fault) -> Optional.ofNullable(fault))
                .thenAccept(Lane.then(fault -> confirm(out, call, fork, fault)));
    }

    private void confirm(Response out, BridgedCall call, Fork fork, Optional<Throwable> fault)
            throws SipException, ParseException, InvalidArgumentException {
        synchronized (call) {
            if (call.isOver()) {
                kept.forget(call);
                unwanted(out.getStatusCode(), call, fork);
            } else if (fault.isPresent()) {
                node.fault(fault.get());
                refuse(out.getStatusCode(), call, fork, NOT_KEPT);
            } else {
                if (call.first().isAnswered()) {
                    // The first 2xx ended the transaction; those of other branches go without one (RFC 3261, 16.7).
                    node.provider().sendResponse(out);
                } else {
                    replies.answer(call.first(), out);
                }
                if (calls.settled(call)) {
                    calls.counters().answered.incrementAndGet();
                }
            }
        }
    }

    /** An answer whose keys are refused: the caller is told, and the callee cancelled or hung up on. */
    private void refuse(int status, BridgedCall call, Fork fork, BodyExchange.Passage.Refused why)
            throws SipException, ParseException, InvalidArgumentException {
        boolean answeredBefore = call.isSettled();
        calls.counters().refused.incrementAndGet();
        replies.refuse(call.first(), why);
        if (!answeredBefore) {
            end(call);
        }
        unwanted(status, call, fork);
    }

    /** A final response without success: the branches are over, and so is the call. */
    private void fail(Response response, BridgedCall call)
            throws SipException, ParseException, InvalidArgumentException {
        if (call.isOver() || call.isSettled()) {
            return;
        }
        if (!call.first().isAnswered()) {
            call.first().server().sendResponse(call.messages().answer(response, call.invite(), call.failureTag(), ""));
        }
        calls.counters().failed.incrementAndGet();
        end(call);
    }

    private void unwanted(int status, BridgedCall call, Fork fork)
            throws SipException, ParseException, InvalidArgumentException {
        if (status < 200) {
            call.first().cancel();
            replies.cancel(call.first());
            return;
        }
        node.provider().sendRequest(call.messages().own(Request.ACK, fork, call.cseq()));
        node.provider()
                .getNewClientTransaction(call.messages().own(Request.BYE, fork, call.cseq() + 1))
                .sendRequest();
    }

    /** The caller gives up. Before the INVITE is on its way that is the end; later the callee's answer is. */
    void cancelled(BridgedCall call) throws SipException, ParseException, InvalidArgumentException {
        synchronized (call) {
            call.sign(clock.instant());
            call.first().cancel();
            if (call.first().isSent()) {
                replies.cancel(call.first());
            } else {
                giveUp(call, Response.REQUEST_TERMINATED);
            }
        }
    }

    /** Ends what has been without an answer for too long (RFC 3261, 16.8). */
    void overdue() throws SipException, ParseException, InvalidArgumentException {
        Instant now = clock.instant();
        for (BridgedCall call : calls.pending()) {
            synchronized (call) {
                boolean cancelled = call.first().isCancelled();
                if (now.isAfter(call.lastSign().plus(cancelled ? AFTER_CANCEL : ringing))) {
                    giveUp(call, cancelled ? Response.REQUEST_TERMINATED : Response.REQUEST_TIMEOUT);
                    call.first().cancel();
                    replies.cancel(call.first());
                }
            }
        }
        calls.forgotten(now).forEach(this::end);
    }

    /** The callee says nothing at all. */
    void timedOut(BridgedCall call) throws SipException, ParseException, InvalidArgumentException {
        synchronized (call) {
            giveUp(call, Response.REQUEST_TIMEOUT);
        }
    }

    private void giveUp(BridgedCall call, int status) throws SipException, ParseException, InvalidArgumentException {
        if (call.isOver() || call.isSettled()) {
            return;
        }
        replies.reply(call.first(), status);
        calls.counters().failed.incrementAndGet();
        end(call);
    }

    /** Forgets a call. */
    void end(BridgedCall call) {
        if (calls.end(call)) {
            kept.forget(call);
            crossings.ended(call);
        }
    }
}

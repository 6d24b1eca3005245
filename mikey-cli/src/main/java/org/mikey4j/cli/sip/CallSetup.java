package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * The INVITE that begins a call, and its responses, which may be those of several branches.
 */
final class CallSetup {
    private static final BodyExchange.Passage.Refused NOT_KEPT =
            new BodyExchange.Passage.Refused(Response.SERVICE_UNAVAILABLE, "no calls can be kept now");

    private final SipNode node;
    private final Crossings crossings;
    private final CallRegistry calls;
    private final Replies replies;
    private final KeptCalls kept;
    private final CallEnding ending;
    private final Clock clock;
    private final BridgedCall.Tokens tokens;

    CallSetup(
            SipNode node,
            Crossings crossings,
            CallRegistry calls,
            Replies replies,
            KeptCalls kept,
            CallEnding ending,
            Clock clock,
            BridgedCall.Tokens tokens) {
        this.node = node;
        this.crossings = crossings;
        this.calls = calls;
        this.replies = replies;
        this.kept = kept;
        this.ending = ending;
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
                for (Response success : successes(before)) {
                    send(success, call);
                }
            } else {
                replies.reply(call.first(), Response.LOOP_DETECTED);
            }
            calls.end(call);
            calls.restore(before);
        }
    }

    /** Sends the 2xx of all branches of a call once more, for a caller that sent its INVITE again (RFC 6026, 7.1). */
    void answerAgain(BridgedCall call) throws SipException, InvalidArgumentException {
        for (Response success : successes(call)) {
            send(success, call);
        }
    }

    private static List<Response> successes(BridgedCall call) {
        synchronized (call) {
            return call.forks().stream()
                    .flatMap(fork -> fork.kept(true, call.cseq()).stream())
                    .toList();
        }
    }

    /** The first 2xx ends the transaction; those of other branches go without one (RFC 3261, 16.7). */
    private void send(Response success, BridgedCall call) throws SipException, InvalidArgumentException {
        if (call.first().isAnswered()) {
            node.provider().sendResponse(success);
        } else {
            replies.answer(call.first(), success);
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
                ending.end(call);
            } else {
                Request out = call.messages().invite(((BodyExchange.Passage.On) passage).sdp());
                boolean loops = comesBack(out);
                if (loops || !replies.send(call.first(), out)) {
                    replies.reply(call.first(), loops ? Response.LOOP_DETECTED : Response.SERVICE_UNAVAILABLE);
                    calls.counters().failed.incrementAndGet();
                    ending.end(call);
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
                ending.fail(response, call);
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
                ending.unwanted(status, call, fork);
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
                ending.unwanted(status, call, fork);
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
                ending.unwanted(out.getStatusCode(), call, fork);
            } else if (fault.isPresent()) {
                node.fault(fault.get());
                refuse(out.getStatusCode(), call, fork, NOT_KEPT);
            } else {
                send(out, call);
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
            ending.end(call);
        }
        ending.unwanted(status, call, fork);
    }
}

package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** How calls end before they are answered, and how all of them are forgotten. */
final class CallEnding {
    /** How long a callee has for the final response to a CANCEL: 64 times T1 (RFC 3261, 9.1). */
    private static final Duration AFTER_CANCEL = Duration.ofSeconds(32);

    private final SipNode node;
    private final Crossings crossings;
    private final CallRegistry calls;
    private final Replies replies;
    private final KeptCalls kept;
    private final Duration ringing;
    private final Clock clock;

    CallEnding(
            SipNode node,
            Crossings crossings,
            CallRegistry calls,
            Replies replies,
            KeptCalls kept,
            Duration ringing,
            Clock clock) {
        this.node = node;
        this.crossings = crossings;
        this.calls = calls;
        this.replies = replies;
        this.kept = kept;
        this.ringing = ringing;
        this.clock = clock;
    }

    /** A final response without success: the branches are over, and so is the call. */
    void fail(Response response, BridgedCall call) throws SipException, ParseException, InvalidArgumentException {
        if (call.isOver() || call.isSettled()) {
            return;
        }
        if (!call.first().isAnswered()) {
            call.first().server().sendResponse(call.messages().answer(response, call.invite(), call.failureTag(), ""));
        }
        calls.counters().failed.incrementAndGet();
        end(call);
    }

    /** A response that nobody waits for: a branch that rings is cancelled, one that answered is hung up on (RFC 3261, 13.2.2.4). */
    void unwanted(int status, BridgedCall call, Fork fork)
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

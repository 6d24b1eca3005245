package org.mikey4j.cli.sip;

import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.TimeoutEvent;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * A back-to-back user agent for an application server on the ISC interface (TS 24.229, 5.7.5): a call that an S-CSCF routes
 * to it goes back to the S-CSCF on the next Route, with the descriptions of the session as {@link BodyExchange} leaves them.
 * Retransmissions of final answers and their ACKs pass end to end, so that it runs no timers of its own for them; what it keeps
 * is bounded, and above the bounds it answers 503 without keeping anything (RFC 3261, 21.5.4). No thread of the SIP stack waits
 * for the exchange.
 */
public final class B2bua implements SipHandler {
    private static final int IDLE_SECONDS = 30;

    private final SipNode node;
    private final Clock clock;
    private final SecureRandom random;
    private final Crossings crossings;
    private final CallRegistry calls;
    private final KeptCalls kept;
    private final Inquiries inquiries;
    private final Replies replies;
    private final CallEnding ending;
    private final CallSetup setup;
    private final DialogRelay dialogs;
    private final ScheduledExecutorService watch;
    private volatile boolean draining;

    /**
     * @param node the node it handles
     * @param exchange what happens to descriptions
     * @param store where dialogs are that others shall go on with
     * @param limits what is kept at most
     */
    public B2bua(
            SipNode node,
            BodyExchange exchange,
            DialogStore store,
            B2buaLimits limits,
            Clock clock,
            SecureRandom random) {
        this.node = node;
        this.clock = clock;
        this.random = random;
        this.crossings = new Crossings(exchange, node::fault);
        this.calls = new CallRegistry(limits);
        this.replies = new Replies(node, limits.retryAfter(), this::token);
        this.kept = new KeptCalls(node, store, calls, crossings, limits.longest(), clock, random);
        this.inquiries = new Inquiries(node, crossings, replies, limits.settingUp());
        this.ending = new CallEnding(node, crossings, calls, replies, kept, limits.ringing(), clock);
        this.setup = new CallSetup(node, crossings, calls, replies, kept, ending, clock, this::token);
        this.dialogs = new DialogRelay(node, crossings, replies, kept, ending::end);
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "overdue calls");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> unused =
                watch.scheduleWithFixedDelay(() -> node.guard(ending::overdue), 1, 1, TimeUnit.SECONDS);
        ScheduledFuture<?> unusedToo = watch.scheduleWithFixedDelay(
                () -> node.guard(kept::leaveIdle), IDLE_SECONDS, IDLE_SECONDS, TimeUnit.SECONDS);
    }

    /** What happened so far. */
    public B2buaCounters counters() {
        return calls.counters();
    }

    /** Calls that are there now. */
    public int calls() {
        return calls.size();
    }

    /** Calls that have no final answer yet. */
    public int settingUp() {
        return calls.settingUp();
    }

    /** Whether new calls are turned away. */
    public boolean isDraining() {
        return draining;
    }

    /** From now on new calls are answered 503, and those that are there go on. */
    public void drain() {
        draining = true;
    }

    private String token() {
        byte[] octets = new byte[10];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    @Override
    public void request(RequestEvent event) throws SipException, ParseException, InvalidArgumentException {
        Request request = event.getRequest();
        String method = request.getMethod();
        if (method.equals(Request.ACK)) {
            // One that finds no room is lost; the answer that it is for is sent again.
            kept.find(request, call -> call.fork(request).isPresent(), call -> {
                if (call.isPresent()) {
                    dialogs.acknowledge(
                            request, call.get(), call.get().fork(request).orElseThrow());
                }
            });
        } else if (method.equals(Request.CANCEL)) {
            cancel(replies.transaction(event));
        } else if (((ToHeader) request.getHeader(ToHeader.NAME)).getTag() != null) {
            within(replies.transaction(event), request);
        } else if (method.equals(Request.INVITE)) {
            begin(event, calls.of(request));
        } else if (method.equals(Request.REGISTER) || method.equals(Request.OPTIONS)) {
            // Third-party registrations (TS 24.229, 5.7.1.1) need nothing here but to be accepted.
            inquiries.answer(replies.transaction(event), request, stage(request));
        } else {
            replies.reply(replies.transaction(event), Response.METHOD_NOT_ALLOWED);
        }
    }

    private void within(ServerTransaction transaction, Request request)
            throws SipException, ParseException, InvalidArgumentException {
        boolean room = kept.find(request, call -> call.fork(request).isPresent(), call -> {
            Optional<Fork> fork = call.flatMap(c -> c.fork(request));
            if (fork.isPresent()) {
                dialogs.request(request, transaction, call.orElseThrow(), fork.get());
            } else {
                replies.reply(transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            }
        });
        if (!room) {
            replies.reply(transaction, Response.SERVICE_UNAVAILABLE);
        }
    }

    private void begin(RequestEvent event, Optional<BridgedCall> known)
            throws SipException, ParseException, InvalidArgumentException {
        Request request = event.getRequest();
        if (known.isPresent()) {
            if (known.get().isBegunBy(request)) {
                setup.answerAgain(known.get());
            } else {
                replies.reply(replies.transaction(event), Response.LOOP_DETECTED);
            }
            return;
        }
        calls.counters().offered.incrementAndGet();
        if (draining || !calls.hasRoom()) {
            calls.counters().overload.incrementAndGet();
            node.provider().sendResponse(replies.response(Response.SERVICE_UNAVAILABLE, request));
            return;
        }
        ServerTransaction transaction = replies.transaction(event);
        if (request.getHeader(ContactHeader.NAME) == null) {
            replies.reply(transaction, Response.BAD_REQUEST);
            return;
        }
        transaction.sendResponse(replies.response(Response.TRYING, request));
        BridgedCall call = new BridgedCall(
                node, CallTerms.of(node, request, stage(request), this::token, clock.instant()), transaction);
        if (calls.add(call)) {
            setup.begin(call);
        } else {
            replies.reply(transaction, Response.LOOP_DETECTED);
        }
    }

    /** The user part of the Route that brought a request here. */
    private static String stage(Request request) {
        RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
        String user = route != null && route.getAddress().getURI() instanceof SipURI uri ? uri.getUser() : null;
        return user == null ? "" : user;
    }

    private void cancel(ServerTransaction transaction) throws SipException, ParseException, InvalidArgumentException {
        ServerTransaction invite =
                ((gov.nist.javax.sip.stack.SIPServerTransaction) transaction).getCanceledInviteTransaction();
        if (invite == null || !(invite.getApplicationData() instanceof Forwarded forwarded)) {
            replies.reply(transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        replies.reply(transaction, Response.OK);
        if (forwarded.isFirst()) {
            ending.cancelled(forwarded.call());
        } else {
            dialogs.cancelled(forwarded);
        }
    }

    @Override
    public void response(ResponseEvent event) throws SipException, ParseException, InvalidArgumentException {
        Response response = event.getResponse();
        if (event.getClientTransaction() != null
                && event.getClientTransaction().getApplicationData() instanceof Forwarded forwarded) {
            inOrder(
                    forwarded.call(),
                    () -> forwarded.isFirst()
                            ? setup.responded(response, forwarded.call())
                            : dialogs.responded(response, forwarded));
            return;
        }
        boolean success = response.getStatusCode() / 100 == 2
                && ((CSeqHeader) response.getHeader(CSeqHeader.NAME))
                        .getMethod()
                        .equals(Request.INVITE);
        if (success) {
            kept.find(response, call -> true, call -> {
                if (call.isPresent()) {
                    late(response, call.get());
                }
            });
        }
    }

    /** A 2xx to an INVITE whose transaction is over, or was another's. */
    private void late(Response response, BridgedCall call) {
        boolean first = !call.isFromCaller(response) && BridgedCall.cseq(response) == call.cseq();
        inOrder(call, () -> {
            if (first) {
                return setup.responded(response, call);
            }
            dialogs.again(response, call);
            return Lane.done();
        });
    }

    /** A response that finds no room is lost; those that matter are sent again. */
    private void inOrder(BridgedCall call, Lane.Step step) {
        if (!call.lane().add(step)) {
            node.fault(new SipFailure("too much waits in one call"));
        }
    }

    @Override
    public void timeout(TimeoutEvent event) throws SipException, ParseException, InvalidArgumentException {
        if (event.isServerTransaction()
                || !(event.getClientTransaction().getApplicationData() instanceof Forwarded forwarded)) {
            return;
        }
        if (forwarded.isFirst()) {
            ending.timedOut(forwarded.call());
        } else {
            dialogs.timedOut(forwarded);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        crossings.close();
    }
}

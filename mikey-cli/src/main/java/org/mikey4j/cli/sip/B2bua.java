package org.mikey4j.cli.sip;

import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.TimeoutEvent;
import javax.sip.address.SipURI;
import javax.sip.header.AcceptHeader;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
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
    private final SipNode node;
    private final B2buaLimits limits;
    private final Clock clock;
    private final SecureRandom random;
    private final Crossings crossings;
    private final CallRegistry calls;
    private final Replies replies;
    private final CallSetup setup;
    private final DialogRelay dialogs;
    private final AtomicInteger asking = new AtomicInteger();
    private final ScheduledExecutorService watch;
    private volatile boolean draining;

    /**
     * @param node the node it handles
     * @param exchange what happens to descriptions
     * @param limits what is kept at most
     */
    public B2bua(SipNode node, BodyExchange exchange, B2buaLimits limits, Clock clock, SecureRandom random) {
        this.node = node;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.crossings = new Crossings(exchange, node::fault);
        this.calls = new CallRegistry(limits);
        this.replies = new Replies(node, limits.retryAfter(), this::token);
        this.setup = new CallSetup(node, crossings, calls, replies, limits.ringing(), clock, this::token);
        this.dialogs = new DialogRelay(node, crossings, replies, setup::end);
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "overdue calls");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> unused =
                watch.scheduleWithFixedDelay(() -> node.guard(setup::overdue), 1, 1, TimeUnit.SECONDS);
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
        Optional<BridgedCall> call = calls.of(request);
        String method = request.getMethod();
        if (method.equals(Request.ACK)) {
            Optional<Fork> fork = call.flatMap(c -> c.fork(request));
            if (fork.isPresent()) {
                dialogs.acknowledge(request, call.orElseThrow(), fork.orElseThrow());
            }
        } else if (method.equals(Request.CANCEL)) {
            cancel(replies.transaction(event));
        } else if (((ToHeader) request.getHeader(ToHeader.NAME)).getTag() != null) {
            within(event, call);
        } else if (method.equals(Request.INVITE)) {
            begin(event, call);
        } else if (method.equals(Request.REGISTER) || method.equals(Request.OPTIONS)) {
            // Third-party registrations (TS 24.229, 5.7.1.1) need nothing here but to be accepted.
            inform(replies.transaction(event), request);
        } else {
            replies.reply(replies.transaction(event), Response.METHOD_NOT_ALLOWED);
        }
    }

    private void within(RequestEvent event, Optional<BridgedCall> call)
            throws SipException, ParseException, InvalidArgumentException {
        ServerTransaction transaction = replies.transaction(event);
        Optional<Fork> fork = call.flatMap(c -> c.fork(event.getRequest()));
        if (fork.isPresent()) {
            dialogs.request(event.getRequest(), transaction, call.orElseThrow(), fork.orElseThrow());
        } else {
            replies.reply(transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
    }

    private void begin(RequestEvent event, Optional<BridgedCall> known)
            throws SipException, ParseException, InvalidArgumentException {
        Request request = event.getRequest();
        if (known.isPresent()) {
            replies.reply(replies.transaction(event), Response.LOOP_DETECTED);
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
        BridgedCall call = new BridgedCall(node, request, transaction, stage(request), this::token, clock.instant());
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
            setup.cancelled(forwarded.call());
        } else {
            dialogs.cancelled(forwarded);
        }
    }

    /** Agrees, with a MIKEY message if the request accepts one and there is one. */
    private void inform(ServerTransaction transaction, Request request)
            throws ParseException, SipException, InvalidArgumentException {
        boolean asks = request.getHeader(AcceptHeader.NAME) instanceof AcceptHeader accept
                && "mikey".equalsIgnoreCase(accept.getContentSubType());
        if (!asks) {
            replies.reply(transaction, Response.OK);
        } else if (asking.incrementAndGet() > limits.settingUp()) {
            asking.decrementAndGet();
            replies.reply(transaction, Response.SERVICE_UNAVAILABLE);
        } else {
            CompletionStage<?> unused = crossings
                    .ask(new BodyExchange.Inquiry(
                            SipText.session(request),
                            stage(request),
                            SipText.identity(request, FromHeader.NAME),
                            SipText.identity(request, ToHeader.NAME)))
                    .whenComplete((message, fault) -> {
                        asking.decrementAndGet();
                        node.guard(() -> tell(transaction, request, fault == null ? message : Optional.empty()));
                    });
        }
    }

    private void tell(ServerTransaction transaction, Request request, Optional<byte[]> message)
            throws ParseException, SipException, InvalidArgumentException {
        Response ok = replies.response(Response.OK, request);
        if (message.isPresent()) {
            ok.setContent(message.orElseThrow(), node.headers().createContentTypeHeader("application", "mikey"));
        }
        transaction.sendResponse(ok);
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
        Optional<BridgedCall> known = calls.of(response);
        if (success && known.isPresent()) {
            BridgedCall call = known.orElseThrow();
            boolean first = !call.isFromCaller(response) && BridgedCall.cseq(response) == call.cseq();
            inOrder(call, () -> {
                if (first) {
                    return setup.responded(response, call);
                }
                dialogs.again(response, call);
                return Lane.done();
            });
        }
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
            setup.timedOut(forwarded.call());
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

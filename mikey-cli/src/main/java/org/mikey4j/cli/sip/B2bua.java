package org.mikey4j.cli.sip;

import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionState;
import javax.sip.address.SipURI;
import javax.sip.header.AcceptHeader;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * A back-to-back user agent for an application server on the ISC interface (TS 24.229, 5.7.5): a call that an S-CSCF routes
 * to it goes back to the S-CSCF on the next Route, with the descriptions of the session as {@link BodyExchange} leaves them.
 * Retransmissions of final answers and their ACKs pass end to end, so that it runs no timers of its own; what it keeps is
 * bounded, and above the bounds it answers 503 without keeping anything (RFC 3261, 21.5.4).
 */
public final class B2bua implements SipHandler {
    private final SipNode node;
    private final BodyExchange exchange;
    private final B2buaLimits limits;
    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, BridgedCall> calls = new ConcurrentHashMap<>();
    private final AtomicInteger settingUp = new AtomicInteger();
    private final B2buaCounters counters = new B2buaCounters();
    private volatile boolean draining;

    /** A request that waits for its answer from the other side. */
    private record Pending(
            ServerTransaction transaction, BridgedCall call, Optional<BridgedCall.Fork> fork, boolean fromCaller) {
        /** Whether it is the INVITE that began the call, which has no dialog yet. */
        boolean isFirst() {
            return fork.isEmpty();
        }

        boolean isOver() {
            return B2bua.isOver(transaction);
        }
    }

    private static boolean isOver(ServerTransaction transaction) {
        return TransactionState.TERMINATED.equals(transaction.getState());
    }

    /**
     * @param node the node it handles
     * @param exchange what happens to descriptions
     * @param limits what is kept at most
     */
    public B2bua(SipNode node, BodyExchange exchange, B2buaLimits limits, Clock clock, SecureRandom random) {
        this.node = node;
        this.exchange = exchange;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
    }

    /** What happened so far. */
    public B2buaCounters counters() {
        return counters;
    }

    /** Calls that are there now. */
    public int calls() {
        return calls.size() / 2;
    }

    /** Calls that have no final answer yet. */
    public int settingUp() {
        return settingUp.get();
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
        BridgedCall call = calls.get(callId(request));
        boolean inDialog = ((ToHeader) request.getHeader(ToHeader.NAME)).getTag() != null;
        switch (request.getMethod()) {
            case Request.ACK -> acknowledge(request, call);
            case Request.CANCEL -> cancel(transaction(event), call);
            case Request.INVITE -> {
                if (inDialog) {
                    withinDialog(event, call);
                } else if (call == null) {
                    begin(event);
                } else {
                    reply(transaction(event), Response.LOOP_DETECTED);
                }
            }
            case Request.REGISTER, Request.OPTIONS -> {
                // Third-party registrations (TS 24.229, 5.7.1.1) need nothing here but to be accepted.
                if (inDialog) {
                    withinDialog(event, call);
                } else {
                    inform(transaction(event), request);
                }
            }
            default -> {
                if (inDialog) {
                    withinDialog(event, call);
                } else {
                    reply(transaction(event), Response.METHOD_NOT_ALLOWED);
                }
            }
        }
    }

    /** Agrees, with a MIKEY message if the request accepts one and there is one. */
    private void inform(ServerTransaction transaction, Request request)
            throws ParseException, SipException, InvalidArgumentException {
        Response ok = response(Response.OK, request);
        if (request.getHeader(AcceptHeader.NAME) instanceof AcceptHeader accept
                && "mikey".equalsIgnoreCase(accept.getContentSubType())) {
            Optional<byte[]> message = exchange.asked(new BodyExchange.Inquiry(
                    SipText.session(request),
                    stage(request),
                    SipText.identity(request, FromHeader.NAME),
                    SipText.identity(request, ToHeader.NAME)));
            if (message.isPresent()) {
                ok.setContent(message.orElseThrow(), node.headers().createContentTypeHeader("application", "mikey"));
            }
        }
        transaction.sendResponse(ok);
    }

    /** The user part of the Route that brought a request here. */
    private static String stage(Request request) {
        RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
        String user = route != null && route.getAddress().getURI() instanceof SipURI uri ? uri.getUser() : null;
        return user == null ? "" : user;
    }

    private ServerTransaction transaction(RequestEvent event) throws SipException {
        ServerTransaction transaction = event.getServerTransaction();
        return transaction == null ? node.provider().getNewServerTransaction(event.getRequest()) : transaction;
    }

    private void reply(ServerTransaction transaction, int status)
            throws ParseException, SipException, InvalidArgumentException {
        transaction.sendResponse(response(status, transaction.getRequest()));
    }

    private Response response(int status, Request request) throws ParseException {
        Response response = node.messages().createResponse(status, request);
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null && status != Response.TRYING) {
            to.setTag(token());
        }
        return response;
    }

    private void begin(RequestEvent event) throws SipException, ParseException, InvalidArgumentException {
        Request request = event.getRequest();
        counters.offered.incrementAndGet();
        sweep();
        if (draining || settingUp.get() >= limits.settingUp() || calls() >= limits.calls()) {
            counters.overload.incrementAndGet();
            Response busy = response(Response.SERVICE_UNAVAILABLE, request);
            busy.setHeader(node.headers().createRetryAfterHeader((int)
                    Math.max(1, limits.retryAfter().toSeconds())));
            node.provider().sendResponse(busy);
            return;
        }
        ServerTransaction transaction = transaction(event);
        if (request.getHeader(ContactHeader.NAME) == null) {
            reply(transaction, Response.BAD_REQUEST);
            return;
        }
        transaction.sendResponse(response(Response.TRYING, request));
        BridgedCall call = new BridgedCall(node, request, transaction, stage(request), this::token, clock.instant());
        synchronized (call) {
            Optional<String> body = body(call, request, true, true, "");
            if (body.isEmpty()) {
                refuse(transaction, call, request, true, "");
                exchange.ended(call.callerCallId());
                return;
            }
            calls.put(call.callerCallId(), call);
            calls.put(call.calleeCallId(), call);
            settingUp.incrementAndGet();
            Request out = call.outgoingInvite(body.orElseThrow());
            if (out.getHeader(RouteHeader.NAME) == null
                    && out.getRequestURI() instanceof SipURI uri
                    && node.isHere(uri)) {
                reply(transaction, Response.LOOP_DETECTED);
                end(call);
                return;
            }
            ClientTransaction client = node.provider().getNewClientTransaction(out);
            client.setApplicationData(new Pending(transaction, call, Optional.empty(), true));
            call.sent(client);
            client.sendRequest();
        }
    }

    /** Forgets calls whose end was missed; looked at only when there are many. */
    private void sweep() {
        if (calls() < limits.calls() * 3L / 4) {
            return;
        }
        calls.values().stream()
                .filter(call -> call.began().plus(limits.longest()).isBefore(clock.instant()))
                .toList()
                .forEach(this::end);
    }

    /** The description that goes on, empty text if the message has none; nothing if it is refused. */
    private Optional<String> body(BridgedCall call, Message message, boolean fromCaller, boolean offer, String branch) {
        if (!SipText.hasSdp(message)) {
            return Optional.of("");
        }
        BodyExchange.Passage passage = call.cross(exchange, fromCaller, offer, branch, SipText.body(message));
        return passage instanceof BodyExchange.Passage.On on ? Optional.of(on.sdp()) : Optional.empty();
    }

    private void refuse(ServerTransaction transaction, BridgedCall call, Message message, boolean offer, String branch)
            throws ParseException, SipException, InvalidArgumentException {
        counters.refused.incrementAndGet();
        boolean fromCaller = message instanceof Request request && call.isFromCaller(request);
        BodyExchange.Passage.Refused why =
                (BodyExchange.Passage.Refused) call.cross(exchange, fromCaller, offer, branch, SipText.body(message));
        Response refusal = response(why.status(), transaction.getRequest());
        refusal.setHeader(
                node.headers().createWarningHeader(node.bindings().get(0).host(), 399, why.warning()));
        transaction.sendResponse(refusal);
    }

    private void acknowledge(Request request, @org.jspecify.annotations.Nullable BridgedCall call)
            throws SipException, ParseException, InvalidArgumentException {
        if (call == null) {
            return;
        }
        synchronized (call) {
            Optional<BridgedCall.Fork> fork = call.fork(request);
            if (fork.isPresent()) {
                BridgedCall.Fork with = fork.orElseThrow();
                boolean fromCaller = call.isFromCaller(request);
                Optional<String> body = body(call, request, fromCaller, false, fromCaller ? "" : with.calleeTag());
                node.provider().sendRequest(call.across(request, with, body.orElse("")));
            }
        }
    }

    private void cancel(ServerTransaction transaction, @org.jspecify.annotations.Nullable BridgedCall call)
            throws SipException, ParseException, InvalidArgumentException {
        if (call == null) {
            reply(transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        reply(transaction, Response.OK);
        synchronized (call) {
            Optional<Request> cancel = call.cancel();
            if (cancel.isPresent()) {
                node.provider().getNewClientTransaction(cancel.orElseThrow()).sendRequest();
            }
        }
    }

    private void withinDialog(RequestEvent event, @org.jspecify.annotations.Nullable BridgedCall call)
            throws SipException, ParseException, InvalidArgumentException {
        Request request = event.getRequest();
        ServerTransaction transaction = transaction(event);
        Optional<BridgedCall.Fork> fork = call == null ? Optional.empty() : call.fork(request);
        if (call == null || fork.isEmpty()) {
            reply(transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        synchronized (call) {
            boolean fromCaller = call.isFromCaller(request);
            boolean offer = !request.getMethod().equals(Request.PRACK) || SipText.hasSdp(call.invite());
            String branch = fromCaller ? "" : fork.orElseThrow().calleeTag();
            Optional<String> body = body(call, request, fromCaller, offer, branch);
            if (body.isEmpty()) {
                refuse(transaction, call, request, offer, branch);
                return;
            }
            ClientTransaction client = node.provider()
                    .getNewClientTransaction(call.across(request, fork.orElseThrow(), body.orElseThrow()));
            client.setApplicationData(new Pending(transaction, call, fork, fromCaller));
            client.sendRequest();
        }
    }

    @Override
    public void response(ResponseEvent event) throws SipException, ParseException, InvalidArgumentException {
        Response response = event.getResponse();
        ClientTransaction client = event.getClientTransaction();
        if (client != null && client.getApplicationData() instanceof Pending pending) {
            synchronized (pending.call()) {
                if (pending.isFirst()) {
                    inviteResponse(response, pending.call());
                } else {
                    dialogResponse(response, pending);
                }
            }
            return;
        }
        BridgedCall call = calls.get(callId(response));
        CSeqHeader cseq = (CSeqHeader) response.getHeader(CSeqHeader.NAME);
        if (call != null && cseq.getMethod().equals(Request.INVITE) && response.getStatusCode() / 100 == 2) {
            synchronized (call) {
                inviteResponse(response, call);
            }
        }
    }

    private void inviteResponse(Response response, BridgedCall call)
            throws SipException, ParseException, InvalidArgumentException {
        int status = response.getStatusCode();
        if (status < 200 && call.provisional()) {
            Optional<Request> cancel = call.cancel();
            if (cancel.isPresent()) {
                node.provider().getNewClientTransaction(cancel.orElseThrow()).sendRequest();
            }
        }
        if (status == Response.TRYING) {
            return;
        }
        Optional<BridgedCall.Fork> fork = status < 300 ? call.fork(response, this::token) : Optional.empty();
        Optional<Response> before = fork.flatMap(BridgedCall::success);
        if (status / 100 == 2 && before.isPresent()) {
            node.provider().sendResponse(before.orElseThrow());
            return;
        }
        String branch = fork.map(BridgedCall.Fork::calleeTag).orElse("");
        boolean offer = !SipText.hasSdp(call.invite());
        Optional<String> body = status < 300 ? body(call, response, false, offer, branch) : Optional.of("");
        if (body.isEmpty()) {
            takeDown(response, call, fork, offer, branch);
            return;
        }
        Response out = call.answerInvite(response, fork, body.orElseThrow());
        if (isOver(call.transaction()) || (call.isAnswered() && status / 100 == 2)) {
            node.provider().sendResponse(out);
        } else {
            call.transaction().sendResponse(out);
        }
        if (status >= 200) {
            settled(call, status);
        }
    }

    private void settled(BridgedCall call, int status) {
        if (call.answer()) {
            settingUp.decrementAndGet();
            (status < 300 ? counters.answered : counters.failed).incrementAndGet();
        }
        if (status >= 300) {
            end(call);
        }
    }

    /** An answer whose keys are refused: the caller is told, and the callee hung up on. */
    private void takeDown(
            Response response, BridgedCall call, Optional<BridgedCall.Fork> fork, boolean offer, String branch)
            throws SipException, ParseException, InvalidArgumentException {
        if (!isOver(call.transaction())) {
            refuse(call.transaction(), call, response, offer, branch);
        }
        if (response.getStatusCode() >= 200 && fork.isPresent()) {
            node.provider().sendRequest(call.own(Request.ACK, fork.orElseThrow(), call.cseq()));
            node.provider()
                    .getNewClientTransaction(call.own(Request.BYE, fork.orElseThrow(), call.cseq() + 1))
                    .sendRequest();
        } else {
            Optional<Request> cancel = call.cancel();
            if (cancel.isPresent()) {
                node.provider().getNewClientTransaction(cancel.orElseThrow()).sendRequest();
            }
        }
        settled(call, Response.NOT_ACCEPTABLE_HERE);
    }

    private void dialogResponse(Response response, Pending pending)
            throws SipException, ParseException, InvalidArgumentException {
        int status = response.getStatusCode();
        if (status == Response.TRYING) {
            return;
        }
        Request request = pending.transaction().getRequest();
        BridgedCall call = pending.call();
        boolean fromCaller = !pending.fromCaller();
        String branch = fromCaller
                ? ""
                : pending.fork().map(BridgedCall.Fork::calleeTag).orElse("");
        boolean offer = !SipText.hasSdp(request);
        Optional<String> body = body(call, response, fromCaller, offer, branch);
        String transport =
                ((ViaHeader) request.getHeader(ViaHeader.NAME)).getTransport().toLowerCase(java.util.Locale.ROOT);
        if (body.isEmpty()) {
            refuse(pending.transaction(), call, response, offer, branch);
        } else {
            pending.transaction()
                    .sendResponse(call.answer(response, request, Optional.empty(), body.orElseThrow(), transport));
        }
        if (request.getMethod().equals(Request.BYE) && status >= 200) {
            end(call);
        }
    }

    @Override
    public void timeout(TimeoutEvent event) throws SipException, ParseException, InvalidArgumentException {
        if (event.isServerTransaction()
                || !(event.getClientTransaction().getApplicationData() instanceof Pending pending)) {
            return;
        }
        synchronized (pending.call()) {
            if (!pending.isOver()) {
                reply(pending.transaction(), Response.REQUEST_TIMEOUT);
            }
            if (pending.isFirst()) {
                settled(pending.call(), Response.REQUEST_TIMEOUT);
            } else if (pending.transaction().getRequest().getMethod().equals(Request.BYE)) {
                end(pending.call());
            }
        }
    }

    private void end(BridgedCall call) {
        if (call.end()) {
            if (call.answer()) {
                settingUp.decrementAndGet();
            }
            calls.remove(call.callerCallId());
            calls.remove(call.calleeCallId());
            exchange.ended(call.callerCallId());
        }
    }

    private static String callId(Message message) {
        return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
    }
}

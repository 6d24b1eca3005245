package org.mikey4j.cli.sip;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionUnavailableException;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.WarningHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** A telephone: registers, makes and takes one call at a time. Its methods wait for the network. */
public final class UserAgent implements SipHandler {
    private final SipNode node;
    private final String user;
    private final String domain;
    private final String proxy;
    private final SecureRandom random;
    private final Callee callee;
    private final BlockingQueue<Response> finals = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private @Nullable Dialog dialog;

    /**
     * @param node the node it handles
     * @param user its name
     * @param domain its home
     * @param proxy the URI of its P-CSCF
     * @param callee answers offers
     */
    public UserAgent(SipNode node, String user, String domain, String proxy, SecureRandom random, Callee callee) {
        this.node = node;
        this.user = user;
        this.domain = domain;
        this.proxy = proxy;
        this.random = random;
        this.callee = callee;
    }

    /** The identity: {@code sip:user@domain}. */
    public String identity() {
        return "sip:" + user + "@" + domain;
    }

    /** Registers; true if the network agrees. */
    public boolean register(Duration patience) {
        return waitFor(
                        () -> {
                            Request request = request(Request.REGISTER, "sip:" + domain, identity());
                            node.provider().getNewClientTransaction(request).sendRequest();
                        },
                        patience)
                .isSuccess();
    }

    /**
     * Asks the centre for what a call to somebody needs before its offer: OPTIONS that accepts MIKEY and nothing else.
     *
     * @return the message
     */
    public Optional<byte[]> ask(String callee, String session, Duration patience) {
        return waitFor(
                        () -> {
                            Request request = request(Request.OPTIONS, callee, callee);
                            request.addHeader(sessionId(session));
                            request.addHeader(node.headers().createAcceptHeader("application", "mikey"));
                            node.provider().getNewClientTransaction(request).sendRequest();
                        },
                        patience)
                .mikey();
    }

    /** Calls somebody with an offer and waits for the final response, which a success leaves without an ACK. */
    public CallOutcome invite(String callee, String session, String sdp, Duration patience) {
        return waitFor(
                () -> {
                    Request request = request(Request.INVITE, callee, callee);
                    request.addHeader(sessionId(session));
                    request.setContent(
                            sdp.getBytes(StandardCharsets.ISO_8859_1),
                            node.headers().createContentTypeHeader("application", "sdp"));
                    node.provider().getNewClientTransaction(request).sendRequest();
                },
                patience);
    }

    /** Makes another offer in the call that is there, and waits for the final response, which a success leaves without an ACK. */
    public CallOutcome inviteAgain(String sdp, Duration patience) {
        return waitFor(
                () -> {
                    Dialog with = current();
                    Request request = with.createRequest(Request.INVITE);
                    request.setHeader(node.contact(user, ""));
                    request.setContent(
                            sdp.getBytes(StandardCharsets.ISO_8859_1),
                            node.headers().createContentTypeHeader("application", "sdp"));
                    with.sendRequest(node.provider().getNewClientTransaction(request));
                },
                patience);
    }

    private javax.sip.header.Header sessionId(String session) throws ParseException {
        return node.headers().createHeader(SipText.SESSION_ID, session + ";remote=" + "0".repeat(32));
    }

    /** Acknowledges the success, with a body of type application/mikey if there is one. */
    public void acknowledge(Optional<byte[]> mikey) {
        act(() -> {
            Dialog with = current();
            Request ack = with.createAck(with.getLocalSeqNumber());
            if (mikey.isPresent()) {
                ack.setContent(mikey.orElseThrow(), node.headers().createContentTypeHeader("application", "mikey"));
            }
            with.sendAck(ack);
        });
    }

    /** Hangs up; true if the other end agrees. */
    public boolean bye(Duration patience) {
        return waitFor(
                        () -> {
                            Dialog with = current();
                            with.sendRequest(node.provider().getNewClientTransaction(with.createRequest(Request.BYE)));
                        },
                        patience)
                .isSuccess();
    }

    /** Waits until a request with this method has come. */
    public boolean awaits(String method, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toNanos(); left > 0; left = end - System.nanoTime()) {
                if (method.equals(requests.poll(left, TimeUnit.NANOSECONDS))) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private Dialog current() {
        if (dialog == null) {
            throw new SipFailure(node.name() + " is not in a call");
        }
        return dialog;
    }

    private Request request(String method, String uri, String to) throws ParseException, InvalidArgumentException {
        FromHeader from = node.headers().createFromHeader(node.address(identity()), token());
        ToHeader target = node.headers().createToHeader(node.address(to), null);
        CallIdHeader callId = node.headers().createCallIdHeader(token() + "@" + domain);
        CSeqHeader cseq = node.headers().createCSeqHeader(1L, method);
        Request request = node.messages()
                .createRequest(
                        node.addresses().createURI(uri),
                        method,
                        callId,
                        cseq,
                        from,
                        target,
                        List.of(node.via("")),
                        node.headers().createMaxForwardsHeader(70));
        request.addHeader(node.contact(user, ""));
        javax.sip.address.SipURI first =
                (javax.sip.address.SipURI) node.addresses().createURI(proxy);
        first.setLrParam();
        request.addHeader(node.headers().createRouteHeader(node.addresses().createAddress(first)));
        return request;
    }

    private String token() {
        byte[] octets = new byte[8];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SipException, ParseException, InvalidArgumentException;
    }

    private void act(Work work) {
        try {
            work.run();
        } catch (SipException | ParseException | InvalidArgumentException e) {
            throw new SipFailure(node.name() + ": the request cannot be sent", e);
        }
    }

    private CallOutcome waitFor(Work work, Duration patience) {
        finals.clear();
        act(work);
        try {
            Response response = finals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (response == null) {
                return CallOutcome.without(Response.REQUEST_TIMEOUT);
            }
            WarningHeader warning = (WarningHeader) response.getHeader(WarningHeader.NAME);
            return new CallOutcome(
                    response.getStatusCode(),
                    SipText.hasSdp(response) ? Optional.of(SipText.body(response)) : Optional.empty(),
                    warning == null ? Optional.empty() : Optional.of(warning.getText()),
                    SipText.mikey(response));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CallOutcome.without(Response.REQUEST_TERMINATED);
        }
    }

    @Override
    public void request(RequestEvent event) throws SipException, ParseException, InvalidArgumentException {
        Request request = event.getRequest();
        switch (request.getMethod()) {
            case Request.INVITE -> answer(transaction(event), request);
            case Request.BYE -> transaction(event).sendResponse(node.messages().createResponse(Response.OK, request));
            case Request.ACK -> callee.acknowledged(SipText.mikey(request));
            case Request.CANCEL -> {}
            default ->
                transaction(event).sendResponse(node.messages().createResponse(Response.METHOD_NOT_ALLOWED, request));
        }
        requests.add(request.getMethod());
    }

    private ServerTransaction transaction(RequestEvent event) throws SipException {
        ServerTransaction transaction = event.getServerTransaction();
        return transaction == null ? node.provider().getNewServerTransaction(event.getRequest()) : transaction;
    }

    private void answer(ServerTransaction transaction, Request request)
            throws ParseException, SipException, InvalidArgumentException {
        dialog = transaction.getDialog();
        Answer answer = callee.offered(SipText.session(request), SipText.hasSdp(request) ? SipText.body(request) : "");
        if (answer instanceof Answer.Refuse refuse) {
            Response no = node.messages().createResponse(refuse.status(), request);
            ToHeader to = (ToHeader) no.getHeader(ToHeader.NAME);
            if (to.getTag() == null) {
                to.setTag(token());
            }
            no.setHeader(
                    node.headers().createWarningHeader(node.bindings().get(0).host(), 399, refuse.warning()));
            transaction.sendResponse(no);
            return;
        }
        String tag = token();
        transaction.sendResponse(said(Response.RINGING, request, tag));
        Response ok = said(Response.OK, request, tag);
        ok.setContent(
                ((Answer.Accept) answer).sdp().getBytes(StandardCharsets.ISO_8859_1),
                node.headers().createContentTypeHeader("application", "sdp"));
        transaction.sendResponse(ok);
    }

    private Response said(int status, Request request, String tag) throws ParseException {
        Response response = node.messages().createResponse(status, request);
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null) {
            to.setTag(tag);
        }
        response.addHeader(node.contact(user, ""));
        return response;
    }

    @Override
    public void response(ResponseEvent event) throws TransactionUnavailableException {
        Response response = event.getResponse();
        if (response.getStatusCode() >= Response.OK && event.getClientTransaction() != null) {
            if (event.getDialog() != null) {
                dialog = event.getDialog();
            }
            finals.add(response);
        }
    }

    @Override
    public void timeout(TimeoutEvent event) throws ParseException {
        if (!event.isServerTransaction()) {
            finals.add(node.messages()
                    .createResponse(
                            Response.REQUEST_TIMEOUT,
                            event.getClientTransaction().getRequest()));
        }
    }
}

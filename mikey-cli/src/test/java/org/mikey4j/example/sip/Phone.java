package org.mikey4j.example.sip;

import java.text.ParseException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sdp.SdpException;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.WarningHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mikey4j.message.IdPayload;

/** A telephone. It takes no call without keys, and tells what happens by the state of its {@link Call}s. */
final class Phone implements SipListener, AutoCloseable {
    private final SipEnd sip;
    private final CallKeys keys;
    private final String user;
    private final Caller caller;
    private final Answerer answerer;
    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    private final BlockingQueue<IncomingCall> incoming = new LinkedBlockingQueue<>();

    /** What may go wrong in a SIP stack. */
    @FunctionalInterface
    interface Work {
        void run() throws SipException, ParseException, InvalidArgumentException, SdpException;
    }

    Phone(String user, int port, CallKeys keys) {
        this.user = user;
        this.keys = keys;
        this.sip = new SipEnd(user, port, this);
        this.caller = new Caller(this);
        this.answerer = new Answerer(this);
    }

    SipEnd sip() {
        return sip;
    }

    CallKeys keys() {
        return keys;
    }

    /** A description of this end's audio, without keys; each one newer than the one before (RFC 3264, 8). */
    String sdp(Call call) {
        return PlainSdp.audio(user, call.media.port(), call.version++);
    }

    Call newCall(String id, IdPayload peer) {
        // RFC 3550 wants SSRCs that are random; 0 would mean that the peer may choose.
        Call call = new Call(id, peer, ThreadLocalRandom.current().nextLong(1, 1L << 32));
        calls.put(id, call);
        return call;
    }

    /** Calls somebody by way of a port of this machine. */
    Call call(String identity, int nextPort) {
        return caller.call(identity, nextPort);
    }

    /** Changes the keys of a call. */
    void rekey(Call call) {
        caller.rekey(call);
    }

    /** Whether this end has offered new keys for a call and waits. */
    boolean isRekeying(Call call) {
        return caller.isRekeying(call);
    }

    /** Gives up a call that was not answered. */
    void cancel(Call call) {
        caller.cancel(call);
    }

    void hangUp(Call call) {
        bye(call.dialog());
        call.end(Call.State.ENDED, "hung up here");
    }

    void bye(Dialog dialog) {
        act(() -> dialog.sendRequest(sip.provider().getNewClientTransaction(dialog.createRequest(Request.BYE))));
    }

    /** A call that has come and whose keys are right; nobody has picked up yet. */
    IncomingCall awaitIncoming() throws InterruptedException {
        IncomingCall call = incoming.poll(20, TimeUnit.SECONDS);
        if (call == null) {
            throw new IllegalStateException("nobody calls");
        }
        return call;
    }

    void offer(IncomingCall call) {
        incoming.add(call);
    }

    static void act(Work work) {
        try {
            work.run();
        } catch (SipException | ParseException | InvalidArgumentException | SdpException e) {
            throw new IllegalStateException("a SIP message cannot be handled", e);
        }
    }

    static String tag(Response response) {
        return ((ToHeader) response.getHeader(ToHeader.NAME)).getTag();
    }

    static IdPayload identity(Message message, boolean from) {
        String uri = from
                ? ((FromHeader) message.getHeader(FromHeader.NAME))
                        .getAddress()
                        .getURI()
                        .toString()
                : ((ToHeader) message.getHeader(ToHeader.NAME))
                        .getAddress()
                        .getURI()
                        .toString();
        return IdPayload.uri(uri);
    }

    static String callId(Message message) {
        return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
    }

    @Override
    public void processRequest(RequestEvent event) {
        act(() -> {
            Request request = event.getRequest();
            Optional<Call> call = Optional.ofNullable(calls.get(callId(request)));
            switch (request.getMethod()) {
                case Request.INVITE -> answerer.invited(transaction(event), request, call);
                case Request.ACK -> call.ifPresent(answerer::acknowledged);
                case Request.CANCEL -> answerer.cancelled(event.getServerTransaction(), request);
                case Request.BYE -> {
                    // First, as the call is over even where the answer cannot be sent any more.
                    call.ifPresent(c -> c.end(Call.State.ENDED, "hung up there"));
                    transaction(event).sendResponse(sip.response(Response.OK, request, ""));
                }
                default -> transaction(event).sendResponse(sip.response(Response.METHOD_NOT_ALLOWED, request, ""));
            }
        });
    }

    private ServerTransaction transaction(RequestEvent event) throws SipException {
        ServerTransaction transaction = event.getServerTransaction();
        return transaction == null ? sip.provider().getNewServerTransaction(event.getRequest()) : transaction;
    }

    @Override
    public void processResponse(ResponseEvent event) {
        Response response = event.getResponse();
        Call call = calls.get(callId(response));
        String method = ((javax.sip.header.CSeqHeader) response.getHeader("CSeq")).getMethod();
        if (call != null && method.equals(Request.INVITE)) {
            act(() -> caller.answered(call, event.getDialog(), response));
        }
    }

    /** Status and warnings of a refusal. */
    static String reason(Response response) {
        StringBuilder text = new StringBuilder().append(response.getStatusCode());
        for (Iterator<?> warnings = response.getHeaders(WarningHeader.NAME); warnings.hasNext(); ) {
            WarningHeader warning = (WarningHeader) warnings.next();
            text.append("; ").append(warning.getCode()).append(' ').append(warning.getText());
        }
        return text.toString();
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        ClientTransaction transaction = event.getClientTransaction();
        if (transaction != null) {
            Optional.ofNullable(calls.get(callId(transaction.getRequest())))
                    .ifPresent(call -> call.end(Call.State.FAILED, "no answer"));
        }
    }

    @Override
    public void processIOException(IOExceptionEvent event) {}

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}

    @Override
    public void close() {
        calls.values().forEach(call -> call.end(Call.State.ENDED, "the telephone is off"));
        sip.close();
    }
}

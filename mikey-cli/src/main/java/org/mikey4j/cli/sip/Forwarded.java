package org.mikey4j.cli.sip;

import java.util.Objects;
import java.util.Optional;
import javax.sip.ClientTransaction;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.TransactionState;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** A request that came on one side of a call, goes on to the other, and waits for its final response. Guarded by its call. */
final class Forwarded {
    private final BridgedCall call;
    private final Request request;
    private final @Nullable ServerTransaction server;
    private final Optional<Fork> fork;
    private final boolean fromCaller;
    private @Nullable ClientTransaction client;
    private boolean provisional;
    private boolean cancelled;
    private boolean cancelSent;

    private Forwarded(
            BridgedCall call,
            Request request,
            @Nullable ServerTransaction server,
            Optional<Fork> fork,
            boolean fromCaller) {
        this.call = call;
        this.request = request;
        this.server = server;
        this.fork = fork;
        this.fromCaller = fromCaller;
    }

    /** The INVITE that begins a call. */
    Forwarded(BridgedCall call, ServerTransaction server) {
        this(call, server.getRequest(), server, Optional.empty(), true);
        server.setApplicationData(this);
    }

    /** The INVITE that began a call, which another process has answered. */
    Forwarded(BridgedCall call, Request invite) {
        this(call, invite, null, Optional.empty(), true);
    }

    /** A request within a dialog. */
    Forwarded(BridgedCall call, ServerTransaction server, Fork fork, boolean fromCaller) {
        this(call, server.getRequest(), server, Optional.of(fork), fromCaller);
        server.setApplicationData(this);
    }

    BridgedCall call() {
        return call;
    }

    /** The transaction that waits for the answer; there is none where {@link #isAnswered}. */
    ServerTransaction server() {
        return Objects.requireNonNull(server);
    }

    Request request() {
        return request;
    }

    String method() {
        return request().getMethod();
    }

    Optional<Fork> fork() {
        return fork;
    }

    boolean fromCaller() {
        return fromCaller;
    }

    /** Whether it is the INVITE that began the call. */
    boolean isFirst() {
        return fork.isEmpty();
    }

    /** Whether whoever sent it has had a final response. */
    boolean isAnswered() {
        return server == null
                || TransactionState.TERMINATED.equals(server.getState())
                || TransactionState.COMPLETED.equals(server.getState())
                || TransactionState.CONFIRMED.equals(server.getState());
    }

    /** It goes on in this transaction. */
    void goesOn(ClientTransaction transaction) {
        client = transaction;
        transaction.setApplicationData(this);
    }

    boolean isSent() {
        return client != null;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Who sent it gave up. */
    void cancel() {
        cancelled = true;
    }

    /** A provisional response came, after which a CANCEL may be sent (RFC 3261, 9.1). */
    void provisional() {
        provisional = true;
    }

    /** The CANCEL for the other side, once, if it is wanted and may be sent by now. */
    Optional<Request> cancelToSend() throws SipException {
        if (client == null || !cancelled || !provisional || cancelSent) {
            return Optional.empty();
        }
        cancelSent = true;
        return Optional.of(client.createCancel());
    }
}

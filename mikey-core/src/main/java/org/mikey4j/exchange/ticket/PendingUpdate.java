package org.mikey4j.exchange.ticket;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.AnswerReception;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;

/**
 * An update of a bundle that waits for its answer (RFC 6043, 5.2). Answers can be tried any number of times: a wrong or forged one
 * changes nothing.
 */
public final class PendingUpdate implements AutoCloseable {
    private final AnswerReception reception;
    private final UpdatedBundle bundle;
    private final TPayload timestamp;
    private final TransferRequest request;
    private final List<TransportedKey> own;
    private final MessageProtection protection;

    PendingUpdate(
            ExchangeSettings settings,
            UpdatedBundle bundle,
            MikeyMessage message,
            TPayload timestamp,
            TransferRequest request,
            List<TransportedKey> own,
            MessageProtection protection) {
        this.reception = new AnswerReception(settings, message, DataType.TRANSFER_RESP);
        this.bundle = bundle;
        this.timestamp = timestamp;
        this.request = request;
        this.own = own;
        this.protection = protection;
    }

    /** The TRANSFER_INIT to send. */
    public MikeyMessage message() {
        return reception.offer();
    }

    /**
     * Processes the TRANSFER_RESP, or the error message that came instead.
     *
     * @return the bundle after the update, which is wiped on its own, or why there is none
     */
    public InitiatorResult receive(Octets answer) {
        return reception.receive(
                answer,
                this::answered,
                error -> TicketProtection.isAuthenticError(error, protection),
                rejected -> rejected);
    }

    private InitiatorResult answered(MikeyMessage message) {
        TicketMessage answer = TicketMessage.of(message);
        if (answer.suite() != bundle.terms().suite()) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer changes the PRF");
        }
        if (!TicketProtection.isVerified(answer, protection, message().octets())) {
            throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the MAC of the answer is wrong");
        }
        bundle.requireFromPeer(message);
        List<TransportedKey> fresh = new ArrayList<>(bundle.peerKeys(answer, protection));
        own.forEach(key -> fresh.add(key.copy()));
        List<TransportedKey> keys = bundle.withCurrent(fresh);
        try {
            TransferSessions sessions = TransferSessions.agreed(
                    request.csIdMap(),
                    request.policies(),
                    message.header().csIdMap(),
                    message.payloads(SpPayload.class),
                    request.acceptsPolicy(),
                    keys);
            return new InitiatorResult.Established(bundle.updated(timestamp, sessions, keys, request.extensions()));
        } catch (Refusal e) {
            keys.forEach(TransportedKey::close);
            throw e;
        }
    }

    /** Wipes the keys of the message. */
    @Override
    public void close() {
        own.forEach(TransportedKey::close);
        protection.close();
    }
}

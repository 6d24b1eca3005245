package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** An I_MESSAGE that waits for the other half of the key (RFC 3830, 3.3; RFC 4650, 3). */
public final class PendingDh implements AutoCloseable {
    private final ExchangeSettings settings;
    private final DhFormat format;
    private final DhOffer offer;
    private final AnswerReception reception;
    private final SecretBytes protectionKey;
    private final Peer peer;

    /**
     * @param protectionKey the key that protects updates; empty if there is none
     * @param peer authenticates what comes back
     */
    public PendingDh(ExchangeSettings settings, DhFormat format, DhOffer offer, SecretBytes protectionKey, Peer peer) {
        this.settings = settings;
        this.format = format;
        this.offer = offer;
        this.reception = new AnswerReception(settings, offer.message(), format.respType());
        this.protectionKey = protectionKey;
        this.peer = peer;
    }

    /**
     * Who an authentic R_MESSAGE is from.
     *
     * @param id its identity
     * @param diagnostics what had to be accepted
     */
    public record Answerer(IdPayload id, List<Diagnostic> diagnostics) {}

    /** The Responder, as far as its messages can be authenticated. */
    public interface Peer extends AutoCloseable {
        /**
         * Authenticates an R_MESSAGE.
         *
         * @param responder who it should be from, as far as that is known
         * @return who it is from
         * @throws Refusal if it is not authentic
         */
        Answerer authenticate(MikeyMessage response, Optional<IdPayload> responder);

        /** Whether an error message is authentic. */
        boolean isAuthentic(MikeyMessage error);

        @Override
        void close();
    }

    /** The I_MESSAGE. */
    public MikeyMessage message() {
        return offer.message();
    }

    /** Processes the R_MESSAGE, or the error message that came instead. */
    public InitiatorResult receive(Octets answer) {
        return receive(answer, peer);
    }

    /** The same, by another way to authenticate what comes back. */
    public InitiatorResult receive(Octets answer, Peer by) {
        return reception.receive(answer, response -> agreed(response, by), by::isAuthentic);
    }

    private InitiatorResult agreed(MikeyMessage response, Peer by) {
        format.checkAnswer(response);
        reception.timestamp(response);
        CsbState state = offer.state();
        if (response.header().prfFunc() != state.prf().prfFunc()) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer names another pseudo-random function");
        }
        Optional<IdPayload> claimed = responder(response, state);
        Optional<DhPayload> theirs = theirs(response);
        Answerer answerer = by.authenticate(response, claimed);
        List<Diagnostic> diagnostics = new ArrayList<>(reception.departures(response));
        diagnostics.addAll(answerer.diagnostics());
        CsIdMap map =
                MapAnswer.merge(offer.request().csIdMap(), response.header().csIdMap());
        List<TransportedKey> keys;
        if (theirs.isPresent()) {
            AgreedKey agreed = AgreedKey.of(offer.half().orElseThrow(), theirs.get(), response, settings);
            diagnostics.addAll(agreed.diagnostics());
            keys = List.of(agreed.key());
        } else {
            keys = offer.kept().stream().map(TransportedKey::copy).toList();
        }
        CsbState established = new CsbState(
                state.csbId(),
                state.prf(),
                state.rand(),
                state.timestamp(),
                state.initiator(),
                Optional.of(answerer.id()));
        return new InitiatorResult.Established(new SecurityAssociation(
                established,
                protectionKey.copy(),
                map,
                offer.request().policies(),
                keys,
                offer.request().extensions(),
                diagnostics));
    }

    /** [IDr], IDi: the last is this end, whatever stands before it is the other. */
    private static Optional<IdPayload> responder(MikeyMessage response, CsbState state) {
        List<IdPayload> ids = response.payloads(IdPayload.class);
        if (ids.isEmpty() || ids.size() > 2) {
            throw Refusal.because(
                    ids.isEmpty() ? RejectReason.MISSING_PAYLOAD : RejectReason.UNEXPECTED_PAYLOAD,
                    "the answer has " + ids.size() + " ID payloads, not [IDr] and IDi (RFC 3830, 3.3)");
        }
        if (!state.initiator().equals(Optional.of(ids.get(ids.size() - 1)))) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the answer is for another Initiator");
        }
        Optional<IdPayload> claimed = ids.size() == 2 ? Optional.of(ids.get(0)) : state.responder();
        if (state.responder().isPresent() && !claimed.equals(state.responder())) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the answer is from another Responder");
        }
        return claimed;
    }

    /** DHr, which stands before an exact copy of DHi (RFC 3830, 3.3); neither, where there was no DHi (4.5). */
    private Optional<DhPayload> theirs(MikeyMessage response) {
        Optional<DhPayload> ours = offer.message().payload(DhPayload.class);
        List<DhPayload> values = response.payloads(DhPayload.class);
        if (ours.isEmpty() && values.isEmpty()) {
            return Optional.empty();
        }
        if (ours.isEmpty() || values.size() != 2) {
            throw Refusal.because(
                    values.size() < 2 ? RejectReason.MISSING_PAYLOAD : RejectReason.UNEXPECTED_PAYLOAD,
                    "the answer has " + values.size() + " DH payloads, not " + (ours.isEmpty() ? 0 : 2));
        }
        if (!values.get(1).equals(ours.get())) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer does not carry DHi as it was sent");
        }
        DhPayload theirs = values.get(0);
        if (theirs.dhGroup() != ours.get().dhGroup()) {
            throw Refusal.because(RejectReason.UNSUPPORTED_DH, "DHr is of another group than DHi");
        }
        if (theirs.dhValue().equals(ours.get().dhValue())
                || !theirs.kv().equals(ours.get().kv())) {
            throw Refusal.because(RejectReason.MISMATCH, "DHr has the value of DHi, or another validity");
        }
        return Optional.of(theirs);
    }

    @Override
    public void close() {
        offer.kept().forEach(TransportedKey::close);
        protectionKey.close();
        peer.close();
    }
}

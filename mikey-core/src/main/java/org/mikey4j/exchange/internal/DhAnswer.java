package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.WitnessResult;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * The R_MESSAGE of a Diffie-Hellman mode, as far as it can be checked without an exponent (RFC 3830, 3.3; RFC 4650, 3).
 *
 * @param format what the messages of the mode look like
 * @param reception receives what comes back for the I_MESSAGE
 * @param state the bundle, as the I_MESSAGE has it
 */
public record DhAnswer(DhFormat format, AnswerReception reception, CsbState state) {
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
         * @param ends who it should be for and from, as far as that is known
         * @return who it is from
         * @throws Refusal if it is not authentic
         */
        Answerer authenticate(MikeyMessage response, SignedIds ends);

        /** Whether an error message is authentic. */
        boolean isAuthentic(MikeyMessage error);

        @Override
        void close();
    }

    /**
     * What an authentic R_MESSAGE says.
     *
     * @param responder who it is from
     * @param value DHr; empty in an update that keeps the keys
     * @param diagnostics what had to be accepted
     */
    record Checked(IdPayload responder, Optional<DhPayload> value, List<Diagnostic> diagnostics) {}

    /** Checks what came back without looking for keys. */
    public WitnessResult witness(Octets answer, Peer by) {
        return reception.receive(
                answer,
                response -> {
                    Checked checked = check(response, by);
                    return new WitnessResult.Authentic(checked.responder, checked.diagnostics);
                },
                reception.echoed(by::isAuthentic),
                rejected -> rejected);
    }

    /**
     * Checks an R_MESSAGE.
     *
     * @throws Refusal if it is not authentic, or does not answer the I_MESSAGE
     */
    Checked check(MikeyMessage response, Peer by) {
        format.checkAnswer(response);
        reception.timestamp(response);
        if (response.header().prfFunc() != state.prf().prfFunc()) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer names another pseudo-random function");
        }
        Optional<IdPayload> claimed = responder(response);
        Optional<DhPayload> theirs = theirs(response);
        Answerer answerer = by.authenticate(response, new SignedIds(state.initiator(), claimed));
        List<Diagnostic> diagnostics = new ArrayList<>(reception.departures(response));
        diagnostics.addAll(answerer.diagnostics());
        return new Checked(answerer.id(), theirs, diagnostics);
    }

    /** [IDr], IDi: the last is this end, whatever stands before it is the other. */
    private Optional<IdPayload> responder(MikeyMessage response) {
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
        Optional<DhPayload> ours = reception.offer().payload(DhPayload.class);
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
}

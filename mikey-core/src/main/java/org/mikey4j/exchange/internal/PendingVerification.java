package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;

/** An I_MESSAGE whose keys are known, and which waits for the Responder to prove that it has them (RFC 3830, 3 and 5.2). */
public final class PendingVerification implements AutoCloseable {
    private final ExchangeSettings settings;
    private final AnswerReception reception;
    private final SecurityAssociation association;
    private final MessageProtection protection;

    /**
     * @param responseType the data type of the verification message
     * @param association what the Responder will hold
     * @param protection the protection of the I_MESSAGE
     */
    public PendingVerification(
            ExchangeSettings settings,
            MikeyMessage message,
            int responseType,
            SecurityAssociation association,
            MessageProtection protection) {
        this.settings = settings;
        this.reception = new AnswerReception(settings, message, responseType);
        this.association = association;
        this.protection = protection;
    }

    /** The I_MESSAGE. */
    public MikeyMessage message() {
        return reception.offer();
    }

    /** What the Responder will hold. */
    public SecurityAssociation association() {
        return association;
    }

    /** Processes the verification message, or the error message that came instead. */
    public InitiatorResult receive(Octets answer) {
        return reception.receive(answer, this::verified, this::isAuthentic);
    }

    private InitiatorResult verified(MikeyMessage response) {
        TPayload timestamp = reception.timestamp(response);
        CsbState state = association.state();
        Optional<IdPayload> responder = response.payload(IdPayload.class).or(state::responder);
        if (state.responder().isPresent() && !responder.equals(state.responder())) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the answer is from another Responder");
        }
        List<Diagnostic> diagnostics = new ArrayList<>(reception.departures(response));
        diagnostics.addAll(checkV(response, responder, timestamp));
        CsIdMap map = MapAnswer.merge(association.csIdMap(), response.header().csIdMap());
        CsbState established =
                new CsbState(state.csbId(), state.prf(), state.rand(), state.timestamp(), state.initiator(), responder);
        return new InitiatorResult.Established(new SecurityAssociation(
                established,
                association.protectionKey().copy(),
                map,
                association.policies(),
                association.copyKeys(),
                association.extensions(),
                diagnostics));
    }

    private List<Diagnostic> checkV(MikeyMessage response, Optional<IdPayload> responder, TPayload timestamp) {
        if (!(response.payloads().get(response.payloads().size() - 1) instanceof VPayload v)) {
            throw Refusal.because(RejectReason.MISSING_PAYLOAD, "the answer does not end with V");
        }
        if (v.authAlg() != protection.mac().macAlg()) {
            throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "V has another algorithm than the I_MESSAGE");
        }
        if (protection.isVerified(response, association.initiator(), responder, timestamp)) {
            return List.of();
        }
        if (settings.accepts(Compatibility.V_WITHOUT_IDENTITIES)
                && protection.isVerified(response, Optional.empty(), Optional.empty(), timestamp)) {
            int offset = response.offset(response.payloads().size() - 1);
            return List.of(Compatibility.V_WITHOUT_IDENTITIES.at(offset, "V"));
        }
        throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the verification MAC is wrong");
    }

    private boolean isAuthentic(MikeyMessage error) {
        return error.payloads().get(error.payloads().size() - 1) instanceof VPayload v
                && v.authAlg() == protection.mac().macAlg()
                && protection.isVerified(
                        error,
                        association.initiator(),
                        association.responder(),
                        association.state().timestamp());
    }

    @Override
    public void close() {
        protection.close();
        association.close();
    }
}

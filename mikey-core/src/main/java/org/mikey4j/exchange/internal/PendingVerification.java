package org.mikey4j.exchange.internal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;

/** An I_MESSAGE whose keys are known, and which waits for the Responder to prove that it has them (RFC 3830, 3 and 5.2). */
public final class PendingVerification implements AutoCloseable {
    private final ExchangeSettings settings;
    private final MikeyMessage message;
    private final int responseType;
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
        this.message = message;
        this.responseType = responseType;
        this.association = association;
        this.protection = protection;
    }

    /** The I_MESSAGE. */
    public MikeyMessage message() {
        return message;
    }

    /** What the Responder will hold. */
    public SecurityAssociation association() {
        return association;
    }

    /** Processes the verification message, or the error message that came instead. */
    public InitiatorResult receive(Octets answer) {
        try {
            MikeyMessage response = MikeyMessage.decode(answer, settings.decodeOptions());
            if (response.header().csbId() != association.csbId()) {
                throw Refusal.because(RejectReason.MISMATCH, "the answer is about another CSB ID");
            }
            int dataType = response.header().dataType();
            if (dataType == DataType.ERROR) {
                return peerError(response);
            }
            if (dataType != responseType) {
                throw Refusal.because(
                        RejectReason.WRONG_DATA_TYPE,
                        DataType.REGISTRY.name(dataType) + " is no answer to "
                                + DataType.REGISTRY.name(message.header().dataType()));
            }
            return verified(response);
        } catch (MalformedMessageException e) {
            return Refusal.of(e).toRejectedSilently();
        } catch (Refusal e) {
            return e.toRejectedSilently();
        }
    }

    private InitiatorResult verified(MikeyMessage response) {
        TPayload timestamp = response.payload(TPayload.class)
                .orElseThrow(() -> Refusal.because(RejectReason.MISSING_PAYLOAD, "the answer has no T"));
        CsbState state = association.state();
        if (!timestamp.equals(state.timestamp()) && !settings.accepts(Compatibility.RESPONSE_WITH_NEW_TIMESTAMP)) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer does not carry the timestamp of the I_MESSAGE");
        }
        Optional<IdPayload> responder = response.payload(IdPayload.class).or(state::responder);
        if (state.responder().isPresent() && !responder.equals(state.responder())) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the answer is from another Responder");
        }
        List<Diagnostic> diagnostics = checkV(response, responder, timestamp);
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
            return List.of(new Diagnostic(
                    Severity.WARNING,
                    Compatibility.V_WITHOUT_IDENTITIES.name(),
                    response.offset(response.payloads().size() - 1),
                    "V",
                    "the verification MAC is right only if it leaves out the identities",
                    "RFC 3830, 5.2"));
        }
        throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the verification MAC is wrong");
    }

    private Rejected peerError(MikeyMessage error) {
        List<ErrPayload> errors = error.payloads(ErrPayload.class);
        TPayload timestamp =
                error.payload(TPayload.class).orElse(association.state().timestamp());
        boolean authenticated = !error.payloads().isEmpty()
                && error.payloads().get(error.payloads().size() - 1) instanceof VPayload v
                && v.authAlg() == protection.mac().macAlg()
                && timestamp.equals(association.state().timestamp())
                && protection.isVerified(error, association.initiator(), association.responder(), timestamp);
        String names =
                errors.stream().map(e -> ErrorNo.REGISTRY.name(e.errorNo())).collect(Collectors.joining(", "));
        return new Rejected(
                RejectReason.PEER_ERROR,
                errors.isEmpty() ? ErrorNo.UNSPECIFIED : errors.get(0).errorNo(),
                "the Responder reports " + (names.isEmpty() ? "an error" : names)
                        + (authenticated ? "" : ", in a message that is not authenticated"),
                Optional.empty(),
                authenticated,
                List.of());
    }

    @Override
    public void close() {
        protection.close();
        association.close();
    }
}

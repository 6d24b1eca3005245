package org.mikey4j.exchange.ibake;

import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.IbakeDerivation;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.AnswerReception;
import org.mikey4j.exchange.internal.MapAnswer;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;

/**
 * I_MESSAGE_2 that waits for R_MESSAGE_2, in which the Responder proves that it opened I_MESSAGE_2 and has the key (RFC 6267, 4.2.2.8).
 * Safe under threads; {@link #close} wipes the secrets.
 */
public final class IbakeSecondOffer implements AutoCloseable {
    private static final int[] ONCE = {PayloadType.T, PayloadType.IBAKE};

    private final IbakeFirstOffer.Parts parts;
    private final IbakeNames names;
    private final CsbState state;
    private final SecretBytes sessionKey;
    private final EccptPayload ours;
    private final boolean deferred;
    private final Optional<SecretBytes> secretKey;
    private final AnswerReception reception;

    IbakeSecondOffer(
            IbakeFirstOffer.Parts parts,
            IbakeNames names,
            CsbState state,
            SecretBytes sessionKey,
            EccptPayload ours,
            boolean deferred,
            Optional<SecretBytes> secretKey,
            MikeyMessage message) {
        this.parts = parts;
        this.names = names;
        this.state = state;
        this.sessionKey = sessionKey;
        this.ours = ours;
        this.deferred = deferred;
        this.secretKey = secretKey;
        this.reception = new AnswerReception(parts.settings(), message, DataType.R_MESSAGE_2);
    }

    /** I_MESSAGE_2. */
    public MikeyMessage message() {
        return reception.offer();
    }

    /** Who answered. */
    public IdPayload responder() {
        return names.responder();
    }

    /** The secret key for whom the call was meant, if a mailbox answered; wiped by {@link #close}. */
    public Optional<SecretBytes> secretKey() {
        return secretKey;
    }

    /** Processes R_MESSAGE_2, or the error message that came instead. */
    public InitiatorResult receive(Octets answer) {
        return reception.receive(answer, this::confirmed, this::isAuthentic);
    }

    private InitiatorResult confirmed(MikeyMessage response) {
        Payloads.check(response, PayloadType.V, ONCE, PayloadType.IDR);
        TPayload timestamp = reception.timestamp(response);
        IbakeHeaders.requireSame(message().header(), response.header());
        names.requireWhereNamed(response);
        if (!isAuthentic(response)) {
            throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the verification MAC is wrong");
        }
        Optional<Octets> echo = response.payload(IbakePayload.class).map(IbakePayload::encrData);
        if (echo.isPresent() != deferred) {
            throw Refusal.because(
                    echo.isPresent() ? RejectReason.UNEXPECTED_PAYLOAD : RejectReason.MISSING_PAYLOAD,
                    "R_MESSAGE_2 has an IBAKE where I_MESSAGE_2 had ECCPTi, and only there (RFC 6267, 4.2.2.7)");
        }
        echo.ifPresent(data -> requireEcho(data, timestamp));
        CsIdMap map =
                MapAnswer.merge(message().header().csIdMap(), response.header().csIdMap());
        CsbState established = new CsbState(
                state.csbId(),
                state.prf(),
                state.rand(),
                state.timestamp(),
                Optional.of(names.initiator()),
                Optional.of(names.responder()));
        return new InitiatorResult.Established(new SecurityAssociation(
                established,
                new IbakeDerivation(state.prf(), state.rand()).mpk(sessionKey),
                map,
                List.of(),
                IbakePoints.keys(sessionKey, state, ours.kv()),
                List.of(),
                reception.departures(response)));
    }

    private void requireEcho(Octets data, TPayload timestamp) {
        IbakeSeal seal = new IbakeSeal(parts.keys(), parts.settings());
        IbakeData echo = seal.open(seal.own(names.initiator(), IbakeHeaders.at(timestamp, parts.settings())), data);
        IbakeData expected = new IbakeData(names.initiator(), Optional.of(ours), Optional.empty(), Optional.empty());
        if (!echo.equals(expected)) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer does not carry IDRi and ECCPTi as they were sent");
        }
    }

    /** The NULL MAC proves nothing. */
    private boolean isAuthentic(MikeyMessage message) {
        Optional<MacAlgorithm> mac = message.payload(VPayload.class)
                .flatMap(v -> MacAlgorithm.of(v.authAlg()))
                .filter(algorithm -> algorithm != MacAlgorithm.NULL);
        if (mac.isEmpty()) {
            return false;
        }
        try (IbakeMac check = IbakeMac.of(sessionKey, mac.get(), state, names)) {
            return check.isRight(message);
        }
    }

    @Override
    public void close() {
        sessionKey.close();
        secretKey.ifPresent(SecretBytes::close);
    }
}

package org.mikey4j.exchange.ibake;

import java.util.Optional;
import org.mikey4j.crypto.EcHalfKey;
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
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;

/**
 * The I_MESSAGE_1 of an update that waits for its R_MESSAGE_1 (RFC 6267, 5.3). The bundle stays as it is until that is right. Safe under
 * threads; {@link #close} wipes the secrets.
 */
public final class IbakePendingUpdate implements AutoCloseable {
    private static final int[] ONCE = {PayloadType.T, PayloadType.IBAKE};

    private final IbakeFirstOffer.Parts parts;
    private final SecurityAssociation current;
    private final CsbState state;
    private final IbakeNames names;
    private final Optional<Own> own;
    private final AnswerReception reception;

    /**
     * This end's new point.
     *
     * @param half its secret
     * @param ours as it was sent
     */
    record Own(EcHalfKey half, EccptPayload ours) {}

    IbakePendingUpdate(
            IbakeFirstOffer.Parts parts,
            SecurityAssociation current,
            CsbState state,
            IbakeNames names,
            Optional<Own> own,
            MikeyMessage message) {
        this.parts = parts;
        this.current = current;
        this.state = state;
        this.names = names;
        this.own = own;
        this.reception = new AnswerReception(parts.settings(), message, DataType.R_MESSAGE_1);
    }

    /** I_MESSAGE_1. */
    public MikeyMessage message() {
        return reception.offer();
    }

    /**
     * Processes R_MESSAGE_1, or the error message that came instead.
     *
     * @return the renewed association; the one before stays the caller's to wipe
     */
    public InitiatorResult receive(Octets answer) {
        return reception.receive(answer, this::answered, error -> false);
    }

    private InitiatorResult answered(MikeyMessage response) {
        Payloads.check(response, PayloadType.V, ONCE, PayloadType.IDR);
        TPayload timestamp = reception.timestamp(response);
        IbakeHeaders.requireSame(message().header(), response.header());
        names.requireWhereNamed(response);
        Optional<Octets> sealed = response.payload(IbakePayload.class).map(IbakePayload::encrData);
        if (sealed.isPresent() != own.isPresent()) {
            throw Refusal.because(
                    sealed.isPresent() ? RejectReason.UNEXPECTED_PAYLOAD : RejectReason.MISSING_PAYLOAD,
                    "R_MESSAGE_1 has an IBAKE where I_MESSAGE_1 had one, and only there");
        }
        IbakeUpdateKeys keys =
                own.isPresent() ? agreed(own.get(), sealed.orElseThrow(), timestamp) : IbakeUpdateKeys.kept(current);
        try {
            if (!isAuthentic(response, keys.mpk())) {
                throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the verification MAC is wrong");
            }
            CsIdMap map = MapAnswer.merge(
                    message().header().csIdMap(), response.header().csIdMap());
            return new InitiatorResult.Established(keys.association(state, map, reception.departures(response)));
        } catch (Refusal e) {
            keys.close();
            throw e;
        }
    }

    private IbakeUpdateKeys agreed(Own sent, Octets sealed, TPayload timestamp) {
        IbakeSeal seal = new IbakeSeal(parts.keys(), parts.settings());
        IbakeData data = seal.open(seal.own(names.initiator(), IbakeHeaders.at(timestamp, parts.settings())), sealed);
        data.requireNames(names);
        if (!data.ofInitiator().equals(Optional.of(sent.ours()))) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer does not carry ECCPTi as it was sent");
        }
        EccptPayload theirs = data.ofResponder()
                .orElseThrow(() -> Refusal.because(RejectReason.MISSING_PAYLOAD, "the answer has no ECCPTr"));
        IbakePoints.require(theirs, "ECCPTr", parts.groups());
        IbakePoints.requireAnswer(sent.ours(), theirs);
        try (SecretBytes sessionKey = sent.half().agree(theirs.eccPoint())) {
            return IbakeUpdateKeys.of(sessionKey, state, sent.ours().kv());
        }
    }

    private boolean isAuthentic(MikeyMessage response, SecretBytes mpk) {
        Optional<MacAlgorithm> mac = response.payload(VPayload.class)
                .flatMap(v -> MacAlgorithm.of(v.authAlg()))
                .filter(algorithm -> algorithm != MacAlgorithm.NULL);
        if (mac.isEmpty()) {
            return false;
        }
        try (IbakeMac check = IbakeMac.of(mpk, mac.get(), state, names.list())) {
            return check.isRight(response);
        }
    }

    @Override
    public void close() {
        own.ifPresent(sent -> sent.half().close());
    }
}

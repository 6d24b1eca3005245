package org.mikey4j.exchange.ibake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.AnswerReception;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;

/**
 * I_MESSAGE_1 that waits for R_MESSAGE_1 (RFC 6267, 4.2.2.4). Several ends may answer it, where a proxy forked it; each answer begins a
 * second half of its own with a key of its own. Safe under threads; {@link #close} wipes the secret, after which no more are answered.
 */
public final class IbakeFirstOffer implements AutoCloseable {
    private static final int[] ONCE = {PayloadType.T};

    private final Parts parts;
    private final IbakeNames names;
    private final CsbState state;
    private final EcHalfKey half;
    private final EccptPayload ours;
    private final AnswerReception reception;

    IbakeFirstOffer(
            Parts parts, IbakeNames names, CsbState state, EcHalfKey half, EccptPayload ours, MikeyMessage message) {
        this.parts = parts;
        this.names = names;
        this.state = state;
        this.half = half;
        this.ours = ours;
        this.reception = new AnswerReception(parts.settings, message, DataType.R_MESSAGE_1);
    }

    /** What the Initiator was given. */
    record Parts(
            ExchangeSettings settings,
            IbakeKeys keys,
            EcPolicy groups,
            IbakeAnswerJudge judge,
            TimestampSource timestamps) {}

    /** I_MESSAGE_1. */
    public MikeyMessage message() {
        return reception.offer();
    }

    /** Processes R_MESSAGE_1, or the error message that came instead, which nothing authenticates. */
    public IbakeFirstResult receive(Octets answer) {
        return reception.receive(
                answer, response -> next(second(heard(response))), error -> false, IbakeFirstResult.Refused::new);
    }

    /**
     * Takes up the second half, whose I_MESSAGE_2 was made before, such as by a program that has ended since. The secret key of its
     * ESK, if it has one, is not known any more.
     *
     * @param answer R_MESSAGE_1
     * @param second I_MESSAGE_2
     */
    public IbakeFirstResult resume(Octets answer, MikeyMessage second) {
        return reception.receive(
                answer,
                response -> next(resumed(heard(response), second)),
                error -> false,
                IbakeFirstResult.Refused::new);
    }

    private static IbakeFirstResult next(IbakeSecondOffer offer) {
        return new IbakeFirstResult.Next(offer);
    }

    /**
     * What an answer says.
     *
     * @param names the ends, of which the Responder is who answered
     * @param theirs ECCPTr
     * @param deferred whether the answer lacks ECCPTi
     */
    private record Heard(IbakeNames names, EccptPayload theirs, boolean deferred) {}

    private Heard heard(MikeyMessage response) {
        Payloads.check(response, PayloadType.IBAKE, ONCE, PayloadType.IDR);
        TPayload timestamp = reception.timestamp(response);
        IbakeHeaders.requireSame(message().header(), response.header());
        IbakeNames answered = IbakeNames.of(response);
        if (!answered.initiator().equals(names.initiator())) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the answer is for another Initiator");
        }
        IbakeSeal seal = new IbakeSeal(parts.keys, parts.settings);
        IbakeData data = seal.open(
                seal.own(names.initiator(), IbakeHeaders.at(timestamp, parts.settings)),
                Payloads.required(response, IbakePayload.class, "IBAKE").encrData());
        data.requireNames(answered);
        boolean deferred = data.ofInitiator().isEmpty();
        if (!deferred && !data.ofInitiator().equals(Optional.of(ours))) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer does not carry ECCPTi as it was sent");
        }
        EccptPayload theirs = data.ofResponder()
                .orElseThrow(() -> Refusal.because(RejectReason.MISSING_PAYLOAD, "the answer has no ECCPTr"));
        IbakePoints.require(theirs, "ECCPTr", parts.groups);
        IbakePoints.requireAnswer(ours, theirs);
        if (!parts.judge.accepts(new IbakeAnswerJudge.Answer(names.responder(), answered.responder(), deferred))) {
            throw Refusal.because(
                    RejectReason.IDENTITY_REFUSED, "the answer is from another Responder, or its mailbox");
        }
        return new Heard(answered, theirs, deferred);
    }

    private IbakeSecondOffer resumed(Heard heard, MikeyMessage second) {
        if (second.header().dataType() != DataType.I_MESSAGE_2) {
            throw Refusal.because(
                    RejectReason.WRONG_DATA_TYPE,
                    DataType.REGISTRY.name(second.header().dataType()) + " is not I_MESSAGE_2");
        }
        IbakeHeaders.requireSame(message().header(), second.header());
        if (!IbakeNames.of(second).equals(heard.names)) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "I_MESSAGE_2 names others than R_MESSAGE_1");
        }
        return offer(heard, Payloads.required(second, TPayload.class, "T"), Optional.empty(), second);
    }

    private IbakeSecondOffer second(Heard heard) {
        IbakeSeal seal = new IbakeSeal(parts.keys, parts.settings);
        IbakeNames answered = heard.names;
        TPayload timestamp = parts.timestamps.next();
        Instant at = IbakeHeaders.at(timestamp, parts.settings);
        Optional<SecretBytes> secretKey = heard.deferred
                ? Optional.of(SecretBytes.random(parts.settings.random(), IbakeSecretKey.OCTETS))
                : Optional.empty();
        Optional<EccptPayload> again = heard.deferred ? Optional.of(ours) : Optional.empty();
        List<Payload> payloads = new ArrayList<>();
        payloads.add(timestamp);
        payloads.add(new RandPayload(state.rand()));
        payloads.add(answered.initiatorPayload());
        payloads.add(answered.responderPayload());
        IbakeData data = IbakeData.of(answered, again, Optional.of(heard.theirs));
        payloads.add(new IbakePayload(seal.seal(answered.responder(), at, data.payloads())));
        // For whom the call was, not for the mailbox that took it.
        secretKey.ifPresent(
                key -> payloads.add(IbakeInitiator.secretKey(seal, names.responder(), names.initiator(), at, key)));
        CommonHeader before = message().header();
        MikeyMessage message = MikeyMessage.encode(
                new CommonHeader(DataType.I_MESSAGE_2, true, before.prfFunc(), before.csbId(), before.csIdMap()),
                payloads);
        return offer(heard, timestamp, secretKey, message);
    }

    private IbakeSecondOffer offer(
            Heard heard, TPayload timestamp, Optional<SecretBytes> secretKey, MikeyMessage message) {
        return new IbakeSecondOffer(
                parts,
                heard.names,
                state.withTimestamp(timestamp),
                half.agree(heard.theirs.eccPoint()),
                ours,
                heard.deferred,
                secretKey,
                message);
    }

    @Override
    public void close() {
        half.close();
    }
}

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
        return reception.receive(answer, this::answered, error -> false, IbakeFirstResult.Refused::new);
    }

    private IbakeFirstResult answered(MikeyMessage response) {
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
        return new IbakeFirstResult.Next(second(seal, answered, theirs, deferred));
    }

    private IbakeSecondOffer second(IbakeSeal seal, IbakeNames answered, EccptPayload theirs, boolean deferred) {
        TPayload timestamp = parts.timestamps.next();
        Instant at = IbakeHeaders.at(timestamp, parts.settings);
        Optional<SecretBytes> secretKey = deferred
                ? Optional.of(SecretBytes.random(parts.settings.random(), IbakeSecretKey.OCTETS))
                : Optional.empty();
        Optional<EccptPayload> again = deferred ? Optional.of(ours) : Optional.empty();
        List<Payload> payloads = new ArrayList<>();
        payloads.add(timestamp);
        payloads.add(new RandPayload(state.rand()));
        payloads.add(answered.initiatorPayload());
        payloads.add(answered.responderPayload());
        IbakeData data = IbakeData.of(answered, again, Optional.of(theirs));
        payloads.add(new IbakePayload(seal.seal(answered.responder(), at, data.payloads())));
        // For whom the call was, not for the mailbox that took it.
        secretKey.ifPresent(
                key -> payloads.add(IbakeInitiator.secretKey(seal, names.responder(), names.initiator(), at, key)));
        CommonHeader before = message().header();
        MikeyMessage message = MikeyMessage.encode(
                new CommonHeader(DataType.I_MESSAGE_2, true, before.prfFunc(), before.csbId(), before.csIdMap()),
                payloads);
        return new IbakeSecondOffer(
                parts,
                answered,
                state.withTimestamp(timestamp),
                half.agree(theirs.eccPoint()),
                ours,
                secretKey,
                message);
    }

    @Override
    public void close() {
        half.close();
    }
}

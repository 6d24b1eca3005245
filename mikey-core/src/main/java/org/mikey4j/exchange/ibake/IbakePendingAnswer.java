package org.mikey4j.exchange.ibake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.IbakeDerivation;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.MapAnswer;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Policies;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.EskPayload;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;

/**
 * R_MESSAGE_1 that waits for I_MESSAGE_2, in which the Initiator proves that it opened it (RFC 6267, 4.2.2.6 and 4.2.2.7). The replay cache
 * learns of I_MESSAGE_1 only then. Safe under threads; {@link #close} wipes the secrets.
 */
public final class IbakePendingAnswer implements AutoCloseable {
    private static final int[] ONCE = {PayloadType.T, PayloadType.RAND, PayloadType.IBAKE};

    private final IbakeResponder.Parts parts;
    private final MikeyMessage first;
    private final MikeyMessage message;
    private final CsbState state;
    private final IbakeNames names;
    private final Points points;
    private final Optional<IbakeSecretKey> secretKey;
    private final Freshness freshness;
    private @Nullable Completed completed;

    private IbakePendingAnswer(
            IbakeResponder.Parts parts,
            MikeyMessage first,
            MikeyMessage message,
            CsbState state,
            IbakeNames names,
            Points points,
            Optional<IbakeSecretKey> secretKey,
            Freshness freshness) {
        this.parts = parts;
        this.first = first;
        this.message = message;
        this.state = state;
        this.names = names;
        this.points = points;
        this.secretKey = secretKey;
        this.freshness = freshness;
    }

    /**
     * Both ends' values.
     *
     * @param theirs ECCPTi; nothing if I_MESSAGE_1 could not be opened
     * @param half the secret of ECCPTr
     * @param ours ECCPTr
     */
    record Points(Optional<EccptPayload> theirs, EcHalfKey half, EccptPayload ours) {}

    private record Completed(Octets second, MikeyMessage reply) {}

    /** Makes R_MESSAGE_1. */
    static IbakePendingAnswer answering(
            IbakeResponder.Parts parts,
            MikeyMessage first,
            CsbState state,
            Points points,
            Optional<IbakeSecretKey> secretKey,
            Freshness freshness) {
        IbakeNames names = new IbakeNames(state.initiator().orElseThrow(), parts.self());
        Instant at = IbakeHeaders.at(state.timestamp(), parts.settings());
        IbakeData data = IbakeData.of(names, points.theirs, Optional.of(points.ours));
        IbakeSeal seal = new IbakeSeal(parts.keys(), parts.settings());
        MikeyMessage message = MikeyMessage.encode(
                header(
                        first.header(),
                        DataType.R_MESSAGE_1,
                        true,
                        first.header().csIdMap()),
                List.of(
                        state.timestamp(),
                        names.initiatorPayload(),
                        names.responderPayload(),
                        new IbakePayload(seal.seal(names.initiator(), at, data.payloads()))));
        return new IbakePendingAnswer(parts, first, message, state, names, points, secretKey, freshness);
    }

    /** R_MESSAGE_1. */
    public MikeyMessage message() {
        return message;
    }

    /** The secret key that came with I_MESSAGE_1, from whoever says that it is the Initiator; wiped by {@link #close}. */
    public Optional<IbakeSecretKey> secretKey() {
        return secretKey;
    }

    /** Processes I_MESSAGE_2. */
    public synchronized IbakeConfirmation receive(Octets octets) {
        if (completed != null) {
            return completed.second.equals(octets)
                    ? new IbakeConfirmation.Repeated(completed.reply)
                    : new IbakeConfirmation.Refused(Refusal.because(RejectReason.REPLAYED, "the exchange is complete")
                            .toRejectedSilently());
        }
        try {
            return process(MikeyMessage.decode(octets, parts.settings().decodeOptions()));
        } catch (MalformedMessageException e) {
            return new IbakeConfirmation.Refused(Refusal.of(e).toRejectedSilently());
        } catch (Refusal e) {
            return new IbakeConfirmation.Refused(e.toRejected(octets, parts.settings()));
        }
    }

    private IbakeConfirmation process(MikeyMessage second) {
        Optional<EskPayload> esk = second.payload(EskPayload.class);
        int last = esk.isPresent() ? PayloadType.ESK : PayloadType.IBAKE;
        ReceivedOffer offer = ReceivedOffer.of(second, DataType.I_MESSAGE_2, last, ONCE, PayloadType.IDR);
        Octets sealed = Payloads.required(second, IbakePayload.class, "IBAKE").encrData();
        IbakeHeaders.requireSame(first.header(), second.header());
        if (!second.header().csIdMap().equals(first.header().csIdMap())) {
            throw Refusal.because(RejectReason.MISMATCH, "I_MESSAGE_2 fills in an SSRC, which R_MESSAGE_1 did not");
        }
        Instant at = IbakeHeaders.at(offer.timestamp(), parts.settings());
        Freshness.of(offer, 0, Octets.EMPTY, parts.settings(), parts.replayCache());
        if (!Freshness.isNewer(offer.timestamp(), state.timestamp())) {
            throw Refusal.because(RejectReason.TIMESTAMP_NOT_NEWER, "I_MESSAGE_2 is not later than I_MESSAGE_1");
        }
        if (!Payloads.bundleRand(offer, Optional.empty()).equals(state.rand())) {
            throw Refusal.because(RejectReason.MISMATCH, "I_MESSAGE_2 has another RAND than I_MESSAGE_1");
        }
        if (!IbakeNames.of(second).equals(names)) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "I_MESSAGE_2 names others than R_MESSAGE_1");
        }
        IbakeSeal seal = new IbakeSeal(parts.keys(), parts.settings());
        EccptPayload theirs = theirs(seal.open(seal.own(names.responder(), at), sealed), esk.isPresent());
        // Whoever sent ECCPTr back has opened R_MESSAGE_1, and so is the Initiator.
        try (SecretBytes sessionKey = points.half.agree(theirs.eccPoint());
                IbakeMac mac = IbakeMac.of(sessionKey, IbakePoints.mac(state.prf()), state, names)) {
            try {
                return complete(second, offer.timestamp(), theirs, sessionKey, mac, esk.map(EskPayload::encrData));
            } catch (Refusal e) {
                return new IbakeConfirmation.Refused(e.toRejected(
                        second.octets(), parts.settings(), (error, t) -> mac.append(error.header(), error.payloads())));
            }
        }
    }

    private EccptPayload theirs(IbakeData data, boolean hasEsk) {
        data.requireNames(names);
        if (!data.ofResponder().equals(Optional.of(points.ours))) {
            throw Refusal.because(RejectReason.MISMATCH, "I_MESSAGE_2 does not carry ECCPTr as it was sent");
        }
        if (points.theirs.isPresent()) {
            if (data.ofInitiator().isPresent()) {
                throw Refusal.because(
                        RejectReason.UNEXPECTED_PAYLOAD,
                        "I_MESSAGE_2 has an ECCPTi that was known (RFC 6267, 4.2.2.5)");
            }
            IbakePoints.requireAnswer(points.theirs.get(), points.ours);
            return points.theirs.get();
        }
        EccptPayload theirs = data.ofInitiator()
                .orElseThrow(() ->
                        Refusal.because(RejectReason.MISSING_PAYLOAD, "I_MESSAGE_2 has no ECCPTi (RFC 6267, 4.2.2.5)"));
        if (!hasEsk) {
            throw Refusal.because(RejectReason.MISSING_PAYLOAD, "I_MESSAGE_2 has no ESK (RFC 6267, 4.2.2.5)");
        }
        IbakePoints.require(theirs, "ECCPTi", parts.groups());
        IbakePoints.requireAnswer(theirs, points.ours);
        return theirs;
    }

    private IbakeConfirmation complete(
            MikeyMessage second,
            TPayload timestamp,
            EccptPayload theirs,
            SecretBytes sessionKey,
            IbakeMac mac,
            Optional<Octets> esk) {
        CsIdMap offered = first.header().csIdMap();
        OfferJudge.Verdict.Accept accepted = Policies.judge(
                parts.judge(),
                new OfferJudge.Offer(state.initiator(), state.responder(), offered, List.of(), List.of()));
        CsIdMap map = MapAnswer.fill(offered, accepted.ssrcs());
        List<Payload> payloads = new ArrayList<>();
        payloads.add(timestamp);
        payloads.add(names.initiatorPayload());
        payloads.add(names.responderPayload());
        if (points.theirs.isEmpty()) {
            IbakeData echo = new IbakeData(names.initiator(), Optional.of(theirs), Optional.empty(), Optional.empty());
            Instant at = IbakeHeaders.at(timestamp, parts.settings());
            payloads.add(new IbakePayload(
                    new IbakeSeal(parts.keys(), parts.settings()).seal(names.initiator(), at, echo.payloads())));
        }
        MikeyMessage reply = mac.append(header(second.header(), DataType.R_MESSAGE_2, false, map), payloads);
        Optional<ResponderResult.Repeated> before = freshness.remember(Optional.of(message));
        if (before.isPresent()) {
            throw Refusal.because(RejectReason.REPLAYED, "another answer to the same I_MESSAGE_1 was completed");
        }
        completed = new Completed(second.octets(), reply);
        CsbState established = state.withTimestamp(timestamp);
        return new IbakeConfirmation.Established(
                new SecurityAssociation(
                        established,
                        new IbakeDerivation(state.prf(), state.rand()).mpk(sessionKey),
                        map,
                        List.of(),
                        IbakePoints.keys(sessionKey, state, theirs.kv()),
                        List.of(),
                        List.of()),
                reply,
                esk);
    }

    private static CommonHeader header(CommonHeader before, int dataType, boolean v, CsIdMap map) {
        return new CommonHeader(dataType, v, before.prfFunc(), before.csbId(), map);
    }

    @Override
    public void close() {
        points.half.close();
        secretKey.ifPresent(IbakeSecretKey::close);
    }
}

package org.mikey4j.exchange.ibake;

import java.time.Instant;
import java.util.Optional;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.EskPayload;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.replay.ReplayCache;

/**
 * Answers I_MESSAGE_1 (RFC 6267, 4.2.2.2 and 4.2.2.3). What cannot be parsed is dropped in silence. Immutable, and safe under threads if
 * what it is given is.
 */
public final class IbakeResponder {
    static final int[] ONCE = {PayloadType.T, PayloadType.RAND, PayloadType.IBAKE};

    /** The curve of an end that could not see the Initiator's. */
    private static final EcGroup DEFERRED_GROUP = EcGroup.P_256;

    private final Parts parts;
    private final boolean takesWhatItCannotOpen;

    private IbakeResponder(Parts parts, boolean takesWhatItCannotOpen) {
        this.parts = parts;
        this.takesWhatItCannotOpen = takesWhatItCannotOpen;
    }

    /** What the Responder was given. */
    record Parts(
            ExchangeSettings settings,
            IbakeKeys keys,
            EcPolicy groups,
            IdPayload self,
            ReplayCache replayCache,
            OfferJudge judge) {}

    /**
     * A user's end, which answers what it can open.
     *
     * @param settings local policy
     * @param keys this end's private keys, also for identities that it shares with others, and how to encrypt to others
     * @param groups the curves that are acceptable, and where half keys come from
     * @param self the identity that this end answers with, which is its own alone
     * @param replayCache what was accepted before
     * @param judge decides on authentic exchanges
     */
    public static IbakeResponder user(
            ExchangeSettings settings,
            IbakeKeys keys,
            EcPolicy groups,
            IdPayload self,
            ReplayCache replayCache,
            OfferJudge judge) {
        return new IbakeResponder(new Parts(settings, keys, groups, self, replayCache, judge), false);
    }

    /** A mailbox, or another end that takes calls for others: it also answers what it cannot open, and says so (RFC 6267, 4.2.2.2). */
    public static IbakeResponder mailbox(
            ExchangeSettings settings,
            IbakeKeys keys,
            EcPolicy groups,
            IdPayload self,
            ReplayCache replayCache,
            OfferJudge judge) {
        return new IbakeResponder(new Parts(settings, keys, groups, self, replayCache, judge), true);
    }

    /**
     * Processes I_MESSAGE_1.
     *
     * @param octets as received
     * @param context what the transport knows of where it belongs, such as a call; after a completed exchange the same message in the
     *     same context is repeated lawfully, in another it is a replay. Empty if a message can lawfully come once only
     */
    public IbakeResponse receive(Octets octets, Octets context) {
        try {
            return process(MikeyMessage.decode(octets, parts.settings.decodeOptions()), context);
        } catch (MalformedMessageException e) {
            return new IbakeResponse.Refused(Refusal.of(e).toRejectedSilently());
        } catch (Refusal e) {
            return new IbakeResponse.Refused(e.toRejected(octets, parts.settings));
        }
    }

    /**
     * Processes the I_MESSAGE_1 of an update, with new points or without (RFC 6267, 5.3). Nothing proves who sent it; without new points the
     * sessions that are there have to stay as they are.
     *
     * @param current the bundle, which the caller finds by its CSB ID; reversed if its Responder sent the message. It stays as it is
     * @param context as in {@link #receive}
     */
    public IbakeUpdate receiveUpdate(SecurityAssociation current, Octets octets, Octets context) {
        try {
            return new IbakeUpdateReception(parts, current)
                    .process(MikeyMessage.decode(octets, parts.settings.decodeOptions()), context);
        } catch (MalformedMessageException e) {
            return new IbakeUpdate.Refused(Refusal.of(e).toRejectedSilently());
        } catch (Refusal e) {
            return new IbakeUpdate.Refused(e.toRejected(octets, parts.settings));
        }
    }

    private IbakeResponse process(MikeyMessage message, Octets context) {
        Optional<EskPayload> esk = message.payload(EskPayload.class);
        int last = esk.isPresent() ? PayloadType.ESK : PayloadType.IBAKE;
        ReceivedOffer offer = ReceivedOffer.of(message, DataType.I_MESSAGE_1, last, ONCE, PayloadType.IDR);
        Octets sealed = Payloads.required(message, IbakePayload.class, "IBAKE").encrData();
        Instant at = IbakeHeaders.at(offer.timestamp(), parts.settings);
        Octets rand = Payloads.bundleRand(offer, Optional.empty());
        IbakeNames asked = IbakeNames.of(message);
        Freshness freshness = Freshness.of(offer, 0, context, parts.settings, parts.replayCache);
        Optional<ResponderResult.Repeated> repeated = freshness.before();
        if (repeated.isPresent()) {
            return new IbakeResponse.Repeated(repeated.get().reply());
        }
        Optional<IbePrivateKey> own = parts.keys.own(asked.responder(), at);
        Optional<IbakeData> data = own.flatMap(key -> IbakeSeal.tryOpen(key, sealed));
        if (data.isEmpty() && !takesWhatItCannotOpen) {
            throw Refusal.because(
                    RejectReason.KEYS_UNUSABLE, "the encrypted data are not for this end and date, or were changed");
        }
        Optional<EccptPayload> theirs = data.map(opened -> required(opened, asked));
        EcGroup group = theirs.map(point -> IbakePoints.require(point, "ECCPTi", parts.groups))
                .orElse(DEFERRED_GROUP);
        Optional<IbakeSecretKey> secretKey = data.isPresent() && esk.isPresent()
                ? Optional.of(IbakeSecretKey.open(esk.get().encrData(), own.orElseThrow())
                        .orElseThrow(() -> Refusal.because(
                                RejectReason.KEYS_UNUSABLE, "the secret key is not for this end, or was changed")))
                : Optional.empty();
        CsbState state = new CsbState(
                offer.csbId(),
                offer.prf(),
                rand,
                offer.timestamp(),
                Optional.of(asked.initiator()),
                Optional.of(parts.self));
        EcHalfKey half = parts.groups.halfKeys().apply(group);
        try {
            return new IbakeResponse.Answered(IbakePendingAnswer.answering(
                    parts,
                    message,
                    state,
                    new IbakePendingAnswer.Points(
                            theirs,
                            half,
                            IbakePoints.payload(
                                    half,
                                    offer.prf(),
                                    theirs.map(EccptPayload::kv).orElse(KeyValidity.NULL))),
                    secretKey,
                    freshness));
        } catch (Refusal e) {
            half.close();
            throw e;
        }
    }

    private static EccptPayload required(IbakeData data, IbakeNames asked) {
        data.requireNames(asked);
        if (data.ofResponder().isPresent()) {
            throw Refusal.because(RejectReason.UNEXPECTED_PAYLOAD, "I_MESSAGE_1 has an ECCPTr");
        }
        return data.ofInitiator()
                .orElseThrow(() -> Refusal.because(RejectReason.MISSING_PAYLOAD, "I_MESSAGE_1 has no ECCPTi"));
    }
}

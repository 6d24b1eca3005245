package org.mikey4j.exchange.ibake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.OfferParts;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.EskPayload;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;

/**
 * Begins exchanges of MIKEY-IBAKE (RFC 6267, 4.2.2). Immutable but for the last timestamp it gave out; safe under threads if what it is
 * given is.
 *
 * <pre>{@code
 * try (IbakeFirstOffer first = initiator.offer(EcGroup.P_256, request)) {
 *     send(first.message());
 *     if (first.receive(answer) instanceof IbakeFirstResult.Next next) {
 *         send(next.offer().message());
 *         switch (next.offer().receive(secondAnswer)) { ... }
 *     }
 * }
 * }</pre>
 */
public final class IbakeInitiator {
    private final ExchangeSettings settings;
    private final IbakeKeys keys;
    private final EcPolicy groups;
    private final IbakeAnswerJudge judge;
    private final TimestampSource timestamps;

    /**
     * @param settings local policy
     * @param keys this end's private keys, and how to encrypt to others
     * @param groups the curves that may be used, and where half keys come from
     * @param judge decides on who answers
     */
    public IbakeInitiator(ExchangeSettings settings, IbakeKeys keys, EcPolicy groups, IbakeAnswerJudge judge) {
        this.settings = settings;
        this.keys = keys;
        this.groups = groups;
        this.judge = judge;
        this.timestamps = new TimestampSource(settings.clock());
    }

    /**
     * Makes I_MESSAGE_1.
     *
     * @param group the curve, which a Responder can only take or leave
     * @param request names both ends; its keys are one TGK, of which only the validity counts. It has no policies and no extensions:
     *     nothing in this mode would authenticate them
     * @throws IllegalArgumentException if the curve is not allowed, or the request cannot be met
     */
    public IbakeFirstOffer offer(EcGroup group, OfferRequest request) {
        return offer(group, request, Optional.empty());
    }

    /**
     * The same with a secret key for the Responder, besides the key that is agreed on.
     *
     * @param secretKey 1 to 65535 octets, copied
     */
    public IbakeFirstOffer offer(EcGroup group, OfferRequest request, SecretBytes secretKey) {
        return offer(group, request, Optional.of(secretKey));
    }

    private IbakeFirstOffer offer(EcGroup group, OfferRequest request, Optional<SecretBytes> secretKey) {
        IbakeNames names =
                new IbakeNames(required(request.initiator(), "initiator"), required(request.responder(), "responder"));
        requireBare(request);
        OfferParts.checkAgreeable(request);
        requireAllowed(group);
        CsbState state = OfferParts.state(request, settings, timestamps, Optional.empty());
        EcHalfKey half = groups.halfKeys().apply(group);
        EccptPayload ours =
                IbakePoints.payload(half, state.prf(), request.keys().get(0).kv());
        try {
            MikeyMessage message = encode(names, state, ours, request, secretKey);
            return new IbakeFirstOffer(
                    new IbakeFirstOffer.Parts(settings, keys, groups, judge, timestamps),
                    names,
                    state,
                    half,
                    ours,
                    message);
        } catch (Refusal e) {
            half.close();
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Makes the I_MESSAGE_1 of an update with new points (RFC 6267, 5.3). The bundle's Responder makes one of the association reversed.
     *
     * @param current the bundle
     * @param group the curve
     * @param request its crypto sessions, and one TGK of which only the validity counts
     * @throws IllegalArgumentException if the curve is not allowed, or the request cannot be met
     */
    public IbakePendingUpdate offerUpdate(SecurityAssociation current, EcGroup group, OfferRequest request) {
        OfferParts.checkAgreeable(request);
        requireAllowed(group);
        EcHalfKey half = groups.halfKeys().apply(group);
        EccptPayload ours = IbakePoints.payload(
                half, current.state().prf(), request.keys().get(0).kv());
        return offerUpdate(current, Optional.of(new IbakePendingUpdate.Own(half, ours)), request);
    }

    /**
     * Makes the I_MESSAGE_1 of an update that keeps the keys, and adds crypto sessions. It has nothing that proves who sent it.
     *
     * @param current the bundle
     * @param request its crypto sessions: those that are there, as they are, and others
     * @throws IllegalArgumentException if the request cannot be met
     */
    public IbakePendingUpdate offerUpdate(SecurityAssociation current, OfferRequest request) {
        try {
            IbakeUpdateKeys.requireContinuing(current.csIdMap(), request.currentCsIdMap());
        } catch (Refusal e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
        return offerUpdate(current, Optional.empty(), request);
    }

    private IbakePendingUpdate offerUpdate(
            SecurityAssociation current, Optional<IbakePendingUpdate.Own> own, OfferRequest request) {
        requireBare(request);
        try {
            IbakeNames names = IbakeNames.of(current.state());
            CsbState state = OfferParts.state(request, settings, timestamps, Optional.of(current));
            Instant at = IbakeHeaders.at(state.timestamp(), settings);
            List<Payload> payloads = new ArrayList<>();
            payloads.add(state.timestamp());
            own.map(sent -> IbakeData.of(names, Optional.of(sent.ours()), Optional.empty()))
                    .map(data -> new IbakeSeal(keys, settings).seal(names.responder(), at, data.payloads()))
                    .ifPresent(encrypted -> payloads.add(new IbakePayload(encrypted)));
            MikeyMessage message = MikeyMessage.encode(
                    new CommonHeader(
                            DataType.I_MESSAGE_1, true, state.prf().prfFunc(), state.csbId(), request.currentCsIdMap()),
                    payloads);
            return new IbakePendingUpdate(
                    new IbakeFirstOffer.Parts(settings, keys, groups, judge, timestamps),
                    current,
                    state,
                    names,
                    own,
                    message);
        } catch (Refusal e) {
            own.ifPresent(sent -> sent.half().close());
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireBare(OfferRequest request) {
        if (!request.policies().isEmpty() || !request.extensions().isEmpty()) {
            throw new IllegalArgumentException("policies: the messages of IBAKE carry none (RFC 6267, 4.2.2)");
        }
    }

    private void requireAllowed(EcGroup group) {
        if (!groups.groups().contains(group)) {
            throw new IllegalArgumentException("group: " + group + " is not allowed by the policy");
        }
    }

    /**
     * Takes up an exchange whose I_MESSAGE_1 was made before, such as by a program that has ended since.
     *
     * @param group the curve of its ECCPTi; the policy's half key for it is to be the one that the message was made with
     * @param kv for which packets the key is valid, as in the request that the message was made of
     * @param message I_MESSAGE_1
     * @throws MikeyException if it is no I_MESSAGE_1 of this mode
     */
    public IbakeFirstOffer resume(EcGroup group, KeyValidity kv, MikeyMessage message) {
        try {
            int last = message.payload(EskPayload.class).isPresent() ? PayloadType.ESK : PayloadType.IBAKE;
            ReceivedOffer own =
                    ReceivedOffer.of(message, DataType.I_MESSAGE_1, last, IbakeResponder.ONCE, PayloadType.IDR);
            IbakeNames names = IbakeNames.of(message);
            CsbState state = new CsbState(
                    own.csbId(),
                    own.prf(),
                    Payloads.bundleRand(own, Optional.empty()),
                    own.timestamp(),
                    Optional.of(names.initiator()),
                    Optional.of(names.responder()));
            EcHalfKey half = groups.halfKeys().apply(group);
            return new IbakeFirstOffer(
                    new IbakeFirstOffer.Parts(settings, keys, groups, judge, timestamps),
                    names,
                    state,
                    half,
                    IbakePoints.payload(half, state.prf(), kv),
                    message);
        } catch (Refusal e) {
            throw new MikeyException(String.valueOf(e.getMessage()), e);
        }
    }

    private MikeyMessage encode(
            IbakeNames names,
            CsbState state,
            EccptPayload ours,
            OfferRequest request,
            Optional<SecretBytes> secretKey) {
        IbakeSeal seal = new IbakeSeal(keys, settings);
        Instant at = ReceivedOffer.at(state.timestamp(), settings);
        List<Payload> payloads = new ArrayList<>();
        payloads.add(state.timestamp());
        payloads.add(new RandPayload(state.rand()));
        payloads.add(names.initiatorPayload());
        payloads.add(names.responderPayload());
        IbakeData data = IbakeData.of(names, Optional.of(ours), Optional.empty());
        payloads.add(new IbakePayload(seal.seal(names.responder(), at, data.payloads())));
        secretKey.ifPresent(key -> payloads.add(secretKey(seal, names.responder(), names.initiator(), at, key)));
        // #CS, map and V are those of the whole exchange; the answer is mandatory.
        return MikeyMessage.encode(
                new CommonHeader(
                        DataType.I_MESSAGE_1, true, state.prf().prfFunc(), state.csbId(), request.currentCsIdMap()),
                payloads);
    }

    /** {@code E(K_PUB, ID || SK)} (RFC 6267, 4.2.2.1 and 4.2.2.5). */
    static EskPayload secretKey(IbakeSeal seal, IdPayload to, IdPayload from, Instant at, SecretBytes key) {
        try (IbakeSecretKey secretKey = new IbakeSecretKey(from, key.copy())) {
            Octets data = seal.seal(to, at, secretKey.payloads());
            return new EskPayload(data);
        }
    }

    private static IdPayload required(Optional<IdPayload> id, String name) {
        return id.orElseThrow(() -> new IllegalArgumentException(name + ": IBAKE names both ends (RFC 6267, 4.2.2.1)"));
    }
}

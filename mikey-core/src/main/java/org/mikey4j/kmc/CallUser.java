package org.mikey4j.kmc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskOneWayOffer;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.kmc.KmcExtension.Content;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.replay.ReplayCache;

/**
 * One end of a call: takes what its centre hands out, and agrees with the other end. Both prove that they hold the combined
 * key in an exchange of the pre-shared key method under it, before any media (RFC 3830, 3.1): the callee's I_MESSAGE goes with
 * the answer, the caller's verification message with what acknowledges it.
 */
public final class CallUser {
    private final ExchangeSettings settings;
    private final ExchangeSettings unprotected;
    private final AccessLeg leg;
    private final CallBinding call;
    private final Side side;
    private final ReplayCache replayCache;

    /**
     * @param settings local policy
     * @param self who this end is for its centre, and the key of its access leg
     * @param centre the centre
     * @param call the call
     * @param side which side of it this end is on
     * @param replayCache what this end accepted before
     */
    public CallUser(
            ExchangeSettings settings,
            Subscriber self,
            IdPayload centre,
            CallBinding call,
            Side side,
            ReplayCache replayCache) {
        this.settings = settings;
        this.unprotected = ExchangeSettings.builder(settings.clock(), settings.random())
                .window(settings.window())
                .allowNull(true)
                .build();
        this.leg = new AccessLeg(settings, self, centre, replayCache);
        this.call = call;
        this.side = side;
        this.replayCache = replayCache;
    }

    /**
     * Takes a component that the centre hands out.
     *
     * @throws KmcRefusal if the message is refused, or is not about this end of this call
     */
    public KeyComponent receiveComponent(Octets message) {
        return new KeyComponent(receive(message, Content.COMPONENT), call, side);
    }

    /**
     * Takes the combined key that the centre hands out.
     *
     * @throws KmcRefusal if the message is refused, or is not about this end of this call; with {@link Reason#WRONG_CONTENT} if it brings
     *     the key of a leg only
     */
    public PairKey receivePairKey(Octets message) {
        return new PairKey(receive(message, Content.PAIR_KEY), call);
    }

    /**
     * Takes the key of a leg that the centre hands out: the protection of the call ends at an element of the network, which is the other end
     * of this leg and reads the media. An application shows its user the difference.
     *
     * @throws KmcRefusal if the message is refused, or is not about this end of this call; with {@link Reason#WRONG_CONTENT} if it brings a
     *     key for the call end to end
     */
    public PairKey receiveLegKey(Octets message) {
        return new PairKey(receive(message, Content.LEG_KEY), call);
    }

    private SecretBytes receive(Octets message, Content content) {
        return open(leg.receive(message), content, side);
    }

    /** The TGK of a message, which is about this call and {@code whose}. */
    private SecretBytes open(SecurityAssociation received, Content content, Side whose) {
        try (SecurityAssociation association = received) {
            KmcExtension.require(association.extensions(), content, whose, call.digest());
            return tgk(association.keys());
        }
    }

    private static SecretBytes tgk(List<TransportedKey> keys) {
        if (keys.size() != 1 || keys.get(0).keyType() != KeyDataType.TGK) {
            throw new KmcRefusal(Reason.WRONG_CONTENT, "the message carries no TGK, or several keys");
        }
        return keys.get(0).key().copy();
    }

    /** The message that shows this end's component to the other end, for an offer; nothing but the signalling protects it. */
    public MikeyMessage show(KeyComponent component) {
        OfferRequest request = OfferRequest.builder()
                .encrAlg(EncrAlg.NULL)
                .macAlg(MacAlg.NULL)
                .keys(KeySpec.of(KeyDataType.TGK, component.value()))
                .extensions(
                        KmcExtension.of(Content.COMPONENT, side, call.digest()).toPayload())
                .build();
        try (PskOneWayOffer offer = new PskInitiator(unprotected).sendUnprotected(request)) {
            return offer.message();
        }
    }

    /**
     * Reads the component that the other end shows in its offer.
     *
     * @throws KmcRefusal if the message is refused, or is not about the other end of this call
     */
    public KeyComponent receiveShown(Octets message) {
        ResponderResult result = new PskResponder(
                        unprotected, claim -> Optional.empty(), replayCache, OfferJudge.acceptSupported(csId -> 0))
                .receive(message, Octets.EMPTY);
        return new KeyComponent(open(AccessLeg.accepted(result), Content.COMPONENT, side.other()), call, side.other());
    }

    /**
     * The callee's I_MESSAGE under the combined key.
     *
     * @param key the combined key
     * @param request crypto sessions, policies, keys and extensions; the identities and the binding to the call are put in here
     */
    public PskPendingOffer agree(PairKey key, OfferRequest.Builder request) {
        return agree(key, request, KmcExtension.of(Content.NOTHING, side, call.digest()));
    }

    /** As {@link #agree(PairKey, OfferRequest.Builder)}, and shows this end's component, from which the other makes the key. */
    public PskPendingOffer agree(PairKey key, KeyComponent own, OfferRequest.Builder request) {
        return agree(
                key,
                request,
                new KmcExtension(
                        Content.COMPONENT_IN_CLEAR,
                        side,
                        call.digest(),
                        Octets.copyOf(own.value().toByteArray())));
    }

    private PskPendingOffer agree(PairKey key, OfferRequest.Builder request, KmcExtension extension) {
        return new PskInitiator(settings)
                .offer(
                        key.value(),
                        request.initiator(call.user(side))
                                .responder(call.user(side.other()))
                                .extension(extension.toPayload())
                                .build());
    }

    /**
     * Receives the other end's I_MESSAGE under the combined key that this end was handed.
     *
     * @param context as in {@link PskResponder#receive}
     */
    public ResponderResult receive(PairKey key, OfferJudge judge, Octets message, Octets context) {
        return receive(claim -> Optional.of(key.value()), Content.NOTHING, judge, message, context);
    }

    /** As {@link #receive(PairKey, OfferJudge, Octets, Octets)}, with a key made of this end's component and the one in the message. */
    public ResponderResult receive(KeyComponent own, OfferJudge judge, Octets message, Octets context) {
        List<SecretBytes> made = new ArrayList<>();
        try {
            return receive(
                    claim -> {
                        Optional<SecretBytes> key = combined(own, claim.extensions());
                        key.ifPresent(made::add);
                        return key;
                    },
                    Content.COMPONENT_IN_CLEAR,
                    judge,
                    message,
                    context);
        } finally {
            made.forEach(SecretBytes::close);
        }
    }

    private ResponderResult receive(
            Function<PskLookup.Claim, Optional<SecretBytes>> keys,
            Content content,
            OfferJudge judge,
            Octets message,
            Octets context) {
        PskLookup lookup = claim -> keys.apply(claim)
                .map(key -> new PskPeer(key, Optional.of(call.user(side.other())), Optional.of(call.user(side))));
        OfferJudge bound = offer -> isBound(offer.extensions(), content)
                ? judge.judge(offer)
                : new OfferJudge.Verdict.Refuse(
                        RejectReason.IDENTITY_REFUSED, "the message is about another call", List.of());
        return new PskResponder(settings, lookup, replayCache, bound).receive(message, context);
    }

    private boolean isBound(List<GeneralExtensionPayload> extensions, Content content) {
        return KmcExtension.find(extensions)
                .filter(e -> e.content() == content
                        && e.side() == side.other()
                        && e.call().equals(call.digest()))
                .isPresent();
    }

    /** Not yet authenticated: a wrong component gives a key under which the MAC is wrong. */
    private Optional<SecretBytes> combined(KeyComponent own, List<GeneralExtensionPayload> extensions) {
        try {
            KmcExtension theirs =
                    KmcExtension.require(extensions, Content.COMPONENT_IN_CLEAR, side.other(), call.digest());
            try (KeyComponent other = new KeyComponent(SecretBytes.copyOf(theirs.component()), call, side.other())) {
                return Optional.of(own.combine(other).value());
            }
        } catch (KmcRefusal e) {
            return Optional.empty();
        }
    }
}

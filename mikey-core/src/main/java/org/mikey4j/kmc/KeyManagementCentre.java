package org.mikey4j.kmc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskOneWayOffer;
import org.mikey4j.kmc.KmcExtension.Content;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.KeyDataType;

/**
 * A key management centre: issues components, and hands components and combined keys to its own users in I_MESSAGEs of the
 * pre-shared key method under their access keys (RFC 3830, 3.1). Safe under threads.
 *
 * <pre>{@code
 * KeyComponent ka = centre.issue(call, Side.CALLER);            // scheme 2: sent to the other centre over TLS
 * PairKey kab = ka.combine(kb);
 * MikeyMessage toAlice = centre.deliver(kab, Side.CALLER, alice);
 * }</pre>
 */
public final class KeyManagementCentre {
    /** For how long a component or a call is remembered: longer than any message about it can be fresh. */
    private static final Duration MEMORY = Duration.ofHours(24);

    private final ExchangeSettings settings;
    private final IdPayload id;
    private final KmcStore store;
    private final PskInitiator initiator;

    /**
     * @param settings local policy
     * @param id who the centre is, for its users
     * @param store what all nodes of the centre remember
     */
    public KeyManagementCentre(ExchangeSettings settings, IdPayload id, KmcStore store) {
        this.settings = settings;
        this.id = id;
        this.store = store;
        this.initiator = new PskInitiator(settings);
    }

    /**
     * Draws a component for a side of a call. Each side gets one only.
     *
     * @throws KmcRefusal with {@link Reason#REUSED} if the side has one already
     */
    public KeyComponent issue(CallBinding call, Side side) {
        requireNew("issue " + side, call.digest(), "a component was issued for this side of the call");
        KeyComponent component = KeyComponent.draw(call, side, settings.random());
        requireUnused(Octets.copyOf(component.value().toByteArray()));
        return component;
    }

    /**
     * Takes a component of the other centre, which came over a connection that both ends authenticated. A component is good
     * for one call.
     *
     * @param octets as they came
     * @throws KmcRefusal if it is too short or too long, or was here before
     */
    public KeyComponent accept(Octets octets, CallBinding call, Side side) {
        try (SecretBytes value = SecretBytes.copyOf(octets)) {
            KeyComponent component = new KeyComponent(value.copy(), call, side);
            requireUnused(octets);
            return component;
        }
    }

    /**
     * The combined key from what registration left of both users; see {@link ControlPlaneKeys#pair}. Each call gets one only.
     *
     * @throws KmcRefusal with {@link Reason#REUSED} if the call has one already
     */
    public PairKey derive(SecretBytes callerShare, SecretBytes calleeShare, CallBinding call, Octets nonce) {
        requireNew("derive", call.digest(), "a key was made for this call");
        return ControlPlaneKeys.pair(callerShare, calleeShare, call, nonce);
    }

    /** The message that hands a component to its user. */
    public MikeyMessage deliver(KeyComponent component, Subscriber user) {
        return deliver(Content.COMPONENT, component.side(), component.call(), component.value(), user);
    }

    /**
     * The message that hands the combined key to a user.
     *
     * @param side the user's side of the call
     */
    public MikeyMessage deliver(PairKey key, Side side, Subscriber user) {
        return deliver(Content.PAIR_KEY, side, key.call(), key.value(), user);
    }

    private MikeyMessage deliver(Content content, Side side, CallBinding call, SecretBytes key, Subscriber user) {
        OfferRequest request = OfferRequest.builder()
                .initiator(id)
                .responder(user.id())
                .keys(KeySpec.of(KeyDataType.TGK, key))
                .extensions(KmcExtension.of(content, side, call).toPayload())
                .build();
        try (PskOneWayOffer offer = initiator.send(user.accessKey(), request)) {
            return offer.message();
        }
    }

    /** Whichever side and call it was for, and whoever issued it. */
    private void requireUnused(Octets component) {
        requireNew("component", component, "the component was here before");
    }

    private void requireNew(String label, Octets what, String detail) {
        Octets fingerprint = HashAlgorithm.SHA_256.digest(Octets.of(label + "\n", StandardCharsets.US_ASCII), what);
        if (!store.putIfAbsent(fingerprint, settings.clock().instant().plus(MEMORY))) {
            throw new KmcRefusal(Reason.REUSED, detail);
        }
    }
}

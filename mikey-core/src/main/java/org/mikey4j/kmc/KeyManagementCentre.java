package org.mikey4j.kmc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
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
 * pre-shared key method under their access keys (RFC 3830, 3.1). What it knows of calls that are being set up is in its store, sealed, so
 * that any node of the centre can go on with them. Safe under threads.
 *
 * <pre>{@code
 * KeyComponent ka = centre.issue(call, Side.CALLER);            // scheme 2: sent to the other centre over TLS
 * centre.keep(ka.combine(kb));
 * ...                                                           // on this node or another
 * MikeyMessage toAlice = centre.deliver(centre.kept(call).orElseThrow(), Side.CALLER, alice);
 * }</pre>
 */
public final class KeyManagementCentre implements AutoCloseable {
    /** For how long a component or a call is remembered: longer than any message about it can be fresh. */
    private static final Duration MEMORY = Duration.ofHours(24);

    /** For how long the key of a call waits for the call. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ExchangeSettings settings;
    private final IdPayload id;
    private final KmcStore store;
    private final MasterKeys masterKeys;
    private final PskInitiator initiator;

    /**
     * A centre whose store ends with it.
     *
     * @param settings local policy
     * @param id who the centre is, for its users
     * @param store what the centre remembers
     */
    public KeyManagementCentre(ExchangeSettings settings, IdPayload id, KmcStore store) {
        this(settings, id, store, MasterKeys.drawn(settings.random()));
    }

    /**
     * @param settings local policy
     * @param id who the centre is, for its users
     * @param store what all nodes of the centre remember
     * @param masterKeys what all nodes seal with; wiped by {@link #close}
     */
    public KeyManagementCentre(ExchangeSettings settings, IdPayload id, KmcStore store, MasterKeys masterKeys) {
        this.settings = settings;
        this.id = id;
        this.store = store;
        this.masterKeys = masterKeys;
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

    /**
     * Keeps the combined key of a call until its users have it: for three minutes at most, and sealed.
     *
     * @throws KmcRefusal with {@link Reason#REUSED} if one is kept for the call
     */
    public void keep(PairKey key) {
        Octets sealed = masterKeys.seal(key);
        if (!store.keep(key.call().digest(), sealed, settings.clock().instant().plus(PATIENCE))) {
            throw new KmcRefusal(Reason.REUSED, "a key is kept for this call");
        }
    }

    /**
     * The combined key of a call that is being set up, whichever node kept it.
     *
     * @throws KmcRefusal with {@link Reason#RECORD_DAMAGED} if what is kept was changed, or its master key is not there
     */
    public Optional<PairKey> kept(CallBinding call) {
        return store.kept(call.digest()).map(kept -> masterKeys.open(kept, call));
    }

    /** Forgets the key of a call that is over. */
    public void forget(CallBinding call) {
        store.forget(call.digest());
    }

    /**
     * The offer of a call goes on: for each side once, so that one that comes again, at this node or another, does not.
     *
     * @param side whose centre lets it pass
     * @throws KmcRefusal with {@link Reason#REUSED} if it went on before
     */
    public void passOffer(CallBinding call, Side side) {
        requireNew("offer " + side, call.digest(), "the offer of this call was here before");
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

    /**
     * The message that hands out the key of one leg of a call, whose protection ends at an element of the network.
     *
     * @param side whose part the receiver has on this leg: on that of the callee the element has the caller's
     */
    public MikeyMessage deliverLeg(PairKey key, Side side, Subscriber user) {
        return deliver(Content.LEG_KEY, side, key.call(), key.value(), user);
    }

    /** A key for one leg of a call, which only whom it is handed out to and this centre know. */
    public PairKey drawLeg(CallBinding call) {
        return new PairKey(SecretBytes.random(settings.random(), KeyComponent.OCTETS), call);
    }

    private MikeyMessage deliver(Content content, Side side, CallBinding call, SecretBytes key, Subscriber user) {
        OfferRequest request = OfferRequest.builder()
                .initiator(id)
                .responder(user.id())
                .keys(KeySpec.of(KeyDataType.TGK, key))
                .extensions(KmcExtension.of(content, side, call.digest()).toPayload())
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

    /** Wipes the master keys. */
    @Override
    public void close() {
        masterKeys.close();
    }
}

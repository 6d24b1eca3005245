package org.mikey4j.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.internal.KeyHandout;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.SpPayload;

/**
 * What an exchange ends in: the keys and policies of a crypto session bundle, and what a later update of it needs
 * (RFC 3830, 1.3 and 4.5). Both ends of a successful exchange hold equal ones.
 *
 * <p>Holds secrets; {@link #close} wipes them.
 */
public final class SecurityAssociation implements AutoCloseable {
    private final CsbState state;
    private final SecretBytes protectionKey;
    private final CsIdMap csIdMap;
    private final List<SpPayload> policies;
    private final List<TransportedKey> keys;
    private final Object derivation = new Object();
    private @Nullable List<CryptoSession> cryptoSessions;
    private final List<GeneralExtensionPayload> extensions;
    private final List<Diagnostic> diagnostics;

    /**
     * Puts an association together. Made by the exchanges.
     *
     * @param state what stays the same while the bundle lives
     * @param protectionKey the key that protects updates: the PSK, or a cached envelope key; empty if there is none
     * @param csIdMap the crypto sessions
     * @param policies the SP payloads
     * @param keys the keys that were agreed on; the association takes them over
     * @param extensions the general extensions of the I_MESSAGE
     * @param diagnostics what was noteworthy
     */
    public SecurityAssociation(
            CsbState state,
            SecretBytes protectionKey,
            CsIdMap csIdMap,
            List<SpPayload> policies,
            List<TransportedKey> keys,
            List<GeneralExtensionPayload> extensions,
            List<Diagnostic> diagnostics) {
        this.state = state;
        this.protectionKey = protectionKey;
        this.csIdMap = csIdMap;
        this.policies = List.copyOf(policies);
        this.keys = List.copyOf(keys);
        this.extensions = List.copyOf(extensions);
        this.diagnostics = List.copyOf(diagnostics);
        KeyHandout.requireUsable(csIdMap, this.policies);
    }

    /** What stays the same while the bundle lives. */
    public CsbState state() {
        return state;
    }

    /** The crypto session bundle ID. */
    public long csbId() {
        return state.csbId();
    }

    /** Who sent the I_MESSAGE, if known. */
    public Optional<IdPayload> initiator() {
        return state.initiator();
    }

    /** Who answered it, if known. */
    public Optional<IdPayload> responder() {
        return state.responder();
    }

    /**
     * The crypto sessions in the order of the map; none with an empty map. Their keys are derived when they are first asked
     * for.
     *
     * @throws IllegalStateException if that is after {@link #close}
     */
    public List<CryptoSession> cryptoSessions() {
        synchronized (derivation) {
            if (cryptoSessions == null) {
                cryptoSessions = KeyHandout.cryptoSessions(state, csIdMap, policies, keys);
            }
            return cryptoSessions;
        }
    }

    /**
     * The keys of a crypto session that is not in the map, as with an empty map, where another protocol tells the
     * sessions and their policy (RFC 4563, 5).
     *
     * @param csId the crypto session ID, 0 to 255
     * @param policy the policy that was told elsewhere
     */
    public List<SessionKey> keysFor(int csId, SrtpPolicy policy) {
        return KeyHandout.sessionKeys(state, csId, policy, keys);
    }

    /** The map of the crypto sessions, with the SSRCs that the Responder filled in. */
    public CsIdMap csIdMap() {
        return csIdMap;
    }

    /** The policies. */
    public List<SpPayload> policies() {
        return policies;
    }

    /** The keys that were agreed on, before anything is derived from them. */
    public List<TransportedKey> keys() {
        return keys;
    }

    /** The key that protects updates of this bundle; empty if there is none (RFC 3830, 4.5). */
    public SecretBytes protectionKey() {
        return protectionKey;
    }

    /** The general extensions of the I_MESSAGE, such as the SDP IDs. */
    public List<GeneralExtensionPayload> extensions() {
        return extensions;
    }

    /** What was noteworthy, for example that the peer departs from the standard. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** Copies of the agreed keys, for an association that continues this one. */
    public List<TransportedKey> copyKeys() {
        List<TransportedKey> copies = new ArrayList<>();
        for (TransportedKey key : keys) {
            copies.add(key.copy());
        }
        return copies;
    }

    /**
     * The same association with the roles exchanged: for an update that the Responder begins, as one that chose the keys does to
     * renew them (RFC 4738, 3.6). Both ends exchange them.
     *
     * @return an association with keys of its own, which is wiped on its own
     */
    public SecurityAssociation reversed() {
        return new SecurityAssociation(
                state.reversed(), protectionKey.copy(), csIdMap, policies, copyKeys(), extensions, diagnostics);
    }

    /** Wipes all keys. */
    @Override
    public void close() {
        protectionKey.close();
        keys.forEach(TransportedKey::close);
        synchronized (derivation) {
            if (cryptoSessions != null) {
                cryptoSessions.forEach(CryptoSession::close);
            }
        }
    }

    /** Shows the bundle and how many sessions and keys there are. */
    @Override
    public String toString() {
        return "SecurityAssociation[" + String.format("CSB ID %08x", csbId()) + ", " + csIdMap.csCount()
                + " crypto sessions, " + keys.size() + " keys]";
    }
}

package org.mikey4j.exchange.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Optional;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/** What the counters of a peer are kept under: its identity and its key, neither of which can be read from it. */
public final class CounterKey {
    private static final int OCTETS = 32;

    private CounterKey() {}

    /** For a peer with a pre-shared key; without one the identity alone. */
    public static Octets of(SecretBytes psk, Optional<IdPayload> peer) {
        byte[] label = peer.map(IdPayload::idData).orElse(Octets.EMPTY).toByteArray();
        if (psk.length() == 0) {
            return Octets.copyOf(label);
        }
        try (SecretBytes derived = Prf.HMAC_SHA_256.derive(psk, label, OCTETS)) {
            return Octets.copyOf(derived.toByteArray());
        }
    }

    /** For a peer that signs. */
    public static Octets of(PublicKey key, IdPayload peer) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(key.getEncoded());
            return Octets.copyOf(digest.digest(peer.idData().toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

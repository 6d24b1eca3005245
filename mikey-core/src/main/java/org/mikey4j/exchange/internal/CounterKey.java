package org.mikey4j.exchange.internal;

import java.security.PublicKey;
import java.util.Optional;
import org.mikey4j.crypto.HashAlgorithm;
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
        return HashAlgorithm.SHA_256.digest(Octets.copyOf(key.getEncoded()), peer.idData());
    }
}

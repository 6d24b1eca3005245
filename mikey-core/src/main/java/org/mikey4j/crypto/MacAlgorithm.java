package org.mikey4j.crypto;

import java.util.Optional;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.MacAlg;

/** The message authentication codes of KEMAC and V payloads (RFC 3830, 4.2.4; RFC 6043, 6.2). None is truncated. */
public enum MacAlgorithm {
    /** No MAC. Protects nothing. */
    NULL(MacAlg.NULL, 0, ""),
    /** HMAC-SHA-1 with 160 bits. */
    HMAC_SHA_1_160(MacAlg.HMAC_SHA_1_160, 20, "HmacSHA1"),
    /** HMAC-SHA-256 with 256 bits. */
    HMAC_SHA_256_256(MacAlg.HMAC_SHA_256_256, 32, "HmacSHA256");

    private final int macAlg;
    private final int octets;
    private final String hmac;

    MacAlgorithm(int macAlg, int octets, String hmac) {
        this.macAlg = macAlg;
        this.octets = octets;
        this.hmac = hmac;
    }

    /** The algorithm with this number; see {@code MacAlg}. */
    public static Optional<MacAlgorithm> of(int macAlg) {
        return switch (macAlg) {
            case MacAlg.NULL -> Optional.of(NULL);
            case MacAlg.HMAC_SHA_1_160 -> Optional.of(HMAC_SHA_1_160);
            case MacAlg.HMAC_SHA_256_256 -> Optional.of(HMAC_SHA_256_256);
            default -> Optional.empty();
        };
    }

    /** The number on the wire. */
    public int macAlg() {
        return macAlg;
    }

    /** The size of a MAC in octets. */
    public int macOctets() {
        return octets;
    }

    /** The size of the authentication key in octets that the standards ask for: as long as the MAC. */
    public int keyOctets() {
        return octets;
    }

    /**
     * A key of this MAC, for all messages that it protects.
     *
     * @throws IllegalStateException if the key was wiped
     */
    public MacKey key(SecretBytes authKey) {
        return new MacKey(this == NULL ? null : new Hmac(hmac, authKey));
    }

    /** The MAC over these octets, one part after the other. */
    public Octets compute(SecretBytes authKey, Octets... parts) {
        try (MacKey key = key(authKey)) {
            return key.compute(parts);
        }
    }

    /** Whether {@code mac} is the MAC over these octets; takes the same time wherever it differs. */
    public boolean verify(SecretBytes authKey, Octets mac, Octets... parts) {
        try (MacKey key = key(authKey)) {
            return key.verify(mac, parts);
        }
    }
}

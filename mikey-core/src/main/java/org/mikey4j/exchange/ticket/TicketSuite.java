package org.mikey4j.exchange.ticket;

import java.util.Optional;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;

/**
 * The algorithms that go together: those of 256 bits are not mixed with weaker ones, and keys of more than 128 bits are not put
 * under the weaker ones (RFC 6043, 12.1). The pseudo-random function in a header or a ticket policy tells the suite.
 */
public enum TicketSuite {
    /** MIKEY-1, AES-CM-128 and HMAC-SHA-1-160, with keys of 128 bits. */
    BITS_128(Prf.MIKEY_1, KemacCipher.AES_CM_128, MacAlgorithm.HMAC_SHA_1_160, 16),
    /** PRF-HMAC-SHA-256, AES-CM-256 and HMAC-SHA-256-256, with keys of 256 bits. */
    BITS_256(Prf.HMAC_SHA_256, KemacCipher.AES_CM_256, MacAlgorithm.HMAC_SHA_256_256, 32);

    private final Prf prf;
    private final KemacCipher cipher;
    private final MacAlgorithm mac;
    private final int keyOctets;

    TicketSuite(Prf prf, KemacCipher cipher, MacAlgorithm mac, int keyOctets) {
        this.prf = prf;
        this.cipher = cipher;
        this.mac = mac;
        this.keyOctets = keyOctets;
    }

    /** The suite with this pseudo-random function; see {@code PrfFunc}. */
    public static Optional<TicketSuite> of(int prfFunc) {
        for (TicketSuite suite : values()) {
            if (suite.prf.prfFunc() == prfFunc) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    /** The pseudo-random function. */
    public Prf prf() {
        return prf;
    }

    /** The cipher of the KEMACs. */
    public KemacCipher cipher() {
        return cipher;
    }

    /** The MAC of the V payloads. */
    public MacAlgorithm mac() {
        return mac;
    }

    /** The size of a protection key that is drawn, and of the longest session key, in octets. */
    public int keyOctets() {
        return keyOctets;
    }
}

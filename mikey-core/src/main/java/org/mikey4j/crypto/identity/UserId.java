package org.mikey4j.crypto.identity;

import org.mikey4j.crypto.ThreeGppKdf;
import org.mikey4j.crypto.internal.Sha256;
import org.mikey4j.message.Octets;

/**
 * An identifier of scheme 2, the hashed UID of mission-critical services (TS 33.180, F.2.1; UserIdFormat 2): SHA-256 over
 * the user's URI, the key management service's URI and the key period. All 32 octets are the identifier of ECCSI and
 * SAKKE, and what the IDR payloads of roles 8 and 9 carry.
 *
 * @param octets the 32 octets
 */
public record UserId(Octets octets) {
    /** Octets of a UID. */
    public static final int OCTETS = 32;

    /** The FC of the hashed string, which stands for no key derivation. */
    private static final int FC = 0x00;

    private static final Octets LABEL = ThreeGppKdf.parameter("MIKEY-SAKKE-UID");

    /** @throws IdentifierException where there are not 32 octets */
    public UserId {
        if (octets.length() != OCTETS) {
            throw new IdentifierException("a UID has 32 octets (TS 33.180, F.2.1), not " + octets.length());
        }
    }

    /**
     * The UID of a user in a key period.
     *
     * @param userUri such as {@code sip:user@example.org}, used as it is written
     * @param kmsUri such as {@code kms.example.org}, used as it is written
     * @param periods the service's key periods
     * @param number the period, not negative
     * @throws IdentifierException where the number is negative or a URI longer than 65,535 octets
     */
    public static UserId of(String userUri, String kmsUri, KeyPeriods periods, long number) {
        if (number < 0) {
            throw new IdentifierException("a key period number is not negative (TS 33.180, F.2.1): " + number);
        }
        try {
            Octets input = ThreeGppKdf.input(
                    FC,
                    LABEL,
                    ThreeGppKdf.parameter(userUri),
                    ThreeGppKdf.parameter(kmsUri),
                    ThreeGppKdf.parameter(periods.seconds()),
                    ThreeGppKdf.parameter(periods.offset()),
                    ThreeGppKdf.parameter(number));
            return new UserId(Octets.copyOf(Sha256.hash(input.toByteArray())));
        } catch (IllegalArgumentException e) {
            throw new IdentifierException("a URI that is too long for a UID", e);
        }
    }

    @Override
    public String toString() {
        return octets.toHex();
    }
}

package org.mikey4j.crypto.internal;

import java.security.SecureRandom;
import java.util.Arrays;

/** Secret multipliers drawn at random. */
public final class Scalars {
    private Scalars() {}

    /**
     * A number that is uniform between {@code least} and the modulus less one, in fixed-length octets.
     *
     * @param least 0 to 255
     */
    public static byte[] random(PrimeField scalars, int least, SecureRandom random) {
        byte[] octets = new byte[scalars.octets()];
        int spareBits = octets.length * 8 - scalars.modulus().bitLength();
        do {
            random.nextBytes(octets);
            octets[0] &= (byte) (0xff >>> spareBits);
        } while (!scalars.isCanonical(octets) || isLess(octets, least));
        return octets;
    }

    /** Whether fixed-length octets are less than {@code bound}, 0 to 255. */
    public static boolean isLess(byte[] octets, int bound) {
        int high = 0;
        for (int i = 0; i < octets.length - 1; i++) {
            high |= octets[i];
        }
        return high == 0 && (octets[octets.length - 1] & 0xff) < bound;
    }

    /** The carried limbs of fixed-length octets less than the modulus, for a {@link FixedBase}; wiped by whoever calls. */
    public static long[] limbs(PrimeField scalars, byte[] octets) {
        return scalars.limbsOf(octets);
    }

    /** Zeroes limbs. */
    public static void wipe(long[]... elements) {
        for (long[] element : elements) {
            Arrays.fill(element, 0);
        }
    }
}

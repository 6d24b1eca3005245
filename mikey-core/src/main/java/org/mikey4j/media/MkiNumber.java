package org.mikey4j.media;

import java.math.BigInteger;
import org.mikey4j.message.Octets;

/** An MKI as the decimal number that SDES writes (RFC 4568, 6.1). */
final class MkiNumber {
    private MkiNumber() {}

    static BigInteger of(Octets mki) {
        return new BigInteger(1, mki.toByteArray());
    }

    /** Whether the number needs no more octets than these. */
    static boolean fits(BigInteger number, int length) {
        return number.bitLength() <= Byte.SIZE * length;
    }

    /** The MKI of a number that fits. */
    static Octets octets(BigInteger number, int length) {
        byte[] digits = number.toByteArray();
        byte[] octets = new byte[length];
        int sign = digits[0] == 0 ? 1 : 0;
        System.arraycopy(digits, sign, octets, length - (digits.length - sign), digits.length - sign);
        return Octets.copyOf(octets);
    }
}

package org.mikey4j.crypto;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.mikey4j.message.Octets;

/**
 * The key derivation of 3GPP TS 33.220, Annex B: HMAC-SHA-256 with the key over
 * {@code FC || P0 || L0 || P1 || L1 || ...}, each parameter followed by its length in two octets.
 */
public final class ThreeGppKdf {
    /** Octets of a derived key. */
    public static final int OCTETS = 32;

    private static final int MAX_PARAMETER_OCTETS = 0xffff;
    private static final int MAX_FC = 0xff;

    private ThreeGppKdf() {}

    /**
     * Derives a key of 256 bits.
     *
     * @param key any length
     * @param fc the function's number, 0 to 255
     * @param parameters P0, P1 and so on, each at most 65,535 octets
     * @throws IllegalArgumentException where {@code fc} or a parameter does not fit
     */
    public static SecretBytes derive(SecretBytes key, int fc, Octets... parameters) {
        byte[] s = input(fc, parameters).toByteArray();
        try (Hmac hmac = new Hmac("HmacSHA256", key)) {
            hmac.update(s, 0, s.length);
            return SecretBytes.wrap(hmac.finish());
        }
    }

    /**
     * Derives a key of 128 bits: the least significant half of {@link #derive}, as TS 33.180, F.1.4 takes it for keys of
     * that length.
     *
     * @throws IllegalArgumentException where {@code fc} or a parameter does not fit
     */
    public static SecretBytes derive128(SecretBytes key, int fc, Octets... parameters) {
        try (SecretBytes whole = derive(key, fc, parameters)) {
            return whole.slice(OCTETS / 2, OCTETS / 2);
        }
    }

    /**
     * The string S that the derivation runs over.
     *
     * @param fc the function's number, 0 to 255
     * @param parameters P0, P1 and so on, each at most 65,535 octets
     * @throws IllegalArgumentException where {@code fc} or a parameter does not fit
     */
    public static Octets input(int fc, Octets... parameters) {
        if (fc < 0 || fc > MAX_FC) {
            throw new IllegalArgumentException("FC is one octet (TS 33.220, Annex B): " + fc);
        }
        ByteArrayOutputStream s = new ByteArrayOutputStream();
        s.write(fc);
        for (Octets parameter : parameters) {
            int length = parameter.length();
            if (length > MAX_PARAMETER_OCTETS) {
                throw new IllegalArgumentException(
                        "a parameter has at most 65535 octets (TS 33.220, Annex B): " + length);
            }
            parameter.feed(0, length, s::write);
            s.write(length >>> Byte.SIZE);
            s.write(length);
        }
        return Octets.copyOf(s.toByteArray());
    }

    /** A string as a parameter: its UTF-8 octets (TS 33.220, Annex B). */
    public static Octets parameter(String text) {
        return Octets.of(text, StandardCharsets.UTF_8);
    }

    /**
     * A number as a parameter: big-endian in as few octets as hold it, one for 0 (TS 33.220, Annex B).
     *
     * @param number not negative
     * @throws IllegalArgumentException where it is negative
     */
    public static Octets parameter(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("a parameter is not negative (TS 33.220, Annex B): " + number);
        }
        byte[] octets = BigInteger.valueOf(number).toByteArray();
        int sign = octets.length > 1 && octets[0] == 0 ? 1 : 0;
        return Octets.copyOf(Arrays.copyOfRange(octets, sign, octets.length));
    }
}

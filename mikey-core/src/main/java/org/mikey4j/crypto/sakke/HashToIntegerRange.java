package org.mikey4j.crypto.sakke;

import java.util.Arrays;
import org.mikey4j.crypto.internal.Sha256;

/** HashToIntegerRange with SHA-256 (RFC 6508, 5.1), before its reduction modulo n. */
final class HashToIntegerRange {
    private HashToIntegerRange() {}

    /**
     * v' = v_1 || ... || v_l, an integer of 256 l bits.
     *
     * @param s the string to hash
     * @param bits lg(n) rounded up
     */
    static byte[] hash(byte[] s, int bits) {
        byte[] a = Sha256.hash(s);
        byte[] h = new byte[Sha256.OCTETS];
        int blocks = (bits + Sha256.OCTETS * 8 - 1) / (Sha256.OCTETS * 8);
        byte[] result = new byte[blocks * Sha256.OCTETS];
        for (int i = 0; i < blocks; i++) {
            h = Sha256.hash(h);
            byte[] v = Sha256.hash(h, a);
            System.arraycopy(v, 0, result, i * Sha256.OCTETS, Sha256.OCTETS);
            Arrays.fill(v, (byte) 0);
        }
        Arrays.fill(a, (byte) 0);
        return result;
    }

    /** The hash into 0 to 2^(8 * octets) - 1: the last octets of v'. */
    static byte[] hashToOctets(byte[] s, int octets) {
        byte[] whole = hash(s, octets * 8);
        byte[] result = Arrays.copyOfRange(whole, whole.length - octets, whole.length);
        Arrays.fill(whole, (byte) 0);
        return result;
    }
}

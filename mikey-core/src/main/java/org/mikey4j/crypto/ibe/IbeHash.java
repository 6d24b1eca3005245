package org.mikey4j.crypto.ibe;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What RFC 5091 makes of its hash function (4.1.1 and 4.2.1). The arrays that come back are wiped by whoever calls, where they are
 * secret.
 *
 * @param algorithm the platform's name
 * @param octets octets of a hash
 */
record IbeHash(String algorithm, int octets) {
    byte[] digest(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    /** The two hashes of HashToRange one after the other, before they are reduced (4.1.1). */
    byte[] wide(byte[]... parts) {
        byte[] first = digest(prepended(new byte[octets], parts));
        byte[] second = digest(prepended(first, parts));
        byte[] wide = Arrays.copyOf(first, 2 * octets);
        System.arraycopy(second, 0, wide, octets, octets);
        Arrays.fill(first, (byte) 0);
        Arrays.fill(second, (byte) 0);
        return wide;
    }

    /** HashToRange of a public string: an integer less than {@code bound} (4.1.1). */
    BigInteger toRange(byte[] string, BigInteger bound) {
        return new BigInteger(1, wide(string)).mod(bound);
    }

    /** HashBytes: a pseudo-random string of a length (4.2.1). */
    byte[] bytes(int length, byte[] seed) {
        byte[] key = digest(seed);
        byte[] state = new byte[octets];
        byte[] result = new byte[length];
        for (int at = 0; at < length; at += octets) {
            state = digest(state);
            byte[] block = digest(state, key);
            System.arraycopy(block, 0, result, at, Math.min(octets, length - at));
            Arrays.fill(block, (byte) 0);
        }
        Arrays.fill(key, (byte) 0);
        return result;
    }

    private static byte[][] prepended(byte[] first, byte[]... parts) {
        byte[][] all = new byte[parts.length + 1][];
        all[0] = first;
        System.arraycopy(parts, 0, all, 1, parts.length);
        return all;
    }
}

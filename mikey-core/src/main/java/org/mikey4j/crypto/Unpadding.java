package org.mikey4j.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Finds what was padded before RSA, in as many steps whatever is there: who can tell one kind of bad padding from another, or bad from
 * good, can decrypt (Bleichenbacher 1998, Manger 2001).
 */
final class Unpadding {
    /** Two octets of type, at least 8 of padding, one zero (RFC 8017, 7.2.1). */
    private static final int FIRST_SEPARATOR = 10;

    private Unpadding() {}

    /** Where the octet before the message is, after RSAES-PKCS1-v1_5 (RFC 8017, 7.2.2); 0 if the padding is bad. */
    static int pkcs1(byte[] padded) {
        int good = Steady.isZero(padded[0]) & Steady.isZero(padded[1] ^ 2);
        // The first zero octet after the type ends the padding.
        int separator = 0;
        int looking = 1;
        for (int i = 2; i < padded.length; i++) {
            int zero = Steady.isZero(padded[i]) & looking;
            separator |= -zero & i;
            looking &= 1 - zero;
        }
        good &= 1 - looking;
        good &= 1 - Steady.isLess(separator, FIRST_SEPARATOR);
        return -good & separator;
    }

    /**
     * Where the octet before the message is, after RSAES-OAEP with an empty label and MGF1 of the same hash (RFC 8017, 7.1.2); 0 if the
     * padding is bad. The octets are unmasked where they are.
     *
     * @param padded at least twice as many octets as a hash, and 2
     */
    static int oaep(byte[] padded, HashAlgorithm hash) {
        MessageDigest digest = digest(hash);
        int size = hash.octets();
        int data = 1 + size;
        mask(digest, padded, data, padded.length, 1, data);
        mask(digest, padded, 1, data, data, padded.length);
        byte[] label = digest.digest();
        int wrong = padded[0];
        for (int i = 0; i < size; i++) {
            wrong |= padded[data + i] ^ label[i];
        }
        // The first octet that is not zero ends the padding, and is 1.
        int separator = 0;
        int looking = 1;
        for (int i = data + size; i < padded.length; i++) {
            int found = Steady.isNotZero(padded[i]) & looking;
            separator |= -found & i;
            wrong |= -found & (padded[i] ^ 1);
            looking &= 1 - found;
        }
        int good = Steady.isZero(wrong) & (1 - looking);
        return -good & separator;
    }

    /** Combines the octets of one range with MGF1 of those of another (RFC 8017, B.2.1). */
    private static void mask(MessageDigest digest, byte[] octets, int seed, int seedEnd, int from, int to) {
        byte[] counter = new byte[4];
        for (int at = from; at < to; at += digest.getDigestLength()) {
            digest.update(octets, seed, seedEnd - seed);
            byte[] block = digest.digest(counter);
            for (int i = 0; i < block.length && at + i < to; i++) {
                octets[at + i] ^= block[i];
            }
            Arrays.fill(block, (byte) 0);
            counter[3]++;
        }
    }

    private static MessageDigest digest(HashAlgorithm hash) {
        try {
            return MessageDigest.getInstance(hash.jcaName());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + hash.jcaName(), e);
        }
    }
}

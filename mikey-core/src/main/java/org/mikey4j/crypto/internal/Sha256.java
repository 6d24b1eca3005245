package org.mikey4j.crypto.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 from the platform's providers. */
public final class Sha256 {
    /** Octets of a hash value. */
    public static final int OCTETS = 32;

    private Sha256() {}

    /** The hash of the parts, one after the other. */
    public static byte[] hash(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package org.mikey4j.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/** One keyed HMAC, used for several messages one after the other by one thread. */
final class Hmac implements AutoCloseable {
    private static final byte[] NO_KEY = {0};

    private final Mac mac;

    Hmac(String algorithm, byte[] key, int from, int length) {
        try {
            mac = Mac.getInstance(algorithm);
            mac.init(
                    length == 0
                            ? new SecretKeySpec(NO_KEY, algorithm)
                            : new SecretKeySpec(key, from, length, algorithm));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    Hmac(String algorithm, SecretBytes key) {
        this(algorithm, key.open(), 0, key.length());
    }

    int octets() {
        return mac.getMacLength();
    }

    void update(byte[] bytes, int from, int length) {
        mac.update(bytes, from, length);
    }

    void finish(byte[] target, int at) {
        try {
            mac.doFinal(target, at);
        } catch (ShortBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    byte[] finish() {
        return mac.doFinal();
    }

    /** Overwrites the key that the instance holds. */
    @Override
    public void close() {
        try {
            byte[] other = new byte[mac.getMacLength()];
            mac.init(new SecretKeySpec(other, mac.getAlgorithm()));
            Arrays.fill(other, (byte) 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.mikey4j.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;

/** One keyed HMAC, used for several messages one after the other by one thread. */
final class Hmac implements AutoCloseable {
    private final Mac mac;
    private boolean closed;

    /**
     * @param algorithm the platform's name, for example {@code HmacSHA1}
     * @param key holds the key, {@code length} octets from {@code from}; not kept
     */
    Hmac(String algorithm, byte[] key, int from, int length) {
        Objects.checkFromIndexSize(from, length, key.length);
        try {
            mac = Platform.mac(algorithm);
            mac.init(new KeyRange(algorithm, key, from, length));
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
        open().update(bytes, from, length);
    }

    void finish(byte[] target, int at) {
        try {
            open().doFinal(target, at);
        } catch (ShortBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    byte[] finish() {
        return open().doFinal();
    }

    private Mac open() {
        if (closed) {
            throw new IllegalStateException("the key was wiped");
        }
        return mac;
    }

    /** Overwrites the key that the instance holds. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            byte[] zeros = new byte[mac.getMacLength()];
            mac.init(new KeyRange(mac.getAlgorithm(), zeros, 0, zeros.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A key where it lies. The platform's own key type keeps a copy that nobody can wipe; of this one the provider takes a
     * copy that it wipes itself. It also refuses to be empty, which an HMAC key may be.
     */
    private static final class KeyRange implements SecretKey {
        private static final long serialVersionUID = 1L;

        private final String algorithm;
        private final transient byte[] array;
        private final transient int from;
        private final transient int length;

        KeyRange(String algorithm, byte[] array, int from, int length) {
            this.algorithm = algorithm;
            this.array = array;
            this.from = from;
            this.length = length;
        }

        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return Arrays.copyOfRange(array, from, from + length);
        }
    }
}

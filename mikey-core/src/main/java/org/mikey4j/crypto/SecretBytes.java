package org.mikey4j.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.mikey4j.message.Octets;

/**
 * Octets that nobody may see by accident: wiped by {@link #close}, compared in constant time, never printed. Safe to share
 * between threads as long as nobody closes it.
 */
public final class SecretBytes implements AutoCloseable {
    private static final int FINGERPRINT_OCTETS = 4;

    private final byte[] bytes;
    private boolean closed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** No octets. */
    public static SecretBytes empty() {
        return new SecretBytes(new byte[0]);
    }

    /** A copy; the caller still owns, and wipes, {@code bytes}. */
    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /** A copy of octets that are not wiped by it. */
    public static SecretBytes copyOf(Octets octets) {
        return new SecretBytes(octets.toByteArray());
    }

    /** Takes the array over: the caller must not use it again. */
    public static SecretBytes wrap(byte[] bytes) {
        return new SecretBytes(bytes);
    }

    /** Fresh random octets. */
    public static SecretBytes random(SecureRandom random, int octets) {
        byte[] bytes = new byte[octets];
        random.nextBytes(bytes);
        return new SecretBytes(bytes);
    }

    /** How many octets there are. */
    public int length() {
        return bytes.length;
    }

    /**
     * A copy that the caller must wipe.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public byte[] toByteArray() {
        return open().clone();
    }

    /**
     * Copies all octets to {@code target} at {@code at}.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(open(), 0, target, at, bytes.length);
    }

    /**
     * A copy that is wiped on its own.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public SecretBytes copy() {
        return new SecretBytes(toByteArray());
    }

    /**
     * A copy of {@code length} octets from {@code from}, wiped on its own.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public SecretBytes slice(int from, int length) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        return new SecretBytes(Arrays.copyOfRange(open(), from, from + length));
    }

    /**
     * The first 4 octets of the SHA-256 of the secret, as 8 hexadecimal digits: enough for two ends to see whether they
     * hold the same key, and of no use for anything else as long as the key is random.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(open());
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The octets themselves, for the algorithms of this package, which neither keep nor change them. */
    byte[] open() {
        if (closed) {
            throw new IllegalStateException("the secret was wiped");
        }
        return bytes;
    }

    /** Overwrites the octets with zeros. Can be called more than once. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Takes the same time wherever the octets differ; only their number can be told from it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that && MessageDigest.isEqual(open(), that.open());
    }

    /** The same for all secrets of a length, so that it tells nothing of the octets. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "SecretBytes[" + bytes.length + " octets]";
    }
}

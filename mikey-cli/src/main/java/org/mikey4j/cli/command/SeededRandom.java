package org.mikey4j.cli.command;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Octets that anybody with the seed can compute, in the place of random ones, so that messages come out the same again: the
 * blocks {@code SHA-256(seed || n)}, n from 0 as 64 bits big-endian, one behind the other. Each draw takes the next octets.
 */
final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient byte[] seed;
    private transient byte[] block = new byte[0];
    private long number;
    private int used;

    SeededRandom(byte[] seed) {
        this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (used == block.length) {
                block = sha256(number++);
                used = 0;
            }
            bytes[i] = block[used++];
        }
    }

    private byte[] sha256(long n) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(seed);
            return digest.digest(ByteBuffer.allocate(Long.BYTES).putLong(n).array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package org.mikey4j.crypto.eccsi;

import java.security.SecureRandom;

/** Gives the same octets on every call, so that what is drawn at random is known. */
final class GivenRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] octets;

    GivenRandom(byte[] octets) {
        this.octets = octets.clone();
    }

    @Override
    public void nextBytes(byte[] target) {
        System.arraycopy(octets, 0, target, 0, target.length);
    }
}

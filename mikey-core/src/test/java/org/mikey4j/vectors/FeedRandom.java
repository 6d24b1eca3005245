package org.mikey4j.vectors;

import java.security.SecureRandom;
import org.mikey4j.message.Octets;

/** Draws the octets that a vector names, one after the other, and no others. */
final class FeedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient Octets octets;
    private int at;

    FeedRandom(Octets octets) {
        this.octets = octets;
    }

    @Override
    public void nextBytes(byte[] target) {
        octets.slice(at, target.length).copyTo(target, 0);
        at += target.length;
    }

    boolean isUsedUp() {
        return at == octets.length();
    }
}

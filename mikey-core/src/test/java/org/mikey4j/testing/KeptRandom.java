package org.mikey4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Keeps each array that it filled, so that a test can see whether a secret that was drawn into it was wiped. */
public final class KeptRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient List<byte[]> kept = new ArrayList<>();

    @Override
    public void nextBytes(byte[] bytes) {
        super.nextBytes(bytes);
        kept.add(bytes);
    }

    /** The arrays of this many octets, as they are now. */
    public List<byte[]> drawn(int octets) {
        return kept.stream().filter(bytes -> bytes.length == octets).toList();
    }

    /** Secrets of this many octets were drawn, and nothing is left of them. */
    public void assertWiped(int octets) {
        assertThat(drawn(octets))
                .isNotEmpty()
                .allSatisfy(bytes -> assertThat(bytes).containsOnly(0));
    }
}

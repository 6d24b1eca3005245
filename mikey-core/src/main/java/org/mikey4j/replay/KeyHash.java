package org.mikey4j.replay;

import java.security.SecureRandom;
import org.mikey4j.message.Octets;

/**
 * A hash of keys with a secret seed: someone who can make messages still cannot make their keys meet in one chain of the
 * table, whatever work goes into it.
 */
final class KeyHash {
    static final int WORDS = InMemoryReplayCache.KEY_OCTETS / Long.BYTES;

    private final long[] seed;

    KeyHash(SecureRandom random) {
        this.seed = random.longs(2L * WORDS).toArray();
    }

    static long[] words(Octets key) {
        long[] words = new long[WORDS];
        for (int word = 0; word < WORDS; word++) {
            words[word] = key.u64(word * Long.BYTES);
        }
        return words;
    }

    /** The hash of the key whose words stand at {@code from}. */
    long of(long[] words, int from) {
        long hash = 0;
        for (int word = 0; word < WORDS; word++) {
            long value = hash ^ words[from + word] ^ seed[2 * word];
            long factor = seed[2 * word + 1] | 1;
            hash = Math.multiplyHigh(value, factor) ^ value * factor;
        }
        return hash;
    }
}

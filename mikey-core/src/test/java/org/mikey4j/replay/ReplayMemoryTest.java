package org.mikey4j.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.SetClock;

/** What the cache costs in memory, counted by the allocations of this thread, which are the same in every run. */
class ReplayMemoryTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private final SetClock clock = new SetClock(START);

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static List<Octets> keys(int count) {
        List<Octets> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] octets = new byte[InMemoryReplayCache.KEY_OCTETS];
            ByteBuffer.wrap(octets).putLong(i * 0x9e3779b97f4a7c15L);
            keys.add(Octets.copyOf(octets));
        }
        return keys;
    }

    /** Key 32, expiry 8, two links 8, and its share of chains, wheels and spare room. */
    @Test
    void takes55OctetsForEachMessage() {
        int capacity = 1_000_000;
        long before = allocated();
        InMemoryReplayCache cache =
                InMemoryReplayCache.builder(clock, new SecureRandom(), capacity).build();
        double octets = (double) (allocated() - before) / capacity;
        assertThat(cache.find(keys(1).get(0))).isEmpty();
        assertThat(octets).isBetween(52.0, 55.0);
    }

    /** Besides their own octets: a reference, the head of an array, and the length of the context. */
    @Test
    void takes24OctetsMoreForAContextAndAnAnswer() {
        int capacity = 20_000;
        List<Octets> keys = keys(capacity);
        Octets context = Octets.copyOf(new byte[32]);
        Octets answer = Octets.copyOf(new byte[100]);
        long without = filled(keys, Octets.EMPTY, Octets.EMPTY);
        long with = filled(keys, context, answer);
        assertThat((double) (with - without) / capacity - 132).isBetween(20.0, 28.0);
    }

    private long filled(List<Octets> keys, Octets context, Octets answer) {
        InMemoryReplayCache cache = InMemoryReplayCache.builder(clock, new SecureRandom(), keys.size())
                .build();
        long before = allocated();
        for (Octets key : keys) {
            cache.putIfAbsent(key, START.plusSeconds(600), context, answer);
        }
        long after = allocated();
        assertThat(cache.find(keys.get(0))).isPresent();
        return after - before;
    }

    /** The tables are made once: filling, expiring and filling again allocates only what each call passes round. */
    @Test
    void growsByNothing() {
        int capacity = 20_000;
        InMemoryReplayCache cache =
                InMemoryReplayCache.builder(clock, new SecureRandom(), capacity).build();
        List<Octets> keys = keys(3 * capacity);
        long before = allocated();
        int fresh = 0;
        for (int i = 0; i < keys.size(); i++) {
            if (i % capacity == 0) {
                clock.set(clock.instant().plusSeconds(600));
            }
            Instant until = clock.instant().plusSeconds(600);
            if (cache.putIfAbsent(keys.get(i), until, Octets.EMPTY, Octets.EMPTY)
                    instanceof ReplayCache.Outcome.Fresh) {
                fresh++;
            }
        }
        long octets = allocated() - before;
        assertThat(fresh).isEqualTo(keys.size());
        assertThat(octets / keys.size()).as("octets allocated for each message").isLessThan(100);
    }
}

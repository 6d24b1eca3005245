package org.mikey4j.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.Octets;

class ReplayUnderThreadsTest {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant LATER = START.plusSeconds(600);
    private static final int THREADS = 4;

    private final SetClock clock = new SetClock(START);

    private static Octets key(long number) {
        byte[] octets = new byte[InMemoryReplayCache.KEY_OCTETS];
        ByteBuffer.wrap(octets).putLong(number * 0x9e3779b97f4a7c15L);
        return Octets.copyOf(octets);
    }

    @Test
    void oneOfManyThreadsIsFirst() throws Exception {
        int messages = 20_000;
        for (int capacity : new int[] {messages, 3000}) {
            InMemoryReplayCache cache = InMemoryReplayCache.builder(clock, new SecureRandom(), capacity)
                    .build();
            AtomicIntegerArray fresh = new AtomicIntegerArray(messages);
            inParallel(thread -> {
                for (int i = 0; i < messages; i++) {
                    ReplayCache.Outcome outcome = cache.putIfAbsent(key(i), LATER, Octets.EMPTY, Octets.EMPTY);
                    if (outcome instanceof ReplayCache.Outcome.Fresh) {
                        fresh.incrementAndGet(i);
                    }
                }
            });
            int accepted = 0;
            for (int i = 0; i < messages; i++) {
                assertThat(fresh.get(i))
                        .as("times that message %d was accepted", i)
                        .isLessThanOrEqualTo(1);
                assertThat(cache.find(key(i)).isPresent()).isEqualTo(fresh.get(i) == 1);
                accepted += fresh.get(i);
            }
            assertThat(accepted).isEqualTo(capacity);
        }
    }

    /** Entries expire and their rooms change hands while threads race for the same messages. */
    @Test
    void nothingIsAcceptedTwiceWhileOthersExpire() throws Exception {
        int rounds = 200;
        int perRound = 50;
        InMemoryReplayCache cache = InMemoryReplayCache.builder(clock, new SecureRandom(), 4 * perRound)
                .build();
        AtomicIntegerArray fresh = new AtomicIntegerArray(rounds * perRound);
        CyclicBarrier round =
                new CyclicBarrier(THREADS, () -> clock.set(clock.instant().plusSeconds(1)));
        inParallel(thread -> {
            for (int r = 0; r < rounds; r++) {
                round.await();
                Instant until = clock.instant().plusSeconds(2);
                for (int i = 0; i < perRound; i++) {
                    int number = r * perRound + i;
                    if (cache.putIfAbsent(key(number), until, Octets.EMPTY, Octets.EMPTY)
                            instanceof ReplayCache.Outcome.Fresh) {
                        fresh.incrementAndGet(number);
                    }
                }
            }
        });
        for (int number = 0; number < rounds * perRound; number++) {
            assertThat(fresh.get(number))
                    .as("times that message %d was accepted", number)
                    .isEqualTo(1);
        }
    }

    @Test
    void oneCounterIsAcceptedOnce() throws Exception {
        int counters = 20_000;
        InMemoryCounterLog log = new InMemoryCounterLog(1);
        AtomicIntegerArray accepted = new AtomicIntegerArray(counters);
        inParallel(thread -> {
            for (int counter = 0; counter < counters; counter++) {
                if (log.advance(Octets.ofHex("01"), counter)) {
                    accepted.incrementAndGet(counter);
                }
            }
        });
        for (int counter = 0; counter < counters; counter++) {
            assertThat(accepted.get(counter)).isEqualTo(1);
        }
    }

    /** The tables are made once: filling, expiring and filling again allocates only what each call passes round. */
    @Test
    void growsByNothing() {
        int capacity = 20_000;
        InMemoryReplayCache cache =
                InMemoryReplayCache.builder(clock, new SecureRandom(), capacity).build();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Octets> keys = new ArrayList<>();
        for (int i = 0; i < 3 * capacity; i++) {
            keys.add(key(i));
        }
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
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
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(fresh).isEqualTo(keys.size());
        assertThat(allocated / keys.size())
                .as("octets allocated for each message")
                .isLessThan(100);
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    private static void inParallel(Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<?>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                results.add(executor.submit(() -> {
                    start.await();
                    work.run(number);
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}

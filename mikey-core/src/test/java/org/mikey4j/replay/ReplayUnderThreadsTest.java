package org.mikey4j.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SetClock;

/** A table that threads damage can have chains without an end; the limit ends those. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
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

    /** Both threads bring each message at the same moment. */
    @Test
    @Proves("R3830-5.4-04")
    void oneOfTwoThreadsIsFirst() throws Exception {
        int messages = 30_000;
        for (int capacity : new int[] {messages, 3000}) {
            InMemoryReplayCache cache = InMemoryReplayCache.builder(clock, new SecureRandom(), capacity)
                    .build();
            AtomicIntegerArray fresh = new AtomicIntegerArray(messages);
            AtomicInteger arrivals = new AtomicInteger();
            inParallel(2, () -> {
                for (int i = 0; i < messages; i++) {
                    Octets key = key(i);
                    boolean last = arrivals.incrementAndGet() == 2 * (i + 1);
                    for (int spins = 0; arrivals.get() < 2 * (i + 1); spins++) {
                        if (spins > 100) {
                            Thread.yield();
                        }
                    }
                    // The one that waited hears of it late, by a time that is not known.
                    for (int spins = 0; last && spins < i % 64; spins++) {
                        Thread.onSpinWait();
                    }
                    if (cache.putIfAbsent(key, LATER, Octets.EMPTY, Octets.EMPTY)
                            instanceof ReplayCache.Outcome.Fresh) {
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
        inParallel(THREADS, () -> {
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
        inParallel(THREADS, () -> {
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

    private interface Work {
        void run() throws Exception;
    }

    private static void inParallel(int threads, Work job) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        });
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<?>> results = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                results.add(executor.submit(() -> {
                    start.await();
                    job.run();
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

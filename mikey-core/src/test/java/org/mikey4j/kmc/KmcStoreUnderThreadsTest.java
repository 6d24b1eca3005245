package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.SetClock;
import org.mikey4j.testing.TestPki;

/** What may happen once happens once, whoever comes at the same time. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KmcStoreUnderThreadsTest {
    private static final int THREADS = 4;
    private static final int ENTRIES = 5_000;
    private static final Instant LATER = TestPki.NOW.plusSeconds(600);

    private static Octets what(int number) {
        return Octets.copyOf(ByteBuffer.allocate(32).putInt(number).array());
    }

    @Test
    void eachThingIsNewToOneThreadOnly() throws Exception {
        InMemoryKmcStore store = new InMemoryKmcStore(new SetClock(TestPki.NOW), Peers.RANDOM, ENTRIES);
        AtomicIntegerArray fresh = new AtomicIntegerArray(ENTRIES);

        inParallel(thread -> {
            for (int number = 0; number < ENTRIES; number++) {
                if (store.putIfAbsent(what(number), LATER)) {
                    fresh.incrementAndGet(number);
                }
            }
        });

        for (int number = 0; number < ENTRIES; number++) {
            assertThat(fresh.get(number)).as("times that %d was new", number).isEqualTo(1);
        }
    }

    /** All threads begin the same calls; the one that is first finds its own there as long as the call lasts. */
    @Test
    void eachCallIsBegunByOneThreadAndKeepsWhatThatOneBrought() throws Exception {
        InMemoryKmcStore store = new InMemoryKmcStore(new SetClock(TestPki.NOW), Peers.RANDOM, ENTRIES);
        AtomicIntegerArray begun = new AtomicIntegerArray(ENTRIES);
        AtomicIntegerArray winner = new AtomicIntegerArray(ENTRIES);

        inParallel(thread -> {
            for (int number = 0; number < ENTRIES; number++) {
                if (store.keep(what(number), what(-thread), LATER)) {
                    begun.incrementAndGet(number);
                    winner.set(number, -thread);
                }
            }
        });

        for (int number = 0; number < ENTRIES; number++) {
            assertThat(begun.get(number)).as("times that %d was begun", number).isEqualTo(1);
            assertThat(store.kept(what(number))).contains(what(winner.get(number)));
            store.forget(what(number));
            assertThat(store.kept(what(number))).isEmpty();
        }
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    private static void inParallel(Work work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int number = 0; number < THREADS; number++) {
                int thread = number;
                results.add(executor.submit(() -> {
                    start.await();
                    work.run(thread);
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

    @Test
    void aFullStoreForgetsNothing() {
        InMemoryKmcStore store = new InMemoryKmcStore(new SetClock(TestPki.NOW), Peers.RANDOM, 2);
        assertThat(store.putIfAbsent(what(1), LATER)).isTrue();
        assertThat(store.putIfAbsent(what(2), LATER)).isTrue();
        assertThatThrownBy(() -> store.putIfAbsent(what(3), LATER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the store holds 2 entries, and none has expired");
        assertThat(store.putIfAbsent(what(1), LATER)).isFalse();
    }
}

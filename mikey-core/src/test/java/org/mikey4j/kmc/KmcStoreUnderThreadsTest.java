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
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                results.add(executor.submit(() -> {
                    start.await();
                    for (int number = 0; number < ENTRIES; number++) {
                        if (store.putIfAbsent(what(number), LATER)) {
                            fresh.incrementAndGet(number);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            executor.shutdownNow();
        }

        for (int number = 0; number < ENTRIES; number++) {
            assertThat(fresh.get(number)).as("times that %d was new", number).isEqualTo(1);
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

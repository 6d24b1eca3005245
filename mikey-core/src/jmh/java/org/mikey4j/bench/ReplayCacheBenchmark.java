package org.mikey4j.bench;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache.Outcome;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The replay cache with so many live messages; {@code -t 2} for two threads. Time goes on with the messages, 100 microseconds
 * for each, so that every new one takes the place of one that expires.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ReplayCacheBenchmark {
    private static final long NANOS_PER_MESSAGE = 100_000;
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    @Param({"1000", "1000000"})
    private int live;

    private final AtomicLong messages = new AtomicLong();
    private InMemoryReplayCache cache;

    /** A clock that goes on with the messages. */
    private final class MessageClock extends Clock {
        @Override
        public Instant instant() {
            return START.plusNanos(messages.get() * NANOS_PER_MESSAGE);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @Setup
    public void setup() {
        // Messages expire by ticks of a quarter of a second, so some more than the live ones have their place.
        cache = InMemoryReplayCache.builder(new MessageClock(), new SecureRandom(), live + 10_000)
                .build();
        for (int i = 0; i < live; i++) {
            accept();
        }
    }

    private static Octets key(long message) {
        ByteBuffer key = ByteBuffer.allocate(InMemoryReplayCache.KEY_OCTETS);
        long mixed = message;
        while (key.hasRemaining()) {
            mixed = (mixed ^ mixed >>> 31) * 0xbf58476d1ce4e5b9L + 1;
            key.putLong(mixed);
        }
        return Octets.copyOf(key.array());
    }

    /** The making of the keys alone, which is part of every figure. */
    @Benchmark
    public Octets keys() {
        return key(messages.get());
    }

    /** Before a message is authenticated: it is new. */
    @Benchmark
    public Optional<Outcome.Seen> find() {
        return cache.find(key(-1 - System.nanoTime()));
    }

    /** After it was authenticated: it is new, and another one expires. */
    @Benchmark
    public Outcome accept() {
        long message = messages.incrementAndGet();
        return cache.putIfAbsent(
                key(message), START.plusNanos((message + live) * NANOS_PER_MESSAGE), Octets.EMPTY, Octets.EMPTY);
    }

    /** It was there before. */
    @Benchmark
    public Outcome repeat() {
        long message = messages.get();
        return cache.putIfAbsent(
                key(message), START.plusNanos((message + live) * NANOS_PER_MESSAGE), Octets.EMPTY, Octets.EMPTY);
    }
}

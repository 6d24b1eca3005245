package org.mikey4j.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Two threads at one replay cache, in every order that the machine and the compiler make of them. */
public final class ReplayStress {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(START, ZoneOffset.UTC);
    private static final Instant LATER = START.plusSeconds(600);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Octets KEY = Octets.ofHex("a1".repeat(InMemoryReplayCache.KEY_OCTETS));
    private static final Octets OTHER_KEY = Octets.ofHex("b2".repeat(InMemoryReplayCache.KEY_OCTETS));
    private static final Octets A = Octets.ofHex("aa".repeat(100));
    private static final Octets B = Octets.ofHex("bb".repeat(300));

    private ReplayStress() {}

    static ReplayCache cache(int capacity) {
        return InMemoryReplayCache.builder(CLOCK, RANDOM, capacity)
                .answerOctets(2000)
                .trackedSince(Instant.MIN)
                .build();
    }

    /** What came of a message: new, there before with all of its context and answer, or something in between. */
    static String name(ReplayCache.Outcome outcome) {
        if (outcome instanceof ReplayCache.Outcome.Seen seen) {
            return seen.context().equals(seen.answer()) ? name(seen.context()) : "torn";
        }
        return outcome.getClass().getSimpleName();
    }

    private static String name(Octets octets) {
        return octets.equals(A) ? "A" : octets.equals(B) ? "B" : "torn";
    }

    /** The same message twice at the same moment is new once, and the other time what was kept of it is whole. */
    @JCStressTest
    @Outcome(id = "Fresh, A", expect = ACCEPTABLE, desc = "the first was first")
    @Outcome(id = "B, Fresh", expect = ACCEPTABLE, desc = "the second was first")
    @Outcome(expect = FORBIDDEN, desc = "accepted twice, never, or half read")
    @State
    public static class SameMessage {
        private final ReplayCache cache = cache(4);

        @Actor
        public void first(LL_Result result) {
            result.r1 = name(cache.putIfAbsent(KEY, LATER, A, A));
        }

        @Actor
        public void second(LL_Result result) {
            result.r2 = name(cache.putIfAbsent(KEY, LATER, B, B));
        }
    }

    /** The last room is given once. */
    @JCStressTest
    @Outcome(
                id = {"Fresh, Full", "Full, Fresh"},
                expect = ACCEPTABLE,
                desc = "one had room")
    @Outcome(expect = FORBIDDEN, desc = "both had room, or none")
    @State
    public static class LastRoom {
        private final ReplayCache cache = cache(1);

        @Actor
        public void first(LL_Result result) {
            result.r1 = name(cache.putIfAbsent(KEY, LATER, A, A));
        }

        @Actor
        public void second(LL_Result result) {
            result.r2 = name(cache.putIfAbsent(OTHER_KEY, LATER, B, B));
        }
    }

    /** Who looks while another puts sees nothing or all. */
    @JCStressTest
    @Outcome(
                id = {"Fresh, nothing", "Fresh, A"},
                expect = ACCEPTABLE,
                desc = "nothing, or all of it")
    @Outcome(expect = FORBIDDEN, desc = "half of it")
    @State
    public static class Looking {
        private final ReplayCache cache = cache(4);

        @Actor
        public void puts(LL_Result result) {
            result.r1 = name(cache.putIfAbsent(KEY, LATER, A, A));
        }

        @Actor
        public void looks(LL_Result result) {
            result.r2 = cache.find(KEY).map(ReplayStress::name).orElse("nothing");
        }
    }
}

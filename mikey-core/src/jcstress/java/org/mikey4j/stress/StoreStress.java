package org.mikey4j.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.mikey4j.kmc.InMemoryKmcStore;
import org.mikey4j.kmc.KmcStore;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.InMemoryCounterLog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads at the store of a centre or at the counters of peers. */
public final class StoreStress {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(START, ZoneOffset.UTC);
    private static final Instant LATER = START.plusSeconds(600);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Octets CALL = Octets.ofHex("c0".repeat(32));
    private static final Octets A = Octets.ofHex("aa".repeat(100));
    private static final Octets B = Octets.ofHex("bb".repeat(300));

    private StoreStress() {}

    private static KmcStore store() {
        return new InMemoryKmcStore(CLOCK, RANDOM, 4);
    }

    private static String kept(KmcStore store) {
        return store.kept(CALL)
                .map(kept -> kept.equals(A) ? "A" : kept.equals(B) ? "B" : "torn")
                .orElse("nothing");
    }

    /** What may happen once happens once. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "once")
    @Outcome(expect = FORBIDDEN, desc = "twice, or never")
    @State
    public static class Once {
        private final KmcStore store = store();

        @Actor
        public void first(ZZ_Result result) {
            result.r1 = store.putIfAbsent(CALL, LATER);
        }

        @Actor
        public void second(ZZ_Result result) {
            result.r2 = store.putIfAbsent(CALL, LATER);
        }
    }

    /** Of two nodes that begin the same call one wins, and what it keeps is kept. */
    @JCStressTest
    @Outcome(
            id = {"true, false, A", "false, true, B"},
            expect = ACCEPTABLE,
            desc = "the winner's")
    @Outcome(expect = FORBIDDEN, desc = "both, none, or the loser's")
    @State
    public static class Keeping {
        private final KmcStore store = store();

        @Actor
        public void first(LLL_Result result) {
            result.r1 = store.keep(CALL, A, LATER);
        }

        @Actor
        public void second(LLL_Result result) {
            result.r2 = store.keep(CALL, B, LATER);
        }

        @Arbiter
        public void afterwards(LLL_Result result) {
            result.r3 = kept(store);
        }
    }

    /** Who looks while another forgets sees all or nothing. */
    @JCStressTest
    @Outcome(
            id = {"A, nothing", "nothing, nothing"},
            expect = ACCEPTABLE,
            desc = "all, or nothing")
    @Outcome(expect = FORBIDDEN, desc = "half of it, or not forgotten")
    @State
    public static class Forgetting {
        private final KmcStore store = store();

        public Forgetting() {
            store.keep(CALL, A, LATER);
        }

        @Actor
        public void looks(LL_Result result) {
            result.r1 = kept(store);
        }

        @Actor
        public void forgets() {
            store.forget(CALL);
        }

        @Arbiter
        public void afterwards(LL_Result result) {
            result.r2 = kept(store);
        }
    }

    /** A counter goes up only, whoever comes first. */
    @JCStressTest
    @Outcome(
            id = {"true, true", "false, true"},
            expect = ACCEPTABLE,
            desc = "the higher counts always, the lower if it came first")
    @Outcome(expect = FORBIDDEN, desc = "the higher was refused")
    @State
    public static class Counters {
        private final CounterLog log = new InMemoryCounterLog(1);

        @Actor
        public void lower(ZZ_Result result) {
            result.r1 = log.advance(CALL, 5);
        }

        @Actor
        public void higher(ZZ_Result result) {
            result.r2 = log.advance(CALL, 7);
        }
    }

    /** The same counter counts once. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "once")
    @Outcome(expect = FORBIDDEN, desc = "twice, or never")
    @State
    public static class SameCounter {
        private final CounterLog log = new InMemoryCounterLog(1);

        @Actor
        public void first(ZZ_Result result) {
            result.r1 = log.advance(CALL, 5);
        }

        @Actor
        public void second(ZZ_Result result) {
            result.r2 = log.advance(CALL, 5);
        }
    }
}

package org.mikey4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.InMemoryReplayCache.Builder;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.NoReplays;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.SetClock;
import org.mikey4j.testing.TestPki;

/**
 * Both ends of every mode under a network that does its worst. {@code -Dmikey.seed=N} runs one seed again; a failure lists the
 * steps that led to it.
 */
class SafetyTest {
    private static final int RUNS = 40;
    private static final int STEPS = 60;

    /** What a fault is put into. */
    private record Fault(
            Function<ReplayCache, ReplayCache> memory, BiFunction<Mode, Ends, Ends> ends, Compatibility... bobDeparts) {
        static final Fault NONE = new Fault(cache -> cache, (mode, ends) -> ends);

        static Fault ofMemory(Function<ReplayCache, ReplayCache> memory) {
            return new Fault(memory, (mode, ends) -> ends);
        }

        static Fault ofBob(UnaryOperator<Octets> hears) {
            return new Fault(
                    cache -> cache,
                    (mode, ends) ->
                            Mode.of(ends::begin, (octets, context) -> ends.receive(hears.apply(octets), context)));
        }
    }

    private static Network network(Mode mode, long seed, Fault fault) {
        SecureRandom random = Setup.seeded(seed);
        SetClock bobClock = new SetClock(TestPki.NOW);
        Supplier<Builder> cache = () -> InMemoryReplayCache.builder(bobClock, random, 64);
        Memory memory = new Memory(
                fault.memory().apply(cache.get().trackedSince(Instant.MIN).build()),
                () -> fault.memory().apply(cache.get().build()));
        Setup setup = Setup.of(random, new Random(seed), bobClock, memory, fault.bobDeparts());
        return new Network(
                setup, fault.ends().apply(mode, mode.ends(setup)), new Safety(mode.sealOctets()), memory::forget);
    }

    /** Runs every seed; says how often what happened. */
    private static Map<String, Integer> check(Mode mode, int runs, Fault fault) {
        Map<String, Integer> seen = new TreeMap<>();
        Long only = Long.getLong("mikey.seed");
        for (long seed = only == null ? 0 : only; seed < (only == null ? runs : only + 1); seed++) {
            Network network = network(mode, seed, fault);
            try {
                network.run(STEPS);
            } catch (AssertionError e) {
                throw new AssertionError(mode + " fails with -Dmikey.seed=" + seed + "\n" + e.getMessage(), e);
            }
            network.safety().seen().forEach((what, times) -> seen.merge(what, times, Integer::sum));
        }
        return seen;
    }

    @ParameterizedTest
    @EnumSource
    void theWorstNetworkBreaksNoPromise(Mode mode) {
        Map<String, Integer> seen = check(mode, RUNS, Fault.NONE);

        // The runs came to where something could have gone wrong.
        List<String> wanted = new ArrayList<>(List.of(
                "Bob accepts",
                "Bob answers again",
                "Bob: MALFORMED",
                "Bob: AUTHENTICATION_FAILED",
                "Bob: REPLAYED",
                "Bob: NOT_TRACKED",
                "Bob: TIMESTAMP_OUTSIDE_WINDOW",
                "Bob: WRONG_DATA_TYPE"));
        if (mode != Mode.SAKKE) {
            wanted.addAll(
                    List.of("Alice accepts", "Alice: MALFORMED", "Alice: AUTHENTICATION_FAILED", "Alice: MISMATCH"));
        }
        assertThat(seen.keySet()).containsAll(wanted);
    }

    @ParameterizedTest
    @EnumSource
    void aQuietNetworkEstablishesEveryExchange(Mode mode) {
        Network network = network(mode, 1, Fault.NONE);
        network.runQuietly(8);
        network.safety().assertAllEstablished();
    }

    private static void assertCaught(Mode mode, Fault fault, String promise) {
        assertThatThrownBy(() -> check(mode, RUNS, fault))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(promise);
    }

    @ParameterizedTest
    @EnumSource
    void aResponderWithoutAMemoryIsCaught(Mode mode) {
        assertCaught(mode, Fault.ofMemory(cache -> new NoReplays()), "Bob accepts a message twice");
    }

    @Test
    void aMemoryThatMakesRoomIsCaught() {
        assertCaught(Mode.PSK, Fault.ofMemory(cache -> new MakesRoom()), "Bob accepts a message twice");
    }

    @Test
    void aRestartedResponderThatThinksItKnowsAllIsCaught() {
        assertCaught(Mode.PSK, Fault.ofMemory(NeverLostTrack::new), "Bob accepts a message twice");
    }

    @Test
    void aResponderThatAnswersCopiesInAnyContextIsCaught() {
        Fault deaf = new Fault(
                cache -> cache,
                (mode, ends) -> Mode.of(ends::begin, (octets, context) -> ends.receive(octets, Octets.ofHex("07"))));
        assertCaught(Mode.PSK, deaf, "the context of a repetition");
    }

    /** Whatever comes gets a right MAC before it is looked at: the same as not to look at MACs. */
    @Test
    void aResponderThatDoesNotLookAtTheMacIsCaught() {
        assertCaught(
                Mode.PSK,
                Fault.ofBob(
                        octets -> decoded(octets).map(SafetyTest::withRightMac).orElse(octets)),
                "Bob takes ");
    }

    @Test
    void aResponderThatDoesNotLookAtTheSignatureIsCaught() {
        for (Mode mode : List.of(Mode.PUBLIC_KEY, Mode.DH, Mode.RSA_R)) {
            assertCaught(
                    mode,
                    Fault.ofBob(octets ->
                            decoded(octets).map(SafetyTest::withRightSignature).orElse(octets)),
                    "Bob takes ");
        }
    }

    /** An end that takes the PRF of long keys otherwise; the signatures of the exchange cannot tell. */
    @Test
    void endsWithDifferentKeysAreCaught() {
        Fault other = new Fault(cache -> cache, (mode, ends) -> ends, Compatibility.PRF_EMPTY_LAST_BLOCK);
        assertCaught(Mode.DH, other, "Alice's keys are Bob's");
    }

    private static Optional<MikeyMessage> decoded(Octets octets) {
        try {
            return Optional.of(MikeyMessage.decode(octets.toByteArray()));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    private static Octets withRightMac(MikeyMessage message) {
        Optional<RandPayload> rand = message.payload(RandPayload.class);
        List<Payload> payloads = message.payloads();
        if (rand.isEmpty()
                || !(payloads.get(payloads.size() - 1) instanceof KemacPayload kemac)
                || kemac.macAlg() != MacAlg.HMAC_SHA_1_160) {
            return message.octets();
        }
        try (MessageProtection protection = MessageProtection.derive(
                KemacCipher.AES_CM_128,
                MacAlgorithm.HMAC_SHA_1_160,
                MacAlgorithm.HMAC_SHA_1_160.keyOctets(),
                Prf.MIKEY_1,
                Mode.SHARED,
                message.header().csbId(),
                rand.get().rand())) {
            return protection.authenticate(message).octets();
        }
    }

    private static Octets withRightSignature(MikeyMessage message) {
        List<Payload> payloads = message.payloads();
        if (payloads.isEmpty() || !(payloads.get(payloads.size() - 1) instanceof SignPayload)) {
            return message.octets();
        }
        return Signatures.sign(
                        message.header(), payloads.subList(0, payloads.size() - 1), Peers.signer(Peers.ALICE_CERT))
                .octets();
    }

    /** Has room for one message, and makes room for another. */
    private static final class MakesRoom implements ReplayCache {
        private final Map<Octets, Outcome.Seen> last = new HashMap<>();

        @Override
        public Optional<Outcome.Seen> find(Octets key) {
            return Optional.ofNullable(last.get(key));
        }

        @Override
        public Outcome putIfAbsent(Octets key, Instant until, Octets context, Octets answer) {
            last.clear();
            last.put(key, new Outcome.Seen(context, answer));
            return new Outcome.Fresh();
        }

        @Override
        public Instant trackedSince() {
            return Instant.MIN;
        }
    }

    private record NeverLostTrack(ReplayCache cache) implements ReplayCache {
        @Override
        public Optional<Outcome.Seen> find(Octets key) {
            return cache.find(key);
        }

        @Override
        public Outcome putIfAbsent(Octets key, Instant until, Octets context, Octets answer) {
            return cache.putIfAbsent(key, until, context, answer);
        }

        @Override
        public Instant trackedSince() {
            return Instant.MIN;
        }
    }
}

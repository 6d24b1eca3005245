package org.mikey4j.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.ReplayCache.Outcome;
import org.mikey4j.replay.ReplayCache.Outcome.Fresh;
import org.mikey4j.replay.ReplayCache.Outcome.Full;
import org.mikey4j.replay.ReplayCache.Outcome.Seen;
import org.mikey4j.replay.ReplayCache.Outcome.TooLate;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SetClock;

class InMemoryReplayCacheTest {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant LATER = START.plusSeconds(600);
    private static final Octets NONE = Octets.EMPTY;

    private final SetClock clock = new SetClock(START);

    private InMemoryReplayCache.Builder builder(int capacity) {
        return InMemoryReplayCache.builder(clock, new SecureRandom(), capacity);
    }

    private InMemoryReplayCache cache(int capacity) {
        return builder(capacity).build();
    }

    private static Octets key(long number) {
        byte[] octets = new byte[InMemoryReplayCache.KEY_OCTETS];
        ByteBuffer.wrap(octets).putLong(octets.length - Long.BYTES, number);
        return Octets.copyOf(octets);
    }

    private static Outcome put(ReplayCache cache, long number, Instant until) {
        return cache.putIfAbsent(key(number), until, NONE, NONE);
    }

    @Test
    void remembersWhoMayRepeatAndWhatWasAnswered() {
        InMemoryReplayCache cache = cache(10);
        Octets context = Octets.ofHex("c0ffee");
        Octets answer = Octets.ofHex("0102030405");

        assertThat(cache.find(key(1))).isEmpty();
        assertThat(cache.putIfAbsent(key(1), LATER, context, answer)).isEqualTo(new Fresh());
        assertThat(cache.putIfAbsent(key(2), LATER, context, NONE)).isEqualTo(new Fresh());
        assertThat(put(cache, 3, LATER)).isEqualTo(new Fresh());

        assertThat(cache.find(key(1))).contains(new Seen(context, answer));
        assertThat(cache.find(key(2))).contains(new Seen(context, NONE));
        assertThat(cache.find(key(3))).contains(new Seen(NONE, NONE));
        assertThat(cache.putIfAbsent(key(1), LATER, NONE, Octets.ofHex("ff")))
                .as("what was remembered first stays")
                .isEqualTo(new Seen(context, answer));
    }

    @Test
    void keepsNothingOfTheMessageThatAContextIsAWindowOn() {
        InMemoryReplayCache cache = cache(1);
        byte[] array = {1, 2, 3, 4};
        Octets window = Octets.copyOf(array).slice(1, 2);
        cache.putIfAbsent(key(1), LATER, window, NONE);
        assertThat(cache.find(key(1))).contains(new Seen(Octets.ofHex("0203"), NONE));
    }

    @Test
    void everyOctetOfTheKeyCounts() {
        InMemoryReplayCache cache = cache(100);
        assertThat(cache.putIfAbsent(key(0), LATER, NONE, NONE)).isEqualTo(new Fresh());
        for (int at = 0; at < InMemoryReplayCache.KEY_OCTETS; at++) {
            byte[] other = key(0).toByteArray();
            other[at] ^= 1;
            assertThat(cache.find(Octets.copyOf(other)))
                    .as("octet %d differs", at)
                    .isEmpty();
            assertThat(cache.putIfAbsent(Octets.copyOf(other), LATER, NONE, NONE))
                    .as("octet %d differs", at)
                    .isEqualTo(new Fresh());
        }
    }

    @Test
    @Proves("R3830-5.4-03")
    void isLiveUntilTheVeryMomentOfItsExpiry() {
        InMemoryReplayCache cache = cache(1);
        Instant until = START.plusSeconds(600).plusNanos(1);
        put(cache, 1, until);

        clock.set(until.minusNanos(1));
        assertThat(cache.find(key(1))).isPresent();
        assertThat(put(cache, 1, until)).isInstanceOf(Seen.class);
        assertThat(put(cache, 2, until.plusSeconds(600))).isEqualTo(new Full());

        clock.set(until);
        assertThat(cache.find(key(1))).isEmpty();
        assertThat(put(cache, 2, until.plusSeconds(600))).as("its room is free").isEqualTo(new Fresh());
    }

    /**
     * A cache that is wiped at intervals lets a message come again that was accepted just before (peers' practice). Here the
     * time of acceptance does not matter, only the message's own.
     */
    @Test
    @Proves("R3830-5.4-04")
    void hasNoMomentAtWhichAMessageCanComeAgain() {
        Duration window = Duration.ofMinutes(5);
        Instant end = START.plus(Duration.ofMinutes(15));
        InMemoryReplayCache cache = cache(5000);
        long message = 0;
        Map<Long, Instant> sent = new HashMap<>();
        for (Instant now = START; now.isBefore(end); now = now.plusMillis(1700)) {
            clock.set(now);
            for (Duration lag : List.of(window.negated(), Duration.ZERO, window)) {
                Instant until = now.plus(lag).plus(window).plusNanos(1);
                assertThat(put(cache, ++message, until)).isEqualTo(new Fresh());
                sent.put(message, until);
            }
            Instant at = now;
            sent.values().removeIf(until -> !until.isAfter(at));
            sent.forEach((number, until) -> assertThat(put(cache, number, until))
                    .as("message %d at %s", number, at)
                    .isInstanceOf(Seen.class));
        }
        assertThat(message).isGreaterThan(1500);
    }

    @Test
    void refusesWhenFullAndForgetsNothing() {
        InMemoryReplayCache cache = cache(3);
        put(cache, 1, LATER);
        put(cache, 2, LATER.plusSeconds(1));
        put(cache, 3, LATER.plusSeconds(2));

        assertThat(put(cache, 4, LATER)).isEqualTo(new Full());
        assertThat(cache.find(key(4))).isEmpty();
        assertThat(put(cache, 1, LATER)).isInstanceOf(Seen.class);
        assertThat(put(cache, 2, LATER)).isInstanceOf(Seen.class);
        assertThat(put(cache, 3, LATER)).isInstanceOf(Seen.class);

        clock.set(LATER);
        assertThat(put(cache, 4, LATER.plusSeconds(10))).isEqualTo(new Fresh());
        assertThat(put(cache, 5, LATER.plusSeconds(10))).isEqualTo(new Full());
    }

    @Test
    void refusesAnswersBeyondTheirRoomUntilThatIsFreeAgain() {
        InMemoryReplayCache cache = builder(10).answerOctets(8).build();
        Octets five = Octets.ofHex("0102030405");
        assertThat(cache.putIfAbsent(key(1), LATER, NONE, five)).isEqualTo(new Fresh());
        assertThat(cache.putIfAbsent(key(2), LATER, Octets.ofHex("01"), five.slice(0, 3)))
                .isEqualTo(new Full());
        assertThat(cache.putIfAbsent(key(2), LATER, Octets.ofHex("01"), five.slice(0, 2)))
                .isEqualTo(new Fresh());
        assertThat(put(cache, 3, LATER)).as("without any").isEqualTo(new Fresh());

        clock.set(LATER);
        assertThat(cache.putIfAbsent(key(4), LATER.plusSeconds(1), five, five.slice(0, 3)))
                .isEqualTo(new Fresh());
    }

    @Test
    void refusesWhatMayHaveBeenForgotten() {
        InMemoryReplayCache cache = cache(1);
        Instant until = START.plusSeconds(60);
        put(cache, 1, until);
        assertThat(put(cache, 2, START)).as("its time is over").isEqualTo(new TooLate());

        clock.set(until);
        assertThat(put(cache, 1, until)).as("the end of its window").isEqualTo(new TooLate());
        put(cache, 3, until.plusSeconds(60));

        clock.set(START.plusSeconds(1));
        assertThat(cache.find(key(1))).as("forgotten for another").isEmpty();
        assertThat(put(cache, 1, until)).as("the clock was set back").isEqualTo(new TooLate());
        assertThat(put(cache, 3, until.plusSeconds(60))).isInstanceOf(Seen.class);
    }

    @Test
    void recoversFromAClockThatWasWrong() {
        InMemoryReplayCache cache = cache(2);
        put(cache, 1, LATER);
        clock.set(START.plus(Duration.ofDays(36500)));
        Instant far = clock.instant().plusSeconds(600);
        assertThat(put(cache, 2, far)).isEqualTo(new Fresh());
        clock.set(START.minus(Duration.ofDays(36500)));
        assertThat(put(cache, 3, clock.instant().plusSeconds(1))).isEqualTo(new TooLate());
        clock.set(START.plusSeconds(1));
        assertThat(put(cache, 4, LATER.plusSeconds(1))).isEqualTo(new Fresh());
        clock.set(LATER.plusSeconds(1));
        assertThat(put(cache, 5, LATER.plusSeconds(2)))
                .as("the room of message 4; message 2 is still to come")
                .isEqualTo(new Fresh());
        assertThat(put(cache, 2, far)).isInstanceOf(Seen.class);
    }

    @Test
    void takesTimesOutsideEveryCalendar() {
        InMemoryReplayCache cache = cache(2);
        assertThat(put(cache, 1, Instant.MAX)).isEqualTo(new Fresh());
        assertThat(put(cache, 2, Instant.MIN)).isEqualTo(new TooLate());
        clock.advance(Duration.ofDays(365 * 200));
        assertThat(put(cache, 1, Instant.MAX)).isInstanceOf(Seen.class);
    }

    @Test
    @Proves("R3830-5.4-05")
    void knowsOnlyWhatCameSinceItWasMade() {
        assertThat(cache(1).trackedSince()).isEqualTo(START);
        assertThat(builder(1).trackedSince(Instant.MIN).build().trackedSince()).isEqualTo(Instant.MIN);
    }

    @Test
    void refusesWhatCannotBeAKeyOrASize() {
        InMemoryReplayCache cache = cache(1);
        assertThatThrownBy(() -> cache.find(key(1).slice(0, 31)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key: 31 octets, not 32");
        assertThatThrownBy(() -> cache.putIfAbsent(NONE, LATER, NONE, NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key: 0 octets, not 32");
        assertThatThrownBy(() -> builder(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("capacity: 0");
        assertThatThrownBy(() -> builder(1).answerOctets(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("answer octets: -1");
    }

    @Test
    void holdsItsCapacityAcrossStripes() {
        int capacity = 40_000;
        InMemoryReplayCache cache = cache(capacity);
        for (int number = 0; number < capacity; number++) {
            assertThat(put(cache, number, LATER)).isEqualTo(new Fresh());
        }
        int over = 0;
        while (put(cache, capacity + over, LATER) instanceof Fresh) {
            over++;
        }
        assertThat(over).as("room beyond the capacity").isLessThan(capacity / 5);
        for (int number = 0; number < capacity; number++) {
            assertThat(cache.find(key(number))).isPresent();
        }
    }

    /** Against a map that is searched through, with a clock that also jumps. */
    @Test
    void agreesWithASimpleModel() {
        Random random = new Random(38300504);
        for (int round = 0; round < 20; round++) {
            clock.set(START);
            int capacity = 1 + random.nextInt(60);
            InMemoryReplayCache cache = cache(capacity);
            Map<Long, Instant> model = new HashMap<>();
            for (int step = 0; step < 3000; step++) {
                clock.advance(Duration.ofNanos(random.nextLong(step % 500 == 0 ? 4_000_000_000_000L : 5_000_000_000L)));
                Instant now = clock.instant();
                model.values().removeIf(until -> !until.isAfter(now));
                long number = random.nextInt(200);
                Instant until = now.plusNanos(random.nextLong(600_000_000_000L) - 1_000_000_000L);
                Outcome outcome = put(cache, number, until);
                if (model.containsKey(number)) {
                    assertThat(outcome).isInstanceOf(Seen.class);
                } else if (!until.isAfter(now)) {
                    assertThat(outcome).isEqualTo(new TooLate());
                } else if (model.size() < capacity) {
                    assertThat(outcome).as("round %d step %d", round, step).isEqualTo(new Fresh());
                    model.put(number, until);
                } else {
                    assertThat(outcome).isEqualTo(new Full());
                }
                long other = random.nextInt(200);
                assertThat(cache.find(key(other)).isPresent()).isEqualTo(model.containsKey(other));
            }
        }
    }

    @Test
    void findsTheRoomOfWhatExpiredWhileNobodyCame() {
        InMemoryReplayCache cache = cache(1000);
        List<Instant> ends = new ArrayList<>();
        for (int number = 0; number < 1000; number++) {
            Instant until = START.plusMillis(60_000L * (1 + number % 50));
            ends.add(until);
            put(cache, number, until);
        }
        clock.set(START.plus(Duration.ofMinutes(25)).plusMillis(1));
        long gone =
                ends.stream().filter(until -> !until.isAfter(clock.instant())).count();
        for (int number = 0; number < gone; number++) {
            assertThat(put(cache, 10_000 + number, clock.instant().plusSeconds(600)))
                    .as("message %d of %d", number, gone)
                    .isEqualTo(new Fresh());
        }
        assertThat(put(cache, 20_000, clock.instant().plusSeconds(600))).isEqualTo(new Full());
    }
}

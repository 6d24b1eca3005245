package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.assertWiped;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.exchange.ticket.Tpk;
import org.mikey4j.testing.SetClock;
import org.mikey4j.testing.TestPki;

/** Which key seals and which ones open at a time, and when they are wiped. */
class TicketKeyRingTest {
    private static final Duration SEALING = Duration.ofHours(1);
    private static final Duration OPENING = Duration.ofHours(2);
    private static final Instant LAST = TestPki.NOW.plus(SEALING).plus(OPENING);

    private final SetClock clock = new SetClock(TestPki.NOW);
    private final TicketKeyRing ring = new TicketKeyRing(clock, RANDOM, SEALING, OPENING);

    @ParameterizedTest
    @CsvSource({"PT0S, PT1S", "PT-1S, PT1S", "PT1S, PT0S", "PT1S, PT-1S"})
    void bothTimesArePositive(Duration sealing, Duration opening) {
        assertThatThrownBy(() -> new TicketKeyRing(clock, RANDOM, sealing, opening))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key ring: seals for " + sealing + ", opens for " + opening);
    }

    @Test
    void aKeySealsUntilItsTimeIsOver() {
        Tpk first = ring.current();
        clock.set(TestPki.NOW.plus(SEALING).minusNanos(1));
        assertThat(ring.current()).isEqualTo(first);

        clock.set(TestPki.NOW.plus(SEALING));
        Tpk second = ring.current();

        assertThat(second.key()).isNotEqualTo(first.key());
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(ring.find(first.id())).contains(first);
        assertThat(ring.find(second.id())).contains(second);
        assertThat(ring.find(Optional.empty())).isEmpty();
    }

    @Test
    void aKeyIsNotUsedBeforeItWasDrawn() {
        Tpk first = ring.current();
        clock.set(TestPki.NOW.minusNanos(1));

        assertThat(ring.current().id()).isNotEqualTo(first.id());
    }

    @Test
    void whoeverAsksForTheCurrentKeyFindsOldOnesWiped() {
        Tpk first = ring.current();
        clock.set(LAST);
        Tpk second = ring.current();
        assertThat(first.key().toByteArray()).as("opens for the last time").hasSize(32);

        clock.set(LAST.plusNanos(1));
        assertThat(ring.current()).isEqualTo(second);

        assertWiped(first.key());
        assertThat(ring).hasToString("TicketKeyRing[1 keys]");
    }

    @Test
    void whoeverLooksForAKeyFindsOldOnesWiped() {
        Tpk first = ring.current();
        clock.set(LAST);
        assertThat(ring.find(first.id())).contains(first);

        clock.set(LAST.plusNanos(1));
        assertThat(ring.find(first.id())).isEmpty();

        assertWiped(first.key());
    }

    @Test
    void allButTheNewestAreForgottenAtOnce() {
        Tpk first = ring.current();
        ring.rotate();
        Tpk second = ring.current();
        ring.rotate();
        Tpk third = ring.current();

        ring.forgetOld();
        ring.forgetOld();

        assertWiped(first.key(), second.key());
        assertThat(ring.find(first.id())).isEmpty();
        assertThat(ring.current()).isEqualTo(third);
        assertThat(third.key().toByteArray()).hasSize(32);
    }

    @Test
    void closeWipesAll() {
        Tpk first = ring.current();
        ring.rotate();
        Tpk second = ring.current();

        ring.close();

        assertWiped(first.key(), second.key());
        assertThat(ring).hasToString("TicketKeyRing[0 keys]");
    }
}

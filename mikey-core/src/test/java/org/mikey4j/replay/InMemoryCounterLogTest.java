package org.mikey4j.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

class InMemoryCounterLogTest {
    private static final Octets ALICE = Octets.ofHex("a11ce0");
    private static final Octets BOB = Octets.ofHex("b0b0");

    private final InMemoryCounterLog log = new InMemoryCounterLog(2);

    @Test
    @Proves("R3830-6.6-02")
    void acceptsOnlyWhatGoesUp() {
        assertThat(log.advance(ALICE, 0)).isTrue();
        assertThat(log.advance(ALICE, 0)).isFalse();
        assertThat(log.advance(ALICE, 7)).isTrue();
        assertThat(log.advance(ALICE, 7)).isFalse();
        assertThat(log.advance(ALICE, 6)).isFalse();
        assertThat(log.advance(ALICE, 0xffffffffL)).isTrue();
        assertThat(log.advance(ALICE, 0xffffffffL)).isFalse();
    }

    @Test
    void keepsPeersApart() {
        assertThat(log.advance(ALICE, 7)).isTrue();
        assertThat(log.advance(BOB, 1)).isTrue();
        assertThat(log.advance(ALICE, 8)).isTrue();
        assertThat(log.advance(BOB, 1)).isFalse();
    }

    @Test
    void refusesNewPeersWhenFull() {
        log.advance(ALICE, 1);
        log.advance(BOB, 1);
        assertThat(log.advance(Octets.ofHex("ca01"), 1)).isFalse();
        assertThat(log.advance(ALICE, 1)).as("still known").isFalse();
        assertThat(log.advance(ALICE, 2)).isTrue();
    }

    @Test
    void knowsAPeerByItsOctets() {
        assertThat(log.advance(Octets.ofHex("00a11ce000").slice(1, 3), 5)).isTrue();
        assertThat(log.advance(ALICE, 5)).isFalse();
    }

    @Test
    void refusesWhatIsNoCounter() {
        assertThatThrownBy(() -> log.advance(ALICE, -1)).hasMessage("counter: -1");
        assertThatThrownBy(() -> log.advance(ALICE, 0x1_0000_0000L)).hasMessage("counter: 4294967296");
        assertThatThrownBy(() -> new InMemoryCounterLog(0)).hasMessage("capacity: 0");
    }
}

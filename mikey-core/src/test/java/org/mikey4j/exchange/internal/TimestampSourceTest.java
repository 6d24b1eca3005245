package org.mikey4j.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SetClock;

/** Timestamps of a clock that stands, goes back and overflows. */
class TimestampSourceTest {
    private final SetClock clock = new SetClock(Instant.parse("2026-11-01T12:00:00Z"));
    private final TimestampSource source = new TimestampSource(clock);

    private static TPayload utc(long timestamp) {
        return new TPayload(TsType.NTP_UTC, timestamp);
    }

    @Test
    @Proves("R3830-5.2-06")
    void theyGoUpWhateverTheClockDoes() {
        assertThat(source.next()).isEqualTo(utc(0xee91a84000000000L));
        assertThat(source.next()).as("the clock stands").isEqualTo(utc(0xee91a84000000001L));
        clock.set(Instant.parse("2026-11-01T11:00:00Z"));
        assertThat(source.next()).as("it goes back").isEqualTo(utc(0xee91a84000000002L));
        clock.set(Instant.parse("2026-11-01T12:00:01Z"));
        assertThat(source.next()).as("it goes on").isEqualTo(utc(0xee91a84100000000L));
    }

    @Test
    @Proves("R3830-4.2.8-01")
    void theyGoOnAfterTheOverflowOf2036() {
        clock.set(Instant.parse("2036-02-07T06:28:15Z"));
        assertThat(source.next()).isEqualTo(utc(0xffffffff00000000L));
        clock.set(Instant.parse("2036-02-07T06:28:16Z"));
        assertThat(source.next()).isEqualTo(utc(0));
        assertThat(source.next()).isEqualTo(utc(1));
    }

    /** In 2104 their highest bit is set again, as it was from 1968 to 2036. */
    @Test
    @Proves("R3830-4.2.8-01")
    void theyGoOnWhenTheirHighestBitIsSet() {
        clock.set(Instant.parse("2104-02-26T09:42:23Z"));
        assertThat(source.next()).isEqualTo(utc(0x7fffffff00000000L));
        clock.set(Instant.parse("2104-02-26T09:42:24Z"));
        assertThat(source.next()).isEqualTo(utc(0x8000000000000000L));
    }
}

package org.mikey4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.testing.Proves;

/** Times and timestamps as Python's datetime counts them from 1900-01-01, and the eras around the overflow of 2036. */
class NtpTimeTest {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 83aa7e8000000000",
        "2026-11-01T12:00:00Z, ee91a84000000000",
        "2026-11-01T12:00:00.5Z, ee91a84080000000",
        "2026-11-01T12:00:00.999999999Z, ee91a840fffffffb",
        "2036-02-07T06:28:15.000000001Z, ffffffff00000004",
        "2036-02-07T06:28:16.25Z, 0000000040000000"
    })
    @Proves("R3830-4.2.8-02")
    void anInstantHasATimestamp(Instant instant, String timestamp) {
        assertThat(NtpTime.of(instant)).isEqualTo(Long.parseUnsignedLong(timestamp, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "ee91a84080000000, 2026-11-01T12:00:00Z, 2026-11-01T12:00:00.5Z",
        "ee91a840ffffffff, 2026-11-01T12:00:00Z, 2026-11-01T12:00:00.999999999Z",
        "ee91a84000000005, 2026-11-01T12:00:00Z, 2026-11-01T12:00:00.000000001Z",
        "ffffffff00000000, 2036-02-07T06:28:17Z, 2036-02-07T06:28:15Z",
        "0000000000000000, 2036-02-07T06:28:15Z, 2036-02-07T06:28:16Z",
        "83aa7e8040000000, 1970-01-01T00:00:00Z, 1970-01-01T00:00:00.25Z",
        // As far from now as half an era: later; one second more: earlier.
        "6e91a84000000000, 2026-11-01T12:00:00Z, 2094-11-19T15:14:08Z",
        "6e91a84100000000, 2026-11-01T12:00:00Z, 1958-10-14T08:45:53Z"
    })
    @Proves("R3830-4.2.8-01")
    void aTimestampStandsForTheInstantNearestToNow(String timestamp, Instant now, Instant instant) {
        assertThat(NtpTime.toInstant(Long.parseUnsignedLong(timestamp, 16), now))
                .isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "8000000000000000, 1968-01-20T03:14:08Z",
        "ffffffff80000000, 2036-02-07T06:28:15.5Z",
        "0000000000000000, 2036-02-07T06:28:16Z",
        "7fffffff40000000, 2104-02-26T09:42:23.25Z",
        "7fffffffffffffff, 2104-02-26T09:42:23.999999999Z"
    })
    void withoutATimeOfItsOwnItIsAfter1968(String timestamp, Instant instant) {
        assertThat(NtpTime.toInstant1968(Long.parseUnsignedLong(timestamp, 16))).isEqualTo(instant);
    }
}

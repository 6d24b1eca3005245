package org.mikey4j.crypto.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.testing.Proves;

class KeyPeriodsTest {
    private static final KeyPeriods THIRTY_DAYS = new KeyPeriods(2_592_000, 0);

    /** Timestamps and periods of messages of mission-critical peers; the last lies past the 2036 wrap of NTP. */
    @ParameterizedTest
    @CsvSource({
        "16777215, 0, 2025-10-01T00:00:00Z, 236",
        "914544000, 0, 2025-09-28T00:00:00Z, 4",
        "2592000, 0, 2025-10-10T22:03:08Z, 1531",
        "2592000, 0, 1900-01-01T00:00:00Z, 0",
        "2592000, 100, 1900-01-31T00:01:39Z, 0",
        "2592000, 100, 1900-01-31T00:01:40Z, 1",
        "2592000, 0, 2036-02-07T06:28:16Z, 1657",
        "2592000, 0, 2100-01-01T00:00:00Z, 2434"
    })
    @Proves("T33180-F.2.1-02")
    void periodOfAnInstant(long seconds, long offset, Instant instant, long number) {
        assertThat(new KeyPeriods(seconds, offset).at(instant)).isEqualTo(number);
    }

    @Test
    @Proves("T33180-F.2.1-02")
    void periodsBeginAndEndAtTheSecond() {
        Instant start = THIRTY_DAYS.start(1531);

        assertThat(start).isEqualTo("2025-10-02T00:00:00Z");
        assertThat(THIRTY_DAYS.at(start)).isEqualTo(1531);
        assertThat(THIRTY_DAYS.at(start.minusNanos(1))).isEqualTo(1530);
        assertThat(THIRTY_DAYS.start(1532)).isEqualTo(start.plusSeconds(2_592_000));
        assertThat(new KeyPeriods(10, 7).start(0)).isEqualTo("1900-01-01T00:00:07Z");
    }

    @Test
    void periodsToTryAreTheNearestFirst() {
        Instant instant = THIRTY_DAYS.start(1531);

        assertThat(THIRTY_DAYS.around(instant, 0)).containsExactly(1531L);
        assertThat(THIRTY_DAYS.around(instant, 2)).containsExactly(1531L, 1530L, 1532L, 1529L, 1533L);
        assertThat(THIRTY_DAYS.around(THIRTY_DAYS.start(1), 2)).containsExactly(1L, 0L, 2L, 3L);
    }

    @Test
    void impossiblePeriodsAreRefused() {
        assertRefused(() -> new KeyPeriods(0, 0), "a key period has at least one second (TS 33.180, F.2.1): 0");
        assertRefused(() -> new KeyPeriods(1, -1), "the key period offset is not negative (TS 33.180, F.2.1): -1");
        assertRefused(
                () -> THIRTY_DAYS.at(Instant.parse("1899-12-31T23:59:59Z")),
                "before the first key period (TS 33.180, F.2.1): 1899-12-31T23:59:59Z");
        assertRefused(() -> THIRTY_DAYS.start(-1), "a key period number is not negative (TS 33.180, F.2.1): -1");
        assertRefused(() -> THIRTY_DAYS.start(Long.MAX_VALUE), "a key period that no calendar has: " + Long.MAX_VALUE);
        assertThatThrownBy(() -> THIRTY_DAYS.around(Instant.EPOCH, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the distance is negative: -1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2011-02-15T12:00:00Z | 2011-02",
                "2011-02-26T23:59:59Z | 2011-02",
                "2011-02-27T00:00:00Z | 2011-02 2011-03",
                "2011-02-28T23:59:59Z | 2011-02 2011-03",
                "2011-03-01T00:00:00Z | 2011-03 2011-02",
                "2011-03-02T23:59:59Z | 2011-03 2011-02",
                "2011-03-03T00:00:00Z | 2011-03",
                "2012-02-28T00:00:00Z | 2012-02 2012-03",
                "2011-12-30T00:00:00Z | 2011-12 2012-01",
                "2012-01-01T00:00:00Z | 2012-01 2011-12"
            })
    @Proves("R6509-3.3-02")
    void monthsWhoseKeysAreAccepted(Instant instant, String months) {
        assertThat(MonthlyKeyPeriods.acceptedAt(instant).stream().map(YearMonth::toString))
                .containsExactly(months.split(" "));
        assertThat(MonthlyKeyPeriods.at(instant)).isEqualTo(YearMonth.parse(months.substring(0, 7)));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable action, String message) {
        assertThatThrownBy(action).isInstanceOf(IdentifierException.class).hasMessage(message);
    }
}

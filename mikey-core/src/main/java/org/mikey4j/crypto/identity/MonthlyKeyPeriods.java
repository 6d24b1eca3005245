package org.mikey4j.crypto.identity;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Key periods of a calendar month in UTC (RFC 6509, 3.3). The new month's keys are accepted from the second-to-last day of
 * the old month on, the old month's on the first and second days of the new one; from the third day they are refused, so
 * that a device that got no new keys is out.
 */
public final class MonthlyKeyPeriods {
    /** Days before the end, the last one included, on which the next month's keys are already accepted. */
    private static final int DAYS_EARLY = 2;

    /** Days of a month on which the previous month's keys are still accepted. */
    private static final int DAYS_LATE = 2;

    private MonthlyKeyPeriods() {}

    /** The month that identifiers are formed with at an instant. */
    public static YearMonth at(Instant instant) {
        return YearMonth.from(instant.atOffset(ZoneOffset.UTC));
    }

    /** The months whose keys are accepted at an instant, the current one first. */
    public static List<YearMonth> acceptedAt(Instant instant) {
        LocalDate day = LocalDate.ofInstant(instant, ZoneOffset.UTC);
        YearMonth month = YearMonth.from(day);
        List<YearMonth> months = new ArrayList<>();
        months.add(month);
        if (day.getDayOfMonth() <= DAYS_LATE) {
            months.add(month.minusMonths(1));
        }
        if (day.getDayOfMonth() > day.lengthOfMonth() - DAYS_EARLY) {
            months.add(month.plusMonths(1));
        }
        return List.copyOf(months);
    }
}

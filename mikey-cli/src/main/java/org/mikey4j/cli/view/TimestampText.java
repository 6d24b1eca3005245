package org.mikey4j.cli.view;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.message.registry.TsType;

/** Timestamps in words (RFC 3830, 6.6). */
final class TimestampText {
    /** 2036-02-07, when the seconds wrap: years from 1968 to 2104 are told apart, as RFC 4330, 3 has it. */
    private static final Instant SECONDS_WRAP = Instant.ofEpochSecond(2_085_978_496L);

    private static final long FILETIME_PER_SECOND = 10_000_000L;
    private static final long FILETIME_TO_UNIX = 11_644_473_600L;
    private static final long YEAR_2000 = 946_684_800L;
    private static final long HALF_A_CENTURY = 50L * 365 * 24 * 3600;

    private TimestampText() {}

    /**
     * The time in UTC for a timestamp, the number for a counter. Without the formatter of {@code java.time}, which takes
     * longer to start than all the rest of this.
     */
    static String of(int tsType, long value) {
        return switch (tsType) {
            case TsType.NTP_UTC, TsType.NTP -> date(unixSeconds(value)) + filetime(value);
            case TsType.NTP_UTC_32 -> date(unixSeconds(value << 32));
            default -> Long.toUnsignedString(value);
        };
    }

    private static long unixSeconds(long ntp) {
        return NtpTime.toInstant(ntp, SECONDS_WRAP).getEpochSecond();
    }

    /** Some products put the time of Windows here: units of 100 ns since 1601. As NTP that is the first year after 2036. */
    private static String filetime(long value) {
        long seconds = value / FILETIME_PER_SECOND - FILETIME_TO_UNIX;
        boolean plausible = value > 0 && seconds > YEAR_2000 && seconds < YEAR_2000 + HALF_A_CENTURY;
        return plausible ? ", or " + date(seconds) + " as a Windows FILETIME" : "";
    }

    private static String date(long unixSeconds) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(unixSeconds, 0, ZoneOffset.UTC);
        return time.getYear() + "-" + two(time.getMonthValue()) + "-" + two(time.getDayOfMonth()) + " "
                + two(time.getHour()) + ":" + two(time.getMinute()) + ":" + two(time.getSecond()) + " UTC";
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}

package org.mikey4j.exchange;

import java.time.Instant;

/**
 * The 64-bit time of NTP-UTC and NTP timestamps: seconds since 1900 in the upper half, their fraction in the lower
 * (RFC 3830, 6.6).
 */
public final class NtpTime {
    /** Seconds from 1900-01-01 to 1970-01-01. */
    private static final long EPOCH_OFFSET = 2_208_988_800L;

    private static final long SECONDS_PER_ERA = 1L << 32;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private NtpTime() {}

    /** The timestamp for {@code instant}, rounded down to what 64 bits can say. */
    public static long of(Instant instant) {
        long seconds = instant.getEpochSecond() + EPOCH_OFFSET;
        long fraction = ((long) instant.getNano() << 32) / NANOS_PER_SECOND;
        return seconds << 32 | fraction;
    }

    /**
     * The instant that a timestamp stands for. The seconds overflow every 136 years, next in 2036, so the era is taken in
     * which the instant is nearest to {@code now} (RFC 3830, 4.2.8).
     */
    public static Instant toInstant(long timestamp, Instant now) {
        long seconds = timestamp >>> 32;
        long reference = now.getEpochSecond() + EPOCH_OFFSET;
        long era = Math.floorDiv(reference - seconds + SECONDS_PER_ERA / 2, SECONDS_PER_ERA);
        long nanos = ((timestamp & 0xffff_ffffL) * NANOS_PER_SECOND) >>> 32;
        return Instant.ofEpochSecond(seconds + era * SECONDS_PER_ERA - EPOCH_OFFSET, nanos);
    }

    /**
     * The instant that a timestamp stands for between 1968 and 2104: one whose highest bit is not set is after the overflow of
     * 2036 (RFC 4330, 3; RFC 6043, 6.3).
     */
    public static Instant toInstant1968(long timestamp) {
        long era = timestamp < 0 ? 0 : SECONDS_PER_ERA;
        long nanos = ((timestamp & 0xffff_ffffL) * NANOS_PER_SECOND) >>> 32;
        return Instant.ofEpochSecond((timestamp >>> 32) + era - EPOCH_OFFSET, nanos);
    }
}

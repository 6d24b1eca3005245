package org.mikey4j.crypto.identity;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbered key periods of equal length, as the certificate of a mission-critical key management service states them
 * (TS 33.180, F.2.1): period n begins {@code offset + n * period} seconds after 1900-01-01T00:00:00Z. Seconds are counted
 * past the 2036 wrap of 32-bit NTP timestamps.
 *
 * @param seconds the length of a period, UserKeyPeriod, at least 1; 2,592,000 (30 days) is usual
 * @param offset where period 0 begins, UserKeyOffset, in seconds, not negative
 */
public record KeyPeriods(long seconds, long offset) {
    /** From 1900-01-01, where NTP begins, to 1970-01-01, in seconds. */
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;

    /** @throws IdentifierException where the length is not positive or the offset negative */
    public KeyPeriods {
        if (seconds < 1) {
            throw new IdentifierException("a key period has at least one second (TS 33.180, F.2.1): " + seconds);
        }
        if (offset < 0) {
            throw new IdentifierException("the key period offset is not negative (TS 33.180, F.2.1): " + offset);
        }
    }

    /**
     * The number of the period that an instant lies in.
     *
     * @throws IdentifierException where it lies before period 0
     */
    public long at(Instant instant) {
        long number = Math.floorDiv(instant.getEpochSecond() + NTP_TO_UNIX_SECONDS - offset, seconds);
        if (number < 0) {
            throw new IdentifierException("before the first key period (TS 33.180, F.2.1): " + instant);
        }
        return number;
    }

    /**
     * The first instant of a period; its last is just before that of the next.
     *
     * @param number not negative
     * @throws IdentifierException where no instant can express it
     */
    public Instant start(long number) {
        if (number < 0) {
            throw new IdentifierException("a key period number is not negative (TS 33.180, F.2.1): " + number);
        }
        try {
            long sinceNtpEpoch = Math.addExact(Math.multiplyExact(number, seconds), offset);
            return Instant.ofEpochSecond(Math.subtractExact(sinceNtpEpoch, NTP_TO_UNIX_SECONDS));
        } catch (ArithmeticException | DateTimeException e) {
            throw new IdentifierException("a key period that no calendar has: " + number, e);
        }
    }

    /**
     * The periods to try for a message, nearest first: the one that an instant lies in, then those before and after it.
     * A timestamp does not say which period a message's identifiers are of; the receiver compares user identifiers.
     *
     * @param instant usually the message's timestamp
     * @param distance how many periods away to go, not negative
     * @throws IdentifierException where the instant lies before period 0
     * @throws IllegalArgumentException where the distance is negative
     */
    public List<Long> around(Instant instant, int distance) {
        if (distance < 0) {
            throw new IllegalArgumentException("the distance is negative: " + distance);
        }
        long current = at(instant);
        List<Long> numbers = new ArrayList<>();
        numbers.add(current);
        for (int i = 1; i <= distance; i++) {
            if (current - i >= 0) {
                numbers.add(current - i);
            }
            numbers.add(current + i);
        }
        return List.copyOf(numbers);
    }
}

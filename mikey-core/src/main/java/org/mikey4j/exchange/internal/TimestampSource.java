package org.mikey4j.exchange.internal;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.TsType;

/**
 * Timestamps that never repeat and never go back, however coarse the clock is (RFC 3830, 5.2): under one key and CSB ID a
 * repeated timestamp would repeat the key stream of AES-CM.
 */
public final class TimestampSource {
    private final Clock clock;
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

    public TimestampSource(Clock clock) {
        this.clock = clock;
    }

    /** The time, or the smallest step after the timestamp before. Safe under threads. */
    public TPayload next() {
        long now = NtpTime.of(clock.instant());
        long timestamp = last.updateAndGet(before -> before != Long.MIN_VALUE && now - before <= 0 ? before + 1 : now);
        return new TPayload(TsType.NTP_UTC, timestamp);
    }
}

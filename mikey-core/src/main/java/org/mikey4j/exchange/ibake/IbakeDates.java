package org.mikey4j.exchange.ibake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/**
 * How long a private key serves: the date that follows the identity in what the public key is hashed from (RFC 6267, 4.1). Which it is, is
 * the policy of a key management service; days and months are those of UTC.
 */
public enum IbakeDates {
    /** A day: {@code 2026-11-29}. */
    DAY(10, ChronoUnit.DAYS),
    /** A month: {@code 2026-11}. */
    MONTH(7, ChronoUnit.MONTHS);

    private final int letters;
    private final ChronoUnit unit;

    IbakeDates(int letters, ChronoUnit unit) {
        this.letters = letters;
        this.unit = unit;
    }

    /** The date that an instant lies in. */
    public String at(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString().substring(0, letters);
    }

    /** When the date that an instant lies in begins. */
    public Instant start(Instant instant) {
        return first(instant).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** When the date after it begins. */
    public Instant end(Instant instant) {
        return first(instant).plus(1, unit).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** What the public key of an identity is hashed from: the data of the identity, then the date. */
    public Octets identity(IdPayload id, Instant at) {
        byte[] date = at(at).getBytes(StandardCharsets.US_ASCII);
        byte[] octets = new byte[id.idData().length() + date.length];
        id.idData().copyTo(octets, 0);
        System.arraycopy(date, 0, octets, id.idData().length(), date.length);
        return Octets.copyOf(octets);
    }

    private LocalDate first(Instant instant) {
        LocalDate day = LocalDate.ofInstant(instant, ZoneOffset.UTC);
        return this == MONTH ? day.withDayOfMonth(1) : day;
    }
}

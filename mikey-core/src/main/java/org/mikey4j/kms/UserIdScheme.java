package org.mikey4j.kms;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import org.mikey4j.crypto.identity.IdentifierException;
import org.mikey4j.crypto.identity.KeyPeriods;
import org.mikey4j.crypto.identity.MonthlyKeyPeriods;
import org.mikey4j.crypto.identity.TelIdentifier;
import org.mikey4j.crypto.identity.UserId;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.IdScheme;

/** How a key management service makes identifiers of its users' URIs, and how it counts key periods. */
public sealed interface UserIdScheme {
    /** The number in the SAKKE payload; see {@link IdScheme}. */
    int idScheme();

    /**
     * The number of the key period that an instant lies in.
     *
     * @throws IdentifierException where it lies before the first
     */
    long periodAt(Instant instant);

    /**
     * The first instant of a period.
     *
     * @throws IdentifierException where the period is none
     */
    Instant start(long period);

    /**
     * The identifier of a user, as ECCSI and SAKKE use it.
     *
     * @param userUri the user's URI
     * @param kmsUri the service's URI
     * @param period the number of the key period
     * @throws IdentifierException where it cannot be made of these
     */
    Octets identifier(String userUri, String kmsUri, long period);

    /** A period as people write it. */
    String text(long period);

    /**
     * UIDs of mission-critical services: UserIdFormat 2 (TS 33.180, F.2.1).
     *
     * @param periods UserKeyPeriod and UserKeyOffset
     */
    record HashedUid(KeyPeriods periods) implements UserIdScheme {
        @Override
        public int idScheme() {
            return IdScheme.HASHED_UID_3GPP;
        }

        @Override
        public long periodAt(Instant instant) {
            return periods.at(instant);
        }

        @Override
        public Instant start(long period) {
            return periods.start(period);
        }

        @Override
        public Octets identifier(String userUri, String kmsUri, long period) {
            return UserId.of(userUri, kmsUri, periods, period).octets();
        }

        @Override
        public String text(long period) {
            return Long.toString(period);
        }
    }

    /** Telephone numbers with monthly keys (RFC 6509, 3.2). A period's number counts the months since the year 0. */
    record MonthlyTel() implements UserIdScheme {
        @Override
        public int idScheme() {
            return IdScheme.TEL_URI_MONTHLY;
        }

        @Override
        public long periodAt(Instant instant) {
            return MonthlyKeyPeriods.at(instant).getLong(ChronoField.PROLEPTIC_MONTH);
        }

        @Override
        public Instant start(long period) {
            return month(period).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        }

        @Override
        public Octets identifier(String userUri, String kmsUri, long period) {
            return new TelIdentifier(month(period), userUri).octets();
        }

        @Override
        public String text(long period) {
            return month(period).toString();
        }

        private static YearMonth month(long period) {
            try {
                return YearMonth.of(0, 1).with(ChronoField.PROLEPTIC_MONTH, period);
            } catch (DateTimeException e) {
                throw new IdentifierException("not a month: " + period, e);
            }
        }
    }
}

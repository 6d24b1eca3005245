package org.mikey4j.cli.secret;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.exchange.ibake.IbakeDates;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/**
 * A private key of a user of MIKEY-IBAKE as a file brings it, before anybody has checked it.
 *
 * @param kms the service that it is from
 * @param user whose it is, a URI or a NAI
 * @param date for which it serves, {@code 2026-11} or {@code 2026-11-23}
 * @param key a BFPrivateKeyBlock in DER (RFC 5091, 8); {@link #close} wipes it
 */
public record IbeUserKey(String kms, String user, String date, SecretBytes key) implements AutoCloseable {
    private static final int MONTH_LETTERS = 7;

    static IbeUserKey of(KeyFileEntry entry) {
        IbeUserKey key = new IbeUserKey(
                entry.text("kms"),
                entry.text("user"),
                entry.text("date"),
                entry.secret("key").copy());
        try {
            key.from();
        } catch (DateTimeException e) {
            key.close();
            throw CliFailure.keyMissing(entry.label() + ", date: is to be a date such as 2026-11 or 2026-11-23");
        }
        return key;
    }

    /** When the date begins. */
    public Instant from() {
        return LocalDate.parse(date.length() == MONTH_LETTERS ? date + "-01" : date)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    /** The user as messages name it. */
    public IdPayload id() {
        return user.contains(":") ? IdPayload.uri(user) : IdPayload.nai(user);
    }

    /** What the public key is hashed from. */
    public Octets identity(IbakeDates dates) {
        return dates.identity(id(), from());
    }

    /**
     * The key, checked.
     *
     * @throws org.mikey4j.crypto.ibe.IbeException if it is not the key of this user, date and service
     */
    public IbePrivateKey open(IbeService service) {
        return IbePrivateKey.decode(service.parameters(), identity(service.dates()), key);
    }

    @Override
    public void close() {
        key.close();
    }
}

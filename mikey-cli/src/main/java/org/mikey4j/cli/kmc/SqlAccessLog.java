package org.mikey4j.cli.kmc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.mikey4j.kmc.AccessEntry;
import org.mikey4j.kmc.AccessLog;
import org.mikey4j.message.Octets;

/** The record of lawful access in the database of a centre, one for all of its nodes. Safe under threads. */
public final class SqlAccessLog implements AccessLog {
    /** Each time another entry was put there first. */
    private static final int MOST_TRIES = 1_000;

    private static final int MOST_OCTETS = 4_096;
    private static final String COLUMNS =
            "number, at_second, at_nano, kind, warrant, call_digest, detail, sealed, shares, previous, hash";

    private final SqlDatabase database;

    /**
     * Opens the record, and makes its table if it is not there.
     *
     * @param database closed by whoever opened it
     * @throws SQLException if the database cannot be used
     */
    public SqlAccessLog(SqlDatabase database) throws SQLException {
        this.database = database;
        database.table(
                "mikey_kmc_access",
                "number BIGINT PRIMARY KEY, at_second BIGINT NOT NULL, at_nano INT NOT NULL, kind VARCHAR(16) NOT NULL, "
                        + "warrant VARCHAR(1000) NOT NULL, call_digest " + database.digest()
                        + " NOT NULL, detail VARCHAR(4000) NOT NULL, sealed " + database.octets(MOST_OCTETS)
                        + " NOT NULL, shares " + database.octets(MOST_OCTETS) + " NOT NULL, previous "
                        + database.digest() + " NOT NULL, hash " + database.digest() + " NOT NULL");
    }

    /** @throws IllegalStateException if the database fails; nothing is then written down */
    @Override
    public AccessEntry append(Function<Optional<AccessEntry>, AccessEntry> next) {
        try {
            for (int i = 0; i < MOST_TRIES; i++) {
                AccessEntry entry = next.apply(last());
                if (insert(entry)) {
                    return entry;
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the record of lawful access fails: " + e.getMessage(), e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalStateException("the last entry of the record of lawful access cannot be read", e);
        }
        throw new IllegalStateException("the record of lawful access is written to by too many at once");
    }

    private Optional<AccessEntry> last() throws SQLException {
        return database.run(
                "SELECT " + COLUMNS + " FROM mikey_kmc_access ORDER BY number DESC FETCH FIRST 1 ROW ONLY", query -> {
                    try (ResultSet row = query.executeQuery()) {
                        return row.next() ? Optional.of(entry(row)) : Optional.empty();
                    }
                });
    }

    private boolean insert(AccessEntry entry) throws SQLException {
        return database.insert(
                "INSERT INTO mikey_kmc_access (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row -> {
                    Instant at = entry.at();
                    row.setLong(1, entry.number());
                    row.setLong(2, at.getEpochSecond());
                    row.setInt(3, at.getNano());
                    row.setString(4, entry.kind().name());
                    row.setString(5, entry.warrant());
                    row.setBytes(6, entry.call().toByteArray());
                    row.setString(7, entry.detail());
                    row.setBytes(8, entry.sealed().toByteArray());
                    row.setBytes(9, joined(entry.shares()));
                    row.setBytes(10, entry.previous().toByteArray());
                    row.setBytes(11, entry.hash().toByteArray());
                    return row.executeUpdate();
                });
    }

    /**
     * A record as it stands there.
     *
     * @param entries in the order of their numbers; whether they are whole {@link AccessEntry#verify} tells
     * @param unreadable the number of the entry after them, if it is not even one
     */
    public record Reading(List<AccessEntry> entries, OptionalLong unreadable) {
        public Reading {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The whole record.
     *
     * @throws SQLException if the database fails
     */
    public Reading read() throws SQLException {
        return database.run("SELECT " + COLUMNS + " FROM mikey_kmc_access ORDER BY number", query -> {
            List<AccessEntry> entries = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    try {
                        entries.add(entry(row));
                    } catch (IllegalArgumentException | DateTimeException e) {
                        return new Reading(entries, OptionalLong.of(row.getLong(1)));
                    }
                }
            }
            return new Reading(entries, OptionalLong.empty());
        });
    }

    private static AccessEntry entry(ResultSet row) throws SQLException {
        return new AccessEntry(
                row.getLong(1),
                Instant.ofEpochSecond(row.getLong(2), row.getInt(3)),
                AccessEntry.Kind.valueOf(row.getString(4)),
                row.getString(5),
                Octets.copyOf(row.getBytes(6)),
                row.getString(7),
                Octets.copyOf(row.getBytes(8)),
                parted(row.getBytes(9)),
                Octets.copyOf(row.getBytes(10)),
                Octets.copyOf(row.getBytes(11)));
    }

    /** Each behind its length in four octets. */
    private static byte[] joined(List<Octets> shares) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Octets share : shares) {
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(share.length()).array());
            out.writeBytes(share.toByteArray());
        }
        return out.toByteArray();
    }

    private static List<Octets> parted(byte[] joined) {
        List<Octets> shares = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(joined);
        while (in.remaining() >= Integer.BYTES) {
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new IllegalArgumentException("shares: " + length + " octets");
            }
            byte[] share = new byte[length];
            in.get(share);
            shares.add(Octets.copyOf(share));
        }
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("shares: octets left over");
        }
        return shares;
    }
}

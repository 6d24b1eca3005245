package org.mikey4j.cli.kmc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.mikey4j.kmc.KmcStore;
import org.mikey4j.message.Octets;

/**
 * What a centre must not forget, in a database: fingerprints, from which no key follows, and the keys of calls that are being set up, which
 * are sealed. Safe under threads.
 */
public final class SqlKmcStore implements KmcStore {
    private static final int MOST_SEALED = 512;

    private final SqlDatabase database;
    private final Clock clock;
    private final SqlSweep seen;
    private final SqlSweep calls;

    /**
     * Opens a store, and makes its tables if they are not there.
     *
     * @param database closed by whoever opened it
     * @throws SQLException if the database cannot be used
     */
    public SqlKmcStore(SqlDatabase database, Clock clock) throws SQLException {
        this.database = database;
        this.clock = clock;
        this.seen = new SqlSweep(database, clock, "mikey_kmc_seen");
        this.calls = new SqlSweep(database, clock, "mikey_kmc_call");
        database.table("mikey_kmc_seen", "what " + database.digest() + " PRIMARY KEY, until_millis BIGINT NOT NULL");
        database.table(
                "mikey_kmc_call",
                "call_digest " + database.digest() + " PRIMARY KEY, sealed " + database.octets(MOST_SEALED)
                        + " NOT NULL, until_millis BIGINT NOT NULL");
    }

    /** @throws IllegalStateException if the database fails; nothing is then accepted */
    @Override
    public boolean putIfAbsent(Octets what, Instant until) {
        return put(
                seen,
                "INSERT INTO mikey_kmc_seen (until_millis, what) VALUES (?, ?)",
                "UPDATE mikey_kmc_seen SET until_millis = ? WHERE what = ? AND until_millis < ?",
                until.toEpochMilli(),
                what.toByteArray());
    }

    /** @throws IllegalStateException if the database fails; nothing is then kept */
    @Override
    public boolean keep(Octets call, Octets sealed, Instant until) {
        return put(
                calls,
                "INSERT INTO mikey_kmc_call (sealed, until_millis, call_digest) VALUES (?, ?, ?)",
                "UPDATE mikey_kmc_call SET sealed = ?, until_millis = ? WHERE call_digest = ? AND until_millis < ?",
                sealed.toByteArray(),
                until.toEpochMilli(),
                call.toByteArray());
    }

    /** A row that is there may be over, which one of us finds out. */
    private boolean put(SqlSweep sweep, String insert, String renew, Object... values) {
        return SqlDatabase.in(() -> {
            sweep.added();
            return database.insert(insert, statement -> {
                        SqlDatabase.bind(statement, values);
                        return statement.executeUpdate();
                    })
                    || database.run(renew, statement -> {
                        SqlDatabase.bind(statement, values);
                        statement.setLong(values.length + 1, clock.millis());
                        return statement.executeUpdate() == 1;
                    });
        });
    }

    /** @throws IllegalStateException if the database fails */
    @Override
    public Optional<Octets> kept(Octets call) {
        return SqlDatabase.in(() ->
                database.run("SELECT sealed FROM mikey_kmc_call WHERE call_digest = ? AND until_millis >= ?", query -> {
                    query.setBytes(1, call.toByteArray());
                    query.setLong(2, clock.millis());
                    try (ResultSet found = query.executeQuery()) {
                        return found.next() ? Optional.of(Octets.copyOf(found.getBytes(1))) : Optional.empty();
                    }
                }));
    }

    /** @throws IllegalStateException if the database fails */
    @Override
    public void forget(Octets call) {
        SqlDatabase.in(() -> database.run("DELETE FROM mikey_kmc_call WHERE call_digest = ?", delete -> {
            delete.setBytes(1, call.toByteArray());
            return delete.executeUpdate();
        }));
    }
}

package org.mikey4j.cli.kmc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.mikey4j.kmc.GroupStore;
import org.mikey4j.message.Octets;

/** The groups of a centre in its database. Safe under threads. */
public final class SqlGroupStore implements GroupStore {
    private static final int MOST_SEALED = 1 << 20;

    private static final String INSERT =
            "INSERT INTO mikey_kmc_group (version, sealed, until_millis, group_digest) VALUES (?, ?, ?, ?)";
    private static final String REPLACE =
            "UPDATE mikey_kmc_group SET version = ?, sealed = ?, until_millis = ? WHERE group_digest = ? AND ";

    private final SqlDatabase database;
    private final Clock clock;

    /**
     * Opens a store, and makes its table if it is not there.
     *
     * @param database closed by whoever opened it
     * @throws SQLException if the database cannot be used
     */
    public SqlGroupStore(SqlDatabase database, Clock clock) throws SQLException {
        this.database = database;
        this.clock = clock;
        database.table(
                "mikey_kmc_group",
                "group_digest " + database.digest() + " PRIMARY KEY, version BIGINT NOT NULL, sealed "
                        + database.octets(MOST_SEALED) + " NOT NULL, until_millis BIGINT NOT NULL");
    }

    @Override
    public Optional<Kept> find(Octets group) {
        return SqlDatabase.in(() -> database.run(
                "SELECT version, sealed FROM mikey_kmc_group WHERE group_digest = ? AND until_millis >= ?", query -> {
                    SqlDatabase.bind(query, group.toByteArray(), clock.millis());
                    try (ResultSet rows = query.executeQuery()) {
                        return rows.next()
                                ? Optional.of(new Kept(rows.getLong(1), Octets.copyOf(rows.getBytes(2))))
                                : Optional.empty();
                    }
                }));
    }

    @Override
    public boolean replace(Octets group, long before, Kept next, Instant until) {
        Object[] row = {next.version(), next.sealed().toByteArray(), until.toEpochMilli(), group.toByteArray()};
        return SqlDatabase.in(() -> before == 0
                ? database.insert(INSERT, insert -> executed(insert, row))
                        || executed(REPLACE + "until_millis < ?", row, clock.millis())
                : executed(REPLACE + "version = ?", row, before));
    }

    private boolean executed(String sql, Object[] row, long condition) throws SQLException {
        return database.run(sql, update -> {
                    update.setLong(row.length + 1, condition);
                    return executed(update, row);
                })
                == 1;
    }

    private static int executed(PreparedStatement statement, Object... row) throws SQLException {
        SqlDatabase.bind(statement, row);
        return statement.executeUpdate();
    }

    @Override
    public void forget(Octets group) {
        SqlDatabase.in(() -> database.run("DELETE FROM mikey_kmc_group WHERE group_digest = ?", delete -> {
            SqlDatabase.bind(delete, (Object) group.toByteArray());
            return delete.executeUpdate();
        }));
    }
}

package org.mikey4j.cli.kmc;

import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes out of a table what is over, now and then. Safe under threads. */
final class SqlSweep {
    private static final int EVERY = 10_000;

    private final SqlDatabase database;
    private final Clock clock;
    private final String table;
    private final AtomicInteger since = new AtomicInteger();

    /** @param table has a column {@code until_millis} */
    SqlSweep(SqlDatabase database, Clock clock, String table) {
        this.database = database;
        this.clock = clock;
        this.table = table;
    }

    /** A row is added, and once in a while those that are over go. */
    void added() throws SQLException {
        if (since.incrementAndGet() % EVERY == 0) {
            database.run("DELETE FROM " + table + " WHERE until_millis < ?", delete -> {
                delete.setLong(1, clock.millis());
                return delete.executeUpdate();
            });
        }
    }
}

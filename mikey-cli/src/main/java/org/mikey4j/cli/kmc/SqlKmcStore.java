package org.mikey4j.cli.kmc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.mikey4j.kmc.KmcStore;
import org.mikey4j.message.Octets;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What a centre must not forget, in a database: in a file of this machine by H2, or on a PostgreSQL server that all nodes of the
 * centre share. What is kept are fingerprints, from which no key follows. Safe under threads.
 */
public final class SqlKmcStore implements KmcStore, AutoCloseable {
    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final String DUPLICATE = "23505";
    private static final int SWEEP_EVERY = 10_000;

    private final DataSource source;
    private final Clock clock;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private int sinceSweep;
    private boolean closed;

    private SqlKmcStore(DataSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Whether a URL is for a database that is known here. */
    static boolean isKnown(String url) {
        return url.startsWith(H2) || url.startsWith(POSTGRESQL);
    }

    /**
     * Opens a store, and makes its table if it is not there.
     *
     * @param url {@code jdbc:h2:file:PATH} or {@code jdbc:postgresql://HOST/DATABASE}
     * @param user empty for none
     * @param password empty for none
     * @throws SQLException if the database cannot be used
     */
    public static SqlKmcStore open(String url, Optional<String> user, Optional<String> password, Clock clock)
            throws SQLException {
        SqlKmcStore store = new SqlKmcStore(source(url, user, password), clock);
        try (Connection connection = store.source.getConnection();
                Statement statement = connection.createStatement()) {
            String octets = url.startsWith(H2) ? "BINARY(32)" : "BYTEA";
            statement.execute("CREATE TABLE IF NOT EXISTS mikey_kmc_seen (what " + octets
                    + " PRIMARY KEY, until_millis BIGINT NOT NULL)");
        }
        return store;
    }

    private static DataSource source(String url, Optional<String> user, Optional<String> password) {
        if (url.startsWith(H2)) {
            JdbcDataSource h2 = new JdbcDataSource();
            // Written through when a statement returns; and the process may end at any time.
            h2.setURL(url + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
            h2.setUser(user.orElse("sa"));
            h2.setPassword(password.orElse(""));
            return h2;
        }
        PGSimpleDataSource postgresql = new PGSimpleDataSource();
        postgresql.setUrl(url);
        user.ifPresent(postgresql::setUser);
        password.ifPresent(postgresql::setPassword);
        return postgresql;
    }

    /** @throws IllegalStateException if the database fails; nothing is then accepted */
    @Override
    public boolean putIfAbsent(Octets what, Instant until) {
        try {
            Connection connection = take();
            boolean isNew = put(connection, what.toByteArray(), until.toEpochMilli());
            give(connection);
            return isNew;
        } catch (SQLException e) {
            throw new IllegalStateException("the store of the centre fails: " + e.getMessage(), e);
        }
    }

    private boolean put(Connection connection, byte[] what, long until) throws SQLException {
        if (isTimeToSweep()) {
            try (PreparedStatement sweep =
                    connection.prepareStatement("DELETE FROM mikey_kmc_seen WHERE until_millis < ?")) {
                sweep.setLong(1, clock.millis());
                sweep.executeUpdate();
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO mikey_kmc_seen (what, until_millis) VALUES (?, ?)")) {
            insert.setBytes(1, what);
            insert.setLong(2, until);
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (!DUPLICATE.equals(e.getSQLState())) {
                throw e;
            }
        }
        // It is there; unless it could have been forgotten, which one of us finds out.
        try (PreparedStatement renew = connection.prepareStatement(
                "UPDATE mikey_kmc_seen SET until_millis = ? WHERE what = ? AND until_millis < ?")) {
            renew.setLong(1, until);
            renew.setBytes(2, what);
            renew.setLong(3, clock.millis());
            return renew.executeUpdate() == 1;
        }
    }

    private synchronized boolean isTimeToSweep() {
        sinceSweep++;
        if (sinceSweep < SWEEP_EVERY) {
            return false;
        }
        sinceSweep = 0;
        return true;
    }

    /** A connection that failed is not given back, so that a new one is made after it. */
    private Connection take() throws SQLException {
        synchronized (this) {
            if (closed) {
                throw new SQLException("it is closed");
            }
            Connection known = idle.poll();
            if (known != null) {
                return known;
            }
        }
        return source.getConnection();
    }

    private synchronized void give(Connection connection) throws SQLException {
        if (closed) {
            connection.close();
        } else {
            idle.push(connection);
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        closed = true;
        for (Connection connection : idle) {
            connection.close();
        }
        idle.clear();
    }
}

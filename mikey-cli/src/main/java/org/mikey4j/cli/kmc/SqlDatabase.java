package org.mikey4j.cli.kmc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database of a centre: a file of this machine by H2, or a PostgreSQL server that all nodes of the centre share. Each statement
 * stands when it returns. Safe under threads.
 */
public final class SqlDatabase implements AutoCloseable {
    /** What H2 and PostgreSQL say when a key is there already. */
    private static final String DUPLICATE = "23505";

    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    private final DataSource source;
    private final boolean embedded;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    private SqlDatabase(DataSource source, boolean embedded) {
        this.source = source;
        this.embedded = embedded;
    }

    /** Whether a URL is for a database that is known here. */
    static boolean isKnown(String url) {
        return url.startsWith(H2) || url.startsWith(POSTGRESQL);
    }

    /**
     * Opens a database.
     *
     * @param url {@code jdbc:h2:file:PATH} or {@code jdbc:postgresql://HOST/DATABASE}
     * @param user empty for none
     * @param password empty for none
     * @throws SQLException if it cannot be used
     */
    public static SqlDatabase open(String url, Optional<String> user, Optional<String> password) throws SQLException {
        SqlDatabase database = new SqlDatabase(source(url, user, password), url.startsWith(H2));
        database.give(database.source.getConnection());
        return database;
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

    /** What is done with a statement. */
    @FunctionalInterface
    interface Use<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    /** What is done in a database. */
    @FunctionalInterface
    interface Work<T> {
        T done() throws SQLException;
    }

    /**
     * Does something.
     *
     * @throws IllegalStateException if the database fails
     */
    static <T> T in(Work<T> work) {
        try {
            return work.done();
        } catch (SQLException e) {
            throw new IllegalStateException("the store of the centre fails: " + e.getMessage(), e);
        }
    }

    static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** Whether other processes may change what is in it. */
    boolean isShared() {
        return !embedded;
    }

    /** The type of octets of a fixed length, which can be a key. */
    String digest() {
        return embedded ? "BINARY(32)" : "BYTEA";
    }

    /** The type of octets of any length up to this. */
    String octets(int most) {
        return embedded ? "VARBINARY(" + most + ")" : "BYTEA";
    }

    /** Makes a table if it is not there; another node may do so at the same moment, which PostgreSQL tells as a key that is there. */
    void table(String name, String columns) throws SQLException {
        insert("CREATE TABLE IF NOT EXISTS " + name + " (" + columns + ")", PreparedStatement::executeUpdate);
    }

    /** Runs a statement. A connection that failed is not used again, so that a new one is made after it. */
    <T> T run(String sql, Use<T> use) throws SQLException {
        Connection connection = take();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            T result = use.with(statement);
            give(connection);
            return result;
        } catch (SQLException e) {
            if (DUPLICATE.equals(e.getSQLState())) {
                give(connection);
            } else {
                discard(connection, e);
            }
            throw e;
        }
    }

    /** Inserts a row, or says that its key is there. */
    boolean insert(String sql, Use<Integer> use) throws SQLException {
        try {
            return run(sql, use) == 1;
        } catch (SQLException e) {
            if (DUPLICATE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

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

    private static void discard(Connection connection, SQLException why) {
        try {
            connection.close();
        } catch (SQLException e) {
            why.addSuppressed(e);
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

package org.mikey4j.cli.kmc;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.mikey4j.cli.sip.DialogStore;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.kmc.KmcRefusal;
import org.mikey4j.kmc.MasterKeys;
import org.mikey4j.message.Octets;

/**
 * SIP dialogs in the database of a centre, sealed, since descriptions in them may carry keys; a call is found by the digest of its Call-ID on
 * either side. Safe under threads.
 */
final class SealedDialogs implements DialogStore {
    private static final int MOST_SEALED = 1 << 20;
    private static final Octets LABEL = Octets.of("ims-kmc-dialog", StandardCharsets.US_ASCII);

    private static final String INSERT =
            "INSERT INTO mikey_kmc_dialog (sealed, until_millis, callee_digest, caller_digest) VALUES (?, ?, ?, ?)";
    private static final String REPLACE =
            "UPDATE mikey_kmc_dialog SET sealed = ?, until_millis = ? WHERE callee_digest = ? AND caller_digest = ?";

    private final SqlDatabase database;
    private final MasterKeys master;
    private final Clock clock;
    private final SqlSweep sweep;

    private record Row(Octets caller, Octets sealed) {}

    /**
     * Opens a store, and makes its table if it is not there.
     *
     * @param database closed by whoever opened it
     * @param master seals; wiped by whoever made it
     * @throws SQLException if the database cannot be used
     */
    SealedDialogs(SqlDatabase database, MasterKeys master, Clock clock) throws SQLException {
        this.database = database;
        this.master = master;
        this.clock = clock;
        this.sweep = new SqlSweep(database, clock, "mikey_kmc_dialog");
        database.table(
                "mikey_kmc_dialog",
                "caller_digest " + database.digest() + " PRIMARY KEY, callee_digest " + database.digest()
                        + " NOT NULL UNIQUE, sealed " + database.octets(MOST_SEALED)
                        + " NOT NULL, until_millis BIGINT NOT NULL");
    }

    private static Octets digest(String callId) {
        return HashAlgorithm.SHA_256.digest(LABEL, Octets.of(callId, StandardCharsets.UTF_8));
    }

    @Override
    public void keep(String callerCallId, String calleeCallId, Octets dialogs, Instant until) {
        Octets caller = digest(callerCallId);
        byte[] plain = dialogs.toByteArray();
        byte[] sealed = master.seal(MasterKeys.Use.DIALOG, plain, caller).toByteArray();
        Arrays.fill(plain, (byte) 0);
        Object[] row = {sealed, until.toEpochMilli(), digest(calleeCallId).toByteArray(), caller.toByteArray()};
        boolean kept = SqlDatabase.in(() -> {
            sweep.added();
            return database.insert(INSERT, statement -> executed(statement, row))
                    || database.run(REPLACE, statement -> executed(statement, row)) == 1;
        });
        if (!kept) {
            throw new IllegalStateException("the Call-ID on the side of the callee is that of another call");
        }
    }

    private static int executed(PreparedStatement statement, Object... row) throws SQLException {
        SqlDatabase.bind(statement, row);
        return statement.executeUpdate();
    }

    @Override
    public Optional<Octets> find(String callId) {
        byte[] digest = digest(callId).toByteArray();
        Optional<Row> found = SqlDatabase.in(() -> row("caller_digest", digest).or(() -> row("callee_digest", digest)));
        return found.map(row -> {
            try {
                byte[] plain = master.open(MasterKeys.Use.DIALOG, row.sealed, row.caller);
                Octets dialogs = Octets.copyOf(plain);
                Arrays.fill(plain, (byte) 0);
                return dialogs;
            } catch (KmcRefusal e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        });
    }

    private Optional<Row> row(String column, byte[] digest) {
        return SqlDatabase.in(() -> database.run(
                "SELECT caller_digest, sealed FROM mikey_kmc_dialog WHERE " + column + " = ? AND until_millis >= ?",
                query -> {
                    query.setBytes(1, digest);
                    query.setLong(2, clock.millis());
                    try (ResultSet rows = query.executeQuery()) {
                        return rows.next()
                                ? Optional.of(new Row(Octets.copyOf(rows.getBytes(1)), Octets.copyOf(rows.getBytes(2))))
                                : Optional.empty();
                    }
                }));
    }

    @Override
    public void forget(String callerCallId) {
        SqlDatabase.in(() -> database.run("DELETE FROM mikey_kmc_dialog WHERE caller_digest = ?", delete -> {
            delete.setBytes(1, digest(callerCallId).toByteArray());
            return delete.executeUpdate();
        }));
    }

    @Override
    public boolean isShared() {
        return database.isShared();
    }
}

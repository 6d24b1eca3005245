package org.mikey4j.cli.command;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.kmc.AccessSettings;
import org.mikey4j.cli.kmc.KmcConfig;
import org.mikey4j.cli.kmc.SqlAccessLog;
import org.mikey4j.cli.kmc.SqlDatabase;
import org.mikey4j.cli.kmc.StoreSettings;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.kmc.AccessEntry;
import org.mikey4j.kmc.KmcRefusal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The record of lawful access that the settings of a centre name, opened; with what of it can be relied on. */
final class AccessRecord implements AutoCloseable {
    static final String CONFIG = "--config";
    private static final int MOST_OCTETS = 1 << 20;

    private final AccessSettings settings;
    private final SqlDatabase database;
    private final SqlAccessLog log;
    private final SqlAccessLog.Reading reading;

    private AccessRecord(AccessSettings settings, SqlDatabase database) throws SQLException {
        this.settings = settings;
        this.database = database;
        this.log = new SqlAccessLog(database);
        this.reading = log.read();
    }

    static void addTo(CommandSpec spec) {
        spec.addOption(
                StandardOptions.value(CONFIG, "FILE", "The settings of the centre: store, custodians, warrants."));
    }

    /** The settings that an option names. */
    static KmcConfig config(ParseResult options, String command, CliContext context) {
        if (!options.hasMatchedOption(CONFIG)) {
            throw CliFailure.usage(CONFIG + " is missing").withHint("see: mikey kmc " + command + " --help");
        }
        return SourceFile.read(
                options.matchedOptionValue(CONFIG, ""),
                "the settings",
                context,
                (name, in) -> KmcConfig.parse(name, new String(in.readNBytes(MOST_OCTETS), StandardCharsets.UTF_8)));
    }

    /** The password of the store, if it has one. */
    static Optional<String> storePassword(KmcConfig config, CliContext context) {
        return config.store()
                .flatMap(StoreSettings::password)
                .map(reference ->
                        new String(Credentials.readPassword("the password of the store", reference, context)));
    }

    /** @throws CliFailure if the settings have none, or it cannot be read */
    static AccessRecord open(ParseResult options, String command, CliContext context) {
        KmcConfig config = config(options, command, context);
        AccessSettings settings = config.access()
                .orElseThrow(() -> CliFailure.usage("the settings have no custodians, so there is no lawful access"));
        StoreSettings store = config.store().orElseThrow();
        // A record that is not there must not be taken for one without entries.
        String url = store.url() + (store.url().startsWith("jdbc:h2:") ? ";IFEXISTS=TRUE" : "");
        try {
            return read(settings, SqlDatabase.open(url, store.user(), storePassword(config, context)));
        } catch (SQLException e) {
            throw CliFailure.io("the store: " + e.getMessage());
        }
    }

    private static AccessRecord read(AccessSettings settings, SqlDatabase database) throws SQLException {
        try {
            return new AccessRecord(settings, database);
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    AccessSettings settings() {
        return settings;
    }

    SqlAccessLog log() {
        return log;
    }

    List<AccessEntry> entries() {
        return reading.entries();
    }

    /** What is wrong with the record, by the number of the entry; empty if it is whole. */
    Optional<String> fault() {
        try {
            AccessEntry.verify(reading.entries());
        } catch (KmcRefusal e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return reading.unreadable().isPresent()
                ? Optional.of("the record was changed at entry "
                        + reading.unreadable().getAsLong() + ", which cannot be read")
                : Optional.empty();
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw CliFailure.io("the store: " + e.getMessage());
        }
    }
}

package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.MasterKeys;
import org.mikey4j.message.Octets;

/** Dialogs in a database: found by either Call-ID, replaced, forgotten, and readable for who has the master key only. */
class SealedDialogsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Octets DIALOGS = Octets.of("the dialogs of Alice and Bob", StandardCharsets.US_ASCII);
    private static final Octets OTHER = Octets.of("other dialogs", StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private static MasterKeys master() {
        return new MasterKeys(new SecureRandom(), "1", Map.of("1", SecretBytes.copyOf(Octets.ofHex("0d".repeat(32)))));
    }

    private static SealedDialogs at(SqlDatabase database, Instant now) throws SQLException {
        return new SealedDialogs(database, master(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private SqlDatabase onFiles() throws SQLException {
        return SqlDatabase.open("jdbc:h2:file:" + folder.resolve("s"), Optional.empty(), Optional.empty());
    }

    private static void keepsAndForgets(SqlDatabase database, SqlDatabase again) throws SQLException {
        SealedDialogs dialogs = at(database, NOW);
        dialogs.keep("caller-1", "callee-1", DIALOGS, NOW.plusSeconds(60));
        dialogs.keep("caller-2", "callee-2", DIALOGS, NOW.plusSeconds(60));
        dialogs.keep("caller-1", "callee-1", OTHER, NOW.plusSeconds(60));

        SealedDialogs others = at(again, NOW);
        assertThat(others.find("caller-1")).as("replaced").hasValue(OTHER);
        assertThat(others.find("callee-1")).hasValue(OTHER);
        assertThat(others.find("callee-2")).hasValue(DIALOGS);
        assertThat(others.find("caller-3")).isEmpty();
        assertThat(at(again, NOW.plusSeconds(61)).find("caller-1")).as("over").isEmpty();
        assertThatThrownBy(() -> others.keep("caller-3", "callee-1", DIALOGS, NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the Call-ID on the side of the callee is that of another call");
        others.forget("caller-1");
        assertThat(dialogs.find("caller-1")).isEmpty();
        assertThat(dialogs.find("callee-1")).isEmpty();
        assertThat(dialogs.find("caller-2")).hasValue(DIALOGS);
    }

    @Test
    void aFileKeepsThemForOneNode() throws SQLException {
        try (SqlDatabase database = onFiles()) {
            keepsAndForgets(database, database);
            assertThat(at(database, NOW).isShared()).isFalse();
        }
    }

    @Test
    void aServerKeepsThemForSeveral() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                SqlDatabase one = server.open();
                SqlDatabase other = server.open()) {
            keepsAndForgets(one, other);
            assertThat(at(one, NOW).isShared()).isTrue();
        }
    }

    @Test
    void nothingOfThemCanBeReadInTheFilesOrMovedToAnotherCall() throws SQLException, IOException {
        try (SqlDatabase database = onFiles()) {
            SealedDialogs dialogs = at(database, NOW);
            dialogs.keep("caller-1", "callee-1", DIALOGS, NOW.plusSeconds(60));
            dialogs.keep("caller-2", "callee-2", OTHER, NOW.plusSeconds(60));
            String all = files();
            assertThat(all).as("the search finds what is there").containsIgnoringCase("mikey_kmc_dialog");
            assertThat(all).doesNotContain("Alice", "caller-1", "callee-1");

            database.run(
                    "UPDATE mikey_kmc_dialog SET sealed = (SELECT MAX(sealed) FROM mikey_kmc_dialog)",
                    PreparedStatement::executeUpdate);
            assertThat(Stream.of("caller-1", "caller-2").filter(id -> isDamaged(dialogs, id)))
                    .as("one of them has what was sealed for the other")
                    .hasSize(1);
        }
    }

    private static boolean isDamaged(SealedDialogs dialogs, String callId) {
        try {
            return dialogs.find(callId).isEmpty();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("what is kept was changed, or is about another call");
            return true;
        }
    }

    private String files() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}

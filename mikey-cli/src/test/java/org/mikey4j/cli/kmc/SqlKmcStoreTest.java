package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.message.Octets;

/** Nothing is forgotten, whatever ends, and no node accepts what another has seen. */
class SqlKmcStoreTest {
    private static final Instant LATER = Instant.now().plus(Duration.ofHours(1));
    private static final Path POSTGRES = Path.of("/usr/lib/postgresql/15/bin");

    @TempDir
    private Path folder;

    private SqlKmcStore h2(Clock clock) throws SQLException {
        return SqlKmcStore.open("jdbc:h2:file:" + folder.resolve("store"), Optional.empty(), Optional.empty(), clock);
    }

    private static Octets what(int number) {
        return HashAlgorithm.SHA_256.digest(Octets.of("component " + number, StandardCharsets.UTF_8));
    }

    private static void assertRemembers(SqlKmcStore one, SqlKmcStore other) throws Exception {
        assertThat(one.putIfAbsent(what(1), LATER)).isTrue();
        assertThat(other.putIfAbsent(what(1), LATER)).as("on the other node").isFalse();
        assertThat(one.putIfAbsent(what(2), Instant.now().minusSeconds(5))).isTrue();
        assertThat(other.putIfAbsent(what(2), LATER))
                .as("what could be forgotten")
                .isTrue();
        assertThat(one.putIfAbsent(what(2), LATER)).isFalse();

        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> races = new ArrayList<>();
            for (int i = 0; i < 800; i++) {
                int number = 100 + i / 8;
                SqlKmcStore store = i % 2 == 0 ? one : other;
                races.add(() -> store.putIfAbsent(what(number), LATER));
            }
            int won = 0;
            for (Future<Boolean> race : threads.invokeAll(races)) {
                won += race.get() ? 1 : 0;
            }
            assertThat(won).as("of 8 who try the same at once one succeeds").isEqualTo(100);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aFileRemembersAcrossAStart() throws Exception {
        try (SqlKmcStore store = h2(Clock.systemUTC())) {
            assertRemembers(store, store);
        }
        try (SqlKmcStore again = h2(Clock.systemUTC())) {
            assertThat(again.putIfAbsent(what(1), LATER)).isFalse();
            assertThat(again.putIfAbsent(what(9), LATER)).isTrue();
        }
        Clock tomorrow = Clock.fixed(Instant.now().plus(Duration.ofDays(1)), ZoneOffset.UTC);
        try (SqlKmcStore later = h2(tomorrow)) {
            assertThat(later.putIfAbsent(what(1), LATER)).as("an hour is over").isTrue();
        }
    }

    /** Writes what was acknowledged, until it is killed. */
    public static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws SQLException {
            SqlKmcStore store = SqlKmcStore.open(arguments[0], Optional.empty(), Optional.empty(), Clock.systemUTC());
            for (int i = 0; ; i++) {
                if (store.putIfAbsent(what(i), LATER)) {
                    System.out.println(i);
                    System.out.flush();
                }
            }
        }
    }

    @Test
    void whatWasAcknowledgedIsThereAfterKillMinusNine() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("store");
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path") + ":" + System.getProperty("jdk.module.path", "")
                                + ":target/test-classes",
                        Writer.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int acknowledged = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                // The last line may be cut off.
                acknowledged = Math.max(acknowledged, Integer.parseInt(line) + 1);
                if (acknowledged == 1_000 && line.equals("999")) {
                    new ProcessBuilder("kill", "-9", Long.toString(writer.pid()))
                            .start()
                            .waitFor();
                }
            }
        }
        writer.waitFor();

        assertThat(acknowledged).isGreaterThanOrEqualTo(1_000);
        try (SqlKmcStore store = h2(Clock.systemUTC())) {
            for (int i = 0; i < acknowledged; i++) {
                assertThat(store.putIfAbsent(what(i), LATER))
                        .as("component " + i)
                        .isFalse();
            }
        }
    }

    @Test
    void twoNodesShareAServer() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(POSTGRES), "PostgreSQL 15 is not installed");
        Path data = Files.createTempDirectory("pg");
        Path socket = Files.createTempDirectory("pgs");
        try {
            as("nobody", "chown", "-R", "nobody", data.toString(), socket.toString());
            as("nobody", POSTGRES.resolve("initdb").toString(), "-D", data.toString(), "-U", "mikey", "-A", "trust");
            int port = org.mikey4j.cli.sip.SipNode.freePorts(1).get(0);
            as(
                    "nobody",
                    POSTGRES.resolve("pg_ctl").toString(),
                    "-D",
                    data.toString(),
                    "-w",
                    "-o",
                    "-p " + port + " -c listen_addresses=127.0.0.1 -k " + socket,
                    "-l",
                    data.resolve("log").toString(),
                    "start");
            String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
            try (SqlKmcStore one = SqlKmcStore.open(url, Optional.of("mikey"), Optional.empty(), Clock.systemUTC());
                    SqlKmcStore other =
                            SqlKmcStore.open(url, Optional.of("mikey"), Optional.empty(), Clock.systemUTC())) {
                assertRemembers(one, other);
                as("nobody", POSTGRES.resolve("pg_ctl").toString(), "-D", data.toString(), "-m", "immediate", "stop");
                assertThatThrownBy(() -> one.putIfAbsent(what(77), LATER))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("the store of the centre fails: ");
            }
        } finally {
            new ProcessBuilder("rm", "-rf", data.toString(), socket.toString())
                    .start()
                    .waitFor();
        }
    }

    /** PostgreSQL does not run as root, where tests may. */
    private static void as(String user, String... command) throws IOException, InterruptedException {
        boolean root = System.getProperty("user.name").equals("root");
        List<String> full = new ArrayList<>();
        if (root && !command[0].equals("chown")) {
            full.addAll(List.of("setpriv", "--reuid", user, "--clear-groups"));
        }
        if (root || !command[0].equals("chown")) {
            full.addAll(List.of(command));
            Process process = new ProcessBuilder(full)
                    .directory(Path.of("/tmp").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.waitFor()).as(String.join(" ", full)).isZero();
        }
    }
}

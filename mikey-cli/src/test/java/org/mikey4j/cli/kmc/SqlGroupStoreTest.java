package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.kmc.GroupStore.Kept;
import org.mikey4j.message.Octets;

/** Groups in a database: of those who change a version at once one succeeds. */
class SqlGroupStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final Octets GROUP = Octets.ofHex("ab".repeat(32));
    private static final Octets STATE = Octets.ofHex("0102");
    private static final int THREADS = 8;

    @TempDir
    private Path folder;

    private static SqlGroupStore at(SqlDatabase database, Instant now) throws SQLException {
        return new SqlGroupStore(database, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static void versionsFollowEachOther(SqlDatabase database, SqlDatabase again) throws Exception {
        SqlGroupStore one = at(database, NOW);
        SqlGroupStore other = at(again, NOW);

        assertThat(one.replace(GROUP, 1, new Kept(2, STATE), LATER))
                .as("none is there")
                .isFalse();
        assertThat(one.replace(GROUP, 0, new Kept(1, STATE), LATER)).isTrue();
        assertThat(other.replace(GROUP, 0, new Kept(1, STATE), LATER))
                .as("one is there")
                .isFalse();
        assertThat(other.find(GROUP)).hasValue(new Kept(1, STATE));
        assertThat(changedAtOnce(one, other)).as("who changes version 1").isEqualTo(1);
        assertThat(one.find(GROUP).orElseThrow().version()).isEqualTo(2);
        assertThat(at(again, LATER.plusSeconds(1)).find(GROUP)).as("over").isEmpty();
        assertThat(at(again, LATER.plusSeconds(1)).replace(GROUP, 0, new Kept(1, STATE), LATER.plusSeconds(9)))
                .as("begun anew when it is over")
                .isTrue();
        other.forget(GROUP);
        assertThat(one.find(GROUP)).isEmpty();
    }

    private static long changedAtOnce(SqlGroupStore one, SqlGroupStore other) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            long changed = 0;
            for (Future<Boolean> each : threads.invokeAll(IntStream.range(0, THREADS)
                    .<java.util.concurrent.Callable<Boolean>>mapToObj(i -> () ->
                            (i % 2 == 0 ? one : other).replace(GROUP, 1, new Kept(2, Octets.ofHex("0" + i)), LATER))
                    .toList())) {
                changed += each.get() ? 1 : 0;
            }
            return changed;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void inAFile() throws Exception {
        try (SqlDatabase database =
                SqlDatabase.open("jdbc:h2:file:" + folder.resolve("s"), Optional.empty(), Optional.empty())) {
            versionsFollowEachOther(database, database);
        }
    }

    @Test
    void inAServer() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                SqlDatabase one = server.open();
                SqlDatabase other = server.open()) {
            versionsFollowEachOther(one, other);
        }
    }
}

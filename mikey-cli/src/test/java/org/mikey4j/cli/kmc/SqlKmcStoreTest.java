package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.message.Octets;

/** Nothing is forgotten, whatever ends, and no node accepts what another has seen. */
class SqlKmcStoreTest {
    private static final Instant LATER = Instant.now().plus(Duration.ofHours(1));

    @TempDir
    private Path folder;

    private SqlDatabase h2() throws SQLException {
        return SqlDatabase.open("jdbc:h2:file:" + folder.resolve("store"), Optional.empty(), Optional.empty());
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
        try (SqlDatabase file = h2()) {
            SqlKmcStore store = new SqlKmcStore(file, Clock.systemUTC());
            assertRemembers(store, store);
            assertKeeps(store, store);
        }
        try (SqlDatabase again = h2()) {
            SqlKmcStore store = new SqlKmcStore(again, Clock.systemUTC());
            assertThat(store.putIfAbsent(what(1), LATER)).isFalse();
            assertThat(store.putIfAbsent(what(9), LATER)).isTrue();
            assertThat(store.kept(what(4))).contains(what(44));
        }
        Clock tomorrow = Clock.fixed(Instant.now().plus(Duration.ofDays(1)), ZoneOffset.UTC);
        try (SqlDatabase later = h2()) {
            SqlKmcStore store = new SqlKmcStore(later, tomorrow);
            assertThat(store.putIfAbsent(what(1), LATER)).as("an hour is over").isTrue();
            assertThat(store.kept(what(4))).as("an hour is over").isEmpty();
        }
    }

    private static void assertKeeps(SqlKmcStore one, SqlKmcStore other) {
        assertThat(one.kept(what(3))).isEmpty();
        assertThat(one.keep(what(3), what(33), LATER)).isTrue();
        assertThat(other.keep(what(3), what(34), LATER)).as("on the other node").isFalse();
        assertThat(other.kept(what(3))).contains(what(33));
        other.forget(what(3));
        assertThat(one.kept(what(3))).isEmpty();
        assertThat(one.keep(what(4), what(43), Instant.now().minusSeconds(5))).isTrue();
        assertThat(one.kept(what(4))).as("its time is over").isEmpty();
        assertThat(other.keep(what(4), what(44), LATER)).isTrue();
        assertThat(one.keep(what(4), what(45), LATER)).isFalse();
        assertThat(one.kept(what(4))).contains(what(44));
    }

    @Test
    void twoNodesShareAServer() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                SqlDatabase here = server.open();
                SqlDatabase there = server.open()) {
            SqlKmcStore one;
            SqlKmcStore other;
            ExecutorService starting = Executors.newFixedThreadPool(2);
            try {
                Future<SqlKmcStore> first = starting.submit(() -> new SqlKmcStore(here, Clock.systemUTC()));
                Future<SqlKmcStore> second = starting.submit(() -> new SqlKmcStore(there, Clock.systemUTC()));
                one = first.get();
                other = second.get();
            } finally {
                starting.shutdownNow();
            }
            assertRemembers(one, other);
            assertKeeps(one, other);
            server.stop();
            assertThatThrownBy(() -> one.putIfAbsent(what(77), LATER))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("the store of the centre fails: ");
        }
    }
}

package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.AccessEntry;
import org.mikey4j.kmc.CallBinding;
import org.mikey4j.kmc.LawfulAccess;
import org.mikey4j.kmc.LawfulAccess.Custodian;
import org.mikey4j.kmc.LawfulAccess.Warrant;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.message.IdPayload;

/** One record for all nodes, however many write at once. */
class SqlAccessLogTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final IdPayload ALICE = IdPayload.uri("sip:alice@a.example");
    private static final Warrant WARRANT =
            new Warrant("4711", ALICE, Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2100-01-01T00:00:00Z"));

    @TempDir
    private Path folder;

    private static void assertOneChain(SqlDatabase here, SqlDatabase there) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        KeyPair judge = generator.generateKeyPair();
        KeyPair officer = generator.generateKeyPair();
        List<LawfulAccess> nodes = new ArrayList<>();
        for (SqlDatabase database : List.of(here, there)) {
            nodes.add(new LawfulAccess(
                    Clock.systemUTC(),
                    RANDOM,
                    new Custodian("judge", judge.getPublic()),
                    new Custodian("officer", officer.getPublic()),
                    new SqlAccessLog(database)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<AccessEntry>> writes = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                PairKey key = new PairKey(
                        SecretBytes.random(RANDOM, 16), new CallBinding("call-" + i, ALICE, IdPayload.uri("sip:b@b")));
                LawfulAccess node = nodes.get(i % 2);
                writes.add(() -> node.keep(WARRANT, key));
            }
            List<AccessEntry> written = new ArrayList<>();
            for (Future<AccessEntry> write : threads.invokeAll(writes)) {
                written.add(write.get());
            }

            SqlAccessLog.Reading reading = new SqlAccessLog(there).read();
            AccessEntry.verify(reading.entries());
            assertThat(reading.unreadable()).isEmpty();
            assertThat(reading.entries()).containsExactlyInAnyOrderElementsOf(written);
            assertThat(reading.entries())
                    .extracting(AccessEntry::number)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 40).boxed().toList());
            AccessEntry entry = reading.entries().get(17);
            assertThat(LawfulAccess.openShare(entry, 0, judge.getPrivate()))
                    .isNotEqualTo(LawfulAccess.openShare(entry, 1, officer.getPrivate()));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void inAFile() throws Exception {
        try (SqlDatabase database =
                SqlDatabase.open("jdbc:h2:file:" + folder.resolve("store"), Optional.empty(), Optional.empty())) {
            assertOneChain(database, database);
        }
    }

    @Test
    void onAServer() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                SqlDatabase here = server.open();
                SqlDatabase there = server.open()) {
            assertOneChain(here, there);
        }
    }
}

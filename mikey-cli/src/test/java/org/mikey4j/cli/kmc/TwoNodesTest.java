package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mikey4j.cli.sip.SipNode;
import org.mikey4j.cli.sip.WirePhone;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.MasterKeys;
import org.mikey4j.message.Octets;

/** Two nodes of a centre, with one PostgreSQL: what one began the other goes on with. */
class TwoNodesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALICE = "sip:alice@a.example";
    private static final String BOB = "sip:bob@a.example";

    private final List<Integer> ports = SipNode.freePorts(5);
    private final int one = ports.get(0);
    private final int other = ports.get(1);
    private final List<KmcServer> servers = new ArrayList<>();
    private PostgresServer database;
    private WireCalls calls;

    @BeforeEach
    void open() throws Exception {
        database = PostgresServer.start();
        serve(one);
        serve(other);
        calls = new WireCalls(ports.get(2), ports.get(3), number -> number == 1);
    }

    @AfterEach
    void close() throws IOException {
        servers.forEach(KmcServer::close);
        calls.close();
        database.close();
    }

    private KmcServer serve(int port) {
        KmcServer server = new KmcServer(
                KmcConfig.parse(
                        "test",
                        String.join(
                                "\n",
                                "domain = a.example",
                                "listen = udp:127.0.0.1:" + port,
                                "name = kmc.a.example",
                                "user." + ALICE + " = x",
                                "user." + BOB + " = x",
                                "store = " + database.url("postgres"),
                                "store.user = mikey",
                                "master.key.1 = x")),
                new KmcSecrets(
                        Map.of(ALICE, key(16), BOB, key(16)),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new KmcSecrets.Store(
                                Optional.empty(), new MasterKeys(RANDOM, "1", Map.of("1", key(32))))),
                        List.of()),
                Clock.systemUTC(),
                RANDOM,
                (call, what) -> {});
        servers.add(server);
        return server;
    }

    private static SecretBytes key(int octets) {
        return SecretBytes.copyOf(Octets.ofHex("0c".repeat(octets)));
    }

    /** Sets a call up through the first node. */
    private void begin(int number) throws InterruptedException {
        WirePhone.until("the answer", () -> calls.invite(one, number), () -> calls.acknowledged.containsKey(number));
        WirePhone.until(
                "the ACK at Bob",
                () -> calls.fromAlice(one, number, "ACK", 1, ""),
                () -> calls.bob.heard("1 ACK", number));
    }

    private void byeOfAlice(WirePhone phone, int node, int cseq, String status) throws InterruptedException {
        WirePhone.until(
                status + " to BYE",
                () -> calls.fromAlice(phone, node, 1, "BYE", cseq, ""),
                () -> phone.heard(status + " " + cseq + " BYE", 1));
    }

    @Test
    void byeGoesToTheOtherNode() throws Exception {
        begin(1);
        byeOfAlice(calls.alice, other, 2, "200");

        assertThat(calls.acknowledged.get(1).contact()).as("for Alice").isEqualTo("sip:kmc.a.example:" + one);
        assertThat(calls.atBob.get(1).contact()).as("for Bob").isEqualTo("sip:kmc.a.example:" + one);
        assertThat(calls.bob.heard("2 BYE")).as("at Bob").hasSize(1);
        assertThat(calls.alice.heard("200 2 BYE").get(0).header("X-By")).isEqualTo("bob");
        assertThat(servers.get(1).agent().calls()).as("calls at the other node").isZero();
        // The first has a copy still, and learns from the store, which may take a moment, that it is of no use.
        AtomicInteger next = new AtomicInteger(3);
        WirePhone.until(
                "481 to BYE",
                () -> calls.fromAlice(one, 1, "BYE", next.getAndIncrement(), ""),
                () -> IntStream.range(3, next.get()).anyMatch(n -> calls.alice.heard("481 " + n + " BYE", 1)));
        assertThat(servers.get(0).agent().calls()).as("calls at the first").isZero();
    }

    @Test
    void byeOfTheCalleeGoesToTheOtherNode() throws Exception {
        begin(1);
        WirePhone.until("200 to BYE", () -> calls.fromBob(other, 1, "BYE", 1), () -> calls.bob.heard("200 1 BYE", 1));

        assertThat(calls.alice.heard("1 BYE")).as("at Alice").hasSize(1);
        assertThat(calls.bob.heard("200 1 BYE").get(0).header("X-By")).isEqualTo("alice");
    }

    /** A node that has a call in memory must not go on with what another has changed since. */
    @Test
    void theEndsMoveAtOneNodeAndAreFoundByTheOther() throws Exception {
        begin(1);
        try (WirePhone second = new WirePhone(ports.get(4), (phone, seen) -> {
            if (seen.isRequest("BYE")) {
                phone.answer(seen, "200 OK", "", "X-By: second\r\n", "");
            }
        })) {
            WirePhone.until(
                    "200 to the INVITE",
                    () -> calls.fromAlice(second, other, 1, "INVITE", 2, WireCalls.sdp(1, "2")),
                    () -> second.heard("200 2 INVITE", 1));
            WirePhone.until("200 to BYE", () -> calls.fromBob(one, 1, "BYE", 1), () -> calls.bob.heard("200 1 BYE", 1));

            assertThat(calls.bob.heard("200 1 BYE").get(0).header("X-By")).isEqualTo("second");
            assertThat(calls.alice.heard("1 BYE")).as("where she was").isEmpty();
        }
    }

    @Test
    void whatOneNodeHasSeenTheOtherRefuses() throws Exception {
        begin(1);
        WirePhone.until(
                "the answer again",
                () -> calls.invite(other, 1),
                () -> calls.alice.heard("200 1 INVITE").size() > 1);
        WirePhone.until(
                "482 to the same Call-ID",
                () -> calls.invite(other, 1, "call-1", "z9hG4bKx"),
                () -> calls.alice.heard("482 1 INVITE", 1));
        WirePhone.until(
                "488 to the same call under another Call-ID",
                () -> calls.invite(other, 1, "call-x", "z9hG4bKy"),
                () -> calls.alice.heard("488 1 INVITE", 1));
        byeOfAlice(calls.alice, other, 2, "200");
        WirePhone.until(
                "488 to the INVITE after the end",
                () -> calls.invite(one, 1, "call-1", "z9hG4bKz"),
                () -> calls.alice.heard("488 1 INVITE").size() > 1);

        assertThat(calls.bob.heard("1 INVITE")).as("at Bob").hasSize(1);
    }

    @Test
    void anAnswerThatCannotBeKeptIsTakenDown() throws Exception {
        begin(1);
        WirePhone.until(
                "Bob to ring",
                () -> calls.invite(one, WireCalls.FOREIGN),
                () -> calls.alice.heard("180 1 INVITE", WireCalls.FOREIGN));
        database.stop();
        calls.answer(calls.atBob.get(WireCalls.FOREIGN));
        WirePhone.until("a refusal at Alice", () -> {}, () -> calls.alice.heard("503 1 INVITE", WireCalls.FOREIGN));
        WirePhone.until("the end at Bob", () -> {}, () -> calls.bob.heard("2 BYE", WireCalls.FOREIGN));

        assertThat(calls.alice.heard("503 1 INVITE").get(0).header("Warning"))
                .isEqualTo("399 127.0.0.1 \"no calls can be kept now\"");
        assertThat(calls.acknowledged).doesNotContainKey(WireCalls.FOREIGN);
        // What was answered and is in memory goes on.
        byeOfAlice(calls.alice, one, 2, "200");
    }
}

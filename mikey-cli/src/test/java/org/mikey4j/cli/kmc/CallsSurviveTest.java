package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.sip.BodyExchange.Passage;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.CentreMessage;
import org.mikey4j.kmc.KeyComponent;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.kmc.Side;
import org.mikey4j.message.Octets;

/** Another node finishes the calls that one began, accepts nothing that it has seen, and no key is in the files of the database. */
class CallsSurviveTest {
    private static final int THREADS = 4;
    private static final int IN_FLIGHT = 1_000;
    private static final Passage SEEN = new Passage.Refused(488, "REUSED: the offer of this call was here before");

    @TempDir
    private Path folder;

    /** Sets calls up, none of which is answered, and says what was acknowledged, until it is killed. */
    public static final class Node {
        private Node() {}

        public static void main(String[] arguments) throws SQLException {
            StoredCentres centres = StoredCentres.onFiles(arguments[0]);
            AtomicInteger next = new AtomicInteger();
            for (int i = 0; i < THREADS; i++) {
                new Thread(() -> {
                            while (true) {
                                call(centres, next.getAndIncrement());
                            }
                        })
                        .start();
            }
        }

        private static void call(StoredCentres centres, int number) {
            if (centres.offerAtA(number) instanceof Passage.On) {
                say("offer " + number);
            }
            if (number % 2 == 0) {
                say("callee " + number + " " + StoredCentres.handOut(centres.offerAtB(number)));
            }
        }

        private static void say(String line) {
            byte[] octets = (line + " .\n").getBytes(StandardCharsets.US_ASCII);
            System.out.write(octets, 0, octets.length);
            System.out.flush();
        }
    }

    @Test
    void aThousandCallsInFlightSurviveKillMinusNine() throws Exception {
        Set<Integer> offered = new HashSet<>();
        Map<Integer, String> handedOut = new TreeMap<>();
        Process node = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path") + ":" + System.getProperty("jdk.module.path", "")
                                + ":target/test-classes",
                        Node.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ");
                // The last line may be cut off.
                if (words[words.length - 1].equals(".")) {
                    int number = Integer.parseInt(words[1]);
                    if (words[0].equals("offer")) {
                        offered.add(number);
                    } else {
                        handedOut.put(number, words[2]);
                    }
                }
                if (offered.size() == IN_FLIGHT) {
                    new ProcessBuilder("kill", "-9", Long.toString(node.pid()))
                            .start()
                            .waitFor();
                }
            }
        } finally {
            node.destroyForcibly();
        }

        assertThat(node.waitFor()).as("killed").isEqualTo(128 + 9);
        assertThat(offered).hasSizeGreaterThanOrEqualTo(IN_FLIGHT);
        int unsure = 0;
        try (StoredCentres again = StoredCentres.onFiles(folder.toString())) {
            for (int number : offered) {
                assertThat(again.offerAtA(number)).as("offer " + number).isEqualTo(SEEN);
                again.a.ended(number + "orig");
                assertThat(again.b.heard(component(number)))
                        .as("component " + number)
                        .isEmpty();
                Passage atB = again.offerAtB(number);
                String toBob = handedOut.get(number);
                if (toBob != null) {
                    assertThat(atB).as("offer " + number + " at B").isEqualTo(SEEN);
                } else if (atB instanceof Passage.On) {
                    toBob = StoredCentres.handOut(atB);
                } else {
                    // Its hand-out was under way and was not acknowledged.
                    assertThat(atB).isEqualTo(SEEN);
                    unsure++;
                    continue;
                }
                assertThat(StoredCentres.key(number, Side.CALLER, StoredCentres.handOut(again.answerAtA(number))))
                        .as("call " + number)
                        .isEqualTo(StoredCentres.key(number, Side.CALLEE, toBob));
            }
        }
        assertThat(unsure).isLessThanOrEqualTo(THREADS);
    }

    private static CentreMessage component(int number) {
        return CentreMessage.of(new KeyComponent(
                SecretBytes.random(new java.security.SecureRandom(), 16), StoredCentres.call(number), Side.CALLER));
    }

    @Test
    void aCallIsFinishedByAnotherNodeAndNothingIsAcceptedTwice() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            server.create("kmc_a");
            server.create("kmc_b");
            try (StoredCentres one = new StoredCentres(server.open("kmc_a"), server.open("kmc_b"));
                    StoredCentres other = new StoredCentres(server.open("kmc_a"), server.open("kmc_b"))) {
                assertThat(one.offerAtA(1)).isInstanceOf(Passage.On.class);
                assertThat(other.offerAtA(1)).as("the offer again").isEqualTo(SEEN);
                other.a.ended("1orig");
                assertThat(other.b.heard(one.said.get(0)))
                        .as("the component again")
                        .isEmpty();
                CentreMessage moved = one.said.get(0);
                assertThat(other.b.heard(new CentreMessage(
                                moved.kind(), StoredCentres.call(2), moved.side(), moved.nonce(), moved.value())))
                        .as("the component in another call")
                        .isEmpty();

                String toBob = StoredCentres.handOut(other.offerAtB(1));
                assertThat(one.offerAtB(1)).as("the offer again").isEqualTo(SEEN);
                PairKey kab = StoredCentres.key(1, Side.CALLEE, toBob);
                assertThat(StoredCentres.key(1, Side.CALLER, StoredCentres.handOut(other.answerAtA(1))))
                        .isEqualTo(kab);

                one.a.ended("1orig");
                assertThat(other.answerAtA(1)).as("after the end of the call").isEqualTo(one.answerAtA(1));
                assertThat(((Passage.On) other.answerAtA(1)).sdp()).doesNotContain("key-mgmt");
                assertNoKeyIn(server.data(), one, kab);
            }
        }
    }

    @Test
    void noKeyIsInTheFiles() throws Exception {
        try (StoredCentres centres = StoredCentres.onFiles(folder.toString())) {
            centres.offerAtA(1);
            PairKey kab = StoredCentres.key(1, Side.CALLEE, StoredCentres.handOut(centres.offerAtB(1)));
            assertNoKeyIn(folder, centres, kab);
        }
    }

    private static void assertNoKeyIn(Path files, StoredCentres centres, PairKey kab) throws IOException {
        assertThat(countOf(files, StoredCentres.call(1).digest()))
                .as("the search finds what is there")
                .isPositive();
        assertThat(countOf(files, Octets.of("k1", StandardCharsets.US_ASCII))).isPositive();
        for (SecretBytes secret : List.of(
                kab.value(),
                centres.said.get(0).value(),
                centres.said.get(1).value(),
                SecretBytes.copyOf(Octets.ofHex(StoredCentres.MASTER)))) {
            Octets octets = Octets.copyOf(secret.toByteArray());
            assertThat(countOf(files, octets)).isZero();
            assertThat(countOf(files, Octets.of(octets.toHex(), StandardCharsets.US_ASCII)))
                    .isZero();
            assertThat(countOf(
                            files,
                            Octets.of(
                                    Base64.getEncoder().encodeToString(octets.toByteArray()),
                                    StandardCharsets.US_ASCII)))
                    .isZero();
        }
    }

    /** In how many files the octets are. */
    private static long countOf(Path folder, Octets octets) throws IOException {
        String wanted = new String(octets.toByteArray(), StandardCharsets.ISO_8859_1);
        long found = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(wanted)) {
                    found++;
                }
            }
        }
        return found;
    }
}

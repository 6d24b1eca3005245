package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.sip.SipNode;
import org.mikey4j.cli.sip.Sipp;
import org.mikey4j.cli.sip.Sipp.Seen;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.Sdp;

/** What can happen to a call between two SIPps on its way through both centres. */
class CallScenariosTest {
    private static final String UDP = "u1";
    private static final List<Integer> PORTS = SipNode.freePorts(2);

    private static TrialCentres centres;
    private static KmcServer a;
    private static KmcServer b;

    @TempDir
    private Path folder;

    private final List<Integer> ports = SipNode.freePorts(3);
    private final List<Sipp> ends = new ArrayList<>();
    private final long answeredBefore = a.agent().counters().answered();
    private final long failedBefore = a.agent().counters().failed();

    @BeforeAll
    static void open(@TempDir Path keys) throws IOException {
        Sipp.assumeInstalled();
        centres = new TrialCentres(keys);
        b = centres.bob("listen = udp:127.0.0.1:" + PORTS.get(1));
        a = centres.alice(
                "listen = udp:127.0.0.1:" + PORTS.get(0) + "\nlimit.setting-up = 1\nretry-after = 7\nringing = 3600\n");
    }

    @AfterAll
    static void closeCentres() {
        centres.close();
    }

    @AfterEach
    void close() {
        ends.forEach(Sipp::close);
    }

    private Sipp caller(String scenario) throws IOException {
        return start(
                scenario + "-caller",
                ports.get(ends.size()),
                "-key",
                "kmca",
                PORTS.get(0).toString(),
                "-key",
                "kmcb",
                PORTS.get(1).toString(),
                "-key",
                "callee",
                ports.get(0).toString(),
                "127.0.0.1:" + PORTS.get(0));
    }

    /** The callee listens at the first port that is for ends. */
    private Sipp callee(String scenario) throws IOException, InterruptedException {
        Sipp callee = start(scenario + "-callee", ports.get(0));
        Thread.sleep(300);
        return callee;
    }

    private Sipp start(String scenario, int port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-t", UDP, "-m", "1"));
        arguments.addAll(List.of(more));
        Sipp end = Sipp.start(folder, scenario, port, arguments.toArray(String[]::new));
        ends.add(end);
        return end;
    }

    private static String withoutKeys(String sdp) {
        return Sdp.parse(sdp).withoutAttributes();
    }

    /** Every body that one end sent arrived at the other with nothing but key lines added. */
    private static void assertOnlyKeysAreAdded(Sipp from, Sipp to) throws IOException {
        Set<String> sent = from.messages().stream()
                .filter(m -> m.sent() && !m.body().isEmpty())
                .map(Seen::body)
                .collect(Collectors.toSet());
        Set<String> received = to.messages().stream()
                .filter(m -> !m.sent() && !m.body().isEmpty())
                .map(Seen::body)
                .collect(Collectors.toSet());
        assertThat(received.stream().map(CallScenariosTest::withoutKeys).collect(Collectors.toSet()))
                .isEqualTo(sent.stream().map(CallScenariosTest::withoutKeys).collect(Collectors.toSet()));
    }

    /** What the centre handed out in a description. */
    private static Octets handOut(Seen message) {
        return Sdp.parse(message.body()).session().attributes().get(0).data().octets();
    }

    private static String session(Sipp caller) {
        return caller.pid() + "x1";
    }

    private void assertOver(long answered, long failed) throws InterruptedException {
        for (KmcServer server : List.of(a, b)) {
            for (int i = 0; server.agent().calls() > 0 && i < 200; i++) {
                Thread.sleep(50);
            }
            assertThat(server.agent().calls()).as("calls that are kept").isZero();
            assertThat(server.agent().settingUp()).isZero();
            assertThat(server.agent().counters().answered()).isEqualTo(answeredBefore + answered);
            assertThat(server.agent().counters().failed()).isEqualTo(failedBefore + failed);
            assertThat(server.faults()).as("messages that were not handled").isZero();
        }
    }

    @Test
    void whatIsLostIsSentAgainAndTheCalleeHangsUp() throws Exception {
        Sipp bob = callee("plain");
        Sipp alice = caller("plain");
        alice.succeeds();
        bob.succeeds();

        assertThat(bob.messages(false, "INVITE")).as("copies of the INVITE").hasSizeGreaterThan(1);
        List<Seen> answers = alice.messages(false, "SIP/2.0 200");
        assertThat(answers).as("copies of the answer").hasSizeGreaterThan(1);
        assertThat(answers.stream().map(Seen::body).distinct())
                .as("the same answer, with the same key")
                .hasSize(1);
        assertThat(alice.messages(false, "SIP/2.0 200").get(0).header("To")).contains(";tag=");
        assertThat(bob.messages(false, "INVITE").get(0).header("X-Kept")).isEqualTo("as it was");
        assertOnlyKeysAreAdded(alice, bob);
        assertOnlyKeysAreAdded(bob, alice);
        assertThat(centres.atAlice(session(alice), handOut(answers.get(0))))
                .isEqualTo(centres.atBob(
                        session(alice), handOut(bob.messages(false, "INVITE").get(0))));
        assertOver(1, 0);
    }

    @Test
    void anEarlyAnswerIsReliable() throws Exception {
        Sipp bob = callee("early");
        Sipp alice = caller("early");
        alice.succeeds();
        bob.succeeds();

        Seen early = alice.messages(false, "SIP/2.0 183").get(0);
        assertThat(early.header("Require")).isEqualTo("100rel");
        assertOnlyKeysAreAdded(bob, alice);
        assertThat(centres.atAlice(session(alice), handOut(early)))
                .isEqualTo(centres.atBob(
                        session(alice), handOut(bob.messages(false, "INVITE").get(0))));
        assertOver(1, 0);
    }

    @Test
    void aCallIsGivenUp() throws Exception {
        Sipp bob = callee("cancel");
        Sipp alice = caller("cancel");
        alice.succeeds();
        bob.succeeds();

        assertOver(0, 1);
    }

    @Test
    void aFailureComesBackAsItIs() throws Exception {
        Sipp bob = callee("failure");
        Sipp alice = caller("failure");
        alice.succeeds();
        bob.succeeds();

        assertThat(alice.messages(false, "SIP/2.0 486").get(0).body()).isEqualTo("busy: another  call\r\nis there\r\n");
        assertOver(0, 1);
    }

    @Test
    void eachBranchHasADialogAndAHandOutOfItsOwn() throws Exception {
        Sipp bob = callee("fork");
        Sipp alice = caller("fork");
        alice.succeeds();
        bob.succeeds();

        List<Seen> answers = alice.messages(false, "SIP/2.0 200").stream()
                .filter(m -> m.header("CSeq").equals("1 INVITE"))
                .toList();
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0).header("To")).isNotEqualTo(answers.get(1).header("To"));
        assertThat(alice.messages(false, "SIP/2.0 180").stream().map(m -> m.header("To")))
                .containsExactly(answers.get(0).header("To"), answers.get(1).header("To"));
        assertThat(handOut(answers.get(0))).isNotEqualTo(handOut(answers.get(1)));
        PairKey atBob = centres.atBob(
                session(alice), handOut(bob.messages(false, "INVITE").get(0)));
        for (Seen answer : answers) {
            assertThat(centres.atAlice(session(alice), handOut(answer))).isEqualTo(atBob);
        }
        assertOnlyKeysAreAdded(bob, alice);
        assertOver(1, 0);
    }

    @Test
    void holdAndNewKeysCrossOctetForOctet() throws Exception {
        Sipp bob = callee("again");
        Sipp alice = caller("again");
        alice.succeeds();
        bob.succeeds();

        assertThat(bob.messages(false, "INVITE").get(1).body())
                .as("the hold")
                .isEqualTo(alice.messages(true, "INVITE").get(1).body());
        assertThat(alice.messages(false, "INVITE").get(0).body())
                .as("the callee's new keys")
                .isEqualTo(bob.messages(true, "INVITE").get(0).body())
                .contains("a=key-mgmt:mikey ");
        assertThat(alice.messages(false, "SIP/2.0 200").get(1).body())
                .as("the answer to the hold")
                .isEqualTo(bob.messages(true, "SIP/2.0 200").get(1).body());
        List<String> held = alice.messages(false, "SIP/2.0 200").stream()
                .filter(m -> m.header("CSeq").equals("2 INVITE"))
                .map(Seen::body)
                .toList();
        assertThat(held).as("the answer came again").hasSizeGreaterThan(1).containsOnly(held.get(0));
        assertThat(bob.messages(false, "SIP/2.0 200").get(0).body())
                .as("the caller's new keys")
                .isEqualTo(alice.messages(true, "SIP/2.0 200").get(0).body());
        assertOnlyKeysAreAdded(alice, bob);
        assertOnlyKeysAreAdded(bob, alice);
        assertOver(1, 0);
    }

    @Test
    void oneCallTooManyIsToldWhenToTryAgain() throws Exception {
        Sipp bob = callee("ringing");
        Sipp alice = caller("ringing");
        alice.awaits(false, "SIP/2.0 180");

        Sipp other = caller("busy");
        other.succeeds();
        assertThat(a.agent().counters().overload()).isEqualTo(1);
        assertThat(a.agent().settingUp()).as("nothing is kept of it").isEqualTo(1);

        alice.succeeds();
        bob.succeeds();
        assertOver(1, 0);
    }
}

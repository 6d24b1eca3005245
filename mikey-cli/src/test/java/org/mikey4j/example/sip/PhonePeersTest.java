package org.mikey4j.example.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.example.sip.PhoneTest.assertHeard;
import static org.mikey4j.example.sip.PhoneTest.assertSameKeys;
import static org.mikey4j.example.sip.PhoneTest.keys;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.message.IdPayload;
import org.mikey4j.sdp.SdpOffer;
import org.mikey4j.sdp.SdpUse;

/** Telephones with Kamailio between them, and with SIPp at the other end. */
@Timeout(180)
class PhonePeersTest {
    private static final String BOB = Telephones.identity("bob");

    @TempDir
    private Path folder;

    private final List<Integer> ports = Telephones.ports(4);
    private final List<Integer> bobs = List.of(ports.get(1), ports.get(2));
    private Telephones telephones;
    private NetworkPeers network;
    private Phone alice;
    private Phone bob;

    @BeforeAll
    static void prepare() {
        Telephones.prepare();
    }

    @BeforeEach
    void switchOn() throws Exception {
        network = new NetworkPeers(folder);
        telephones = new Telephones();
        alice = telephones.phone("alice", ports.get(0));
        bob = telephones.phone("bob", ports.get(1));
    }

    @AfterEach
    void switchOff() {
        telephones.close();
        network.close();
    }

    /** The lines of a description that have keys, character for character. */
    private static List<String> keyLines(String sdp) {
        return sdp.lines().filter(line -> line.startsWith("a=key-mgmt:")).toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "record-route | ~~ | ~~ | v=0 | false",
                "topoh | ~loadmodule \"topoh.so\"\nmodparam(\"topoh\", \"mask_key\", \"interop\")\n"
                        + "modparam(\"topoh\", \"mask_ip\", \"127.0.0.8\")~ | ~~ | v=0 | true",
                "topos | ~loadmodule \"db_text.so\"\nloadmodule \"topos.so\"\nmodparam(\"topos\", \"storage\", \"db\")\n"
                        + "modparam(\"topos\", \"db_url\", \"text://@FOLDER@\")~ | ~~ | v=0 | true",
                "textops and sdpops | ~~ | ~subst_body('/^o=.*$/o=- 1 1 IN IP4 192.0.2.1/');"
                        + " subst_body('/^s=.*$/s=proxied/'); subst_body('/^c=.*$/c=IN IP4 127.0.0.1/');"
                        + " sdp_keep_codecs_by_id(\"0\"); sdp_remove_line_by_prefix(\"a=rtpmap\");~ | s=proxied | false"
            })
    void keyLinesSurviveAProxy(
            String how, String topology, String edit, String trace, boolean hides, TestReporter reporter)
            throws Exception {
        network.kamailio(ports.get(3), bobs, "", topology == null ? "" : topology, edit == null ? "" : edit);

        Call atAlice = alice.call(BOB, ports.get(3));
        IncomingCall incoming = bob.awaitIncoming();
        Call atBob = incoming.call();
        incoming.pickUp();
        assertThat(atAlice.await(Call.State.TALKING)).as(atAlice.why()).isEqualTo(Call.State.TALKING);
        assertThat(atBob.await(Call.State.TALKING)).isEqualTo(Call.State.TALKING);

        assertThat(keyLines(atBob.received()))
                .isEqualTo(keyLines(atAlice.sent()))
                .hasSize(1);
        assertThat(keyLines(atAlice.received()))
                .isEqualTo(keyLines(atBob.sent()))
                .hasSize(1);
        String target = atBob.dialog().getRemoteTarget().getURI().toString();
        assertThat(target.contains(":" + ports.get(0))).as(target).isNotEqualTo(hides);
        assertThat(atBob.received()).contains(trace);
        assertThat(atAlice.received()).contains(trace);
        assertSameKeys(atAlice.talking().orElseThrow(), atBob.talking().orElseThrow());
        assertHeard(atAlice, atBob, "through the proxy");
        alice.rekey(atAlice);
        atAlice.awaitRekeyings(1);
        atBob.awaitRekeyings(1);
        assertSameKeys(atAlice.talking().orElseThrow(), atBob.talking().orElseThrow());
        assertHeard(atBob, atAlice, "and under new keys");
        bob.hangUp(atBob);
        assertThat(atAlice.await(Call.State.ENDED)).isEqualTo(Call.State.ENDED);
        reporter.publishEntry(
                "interop",
                "Kamailio | DH-SIGN, call and new keys, " + how
                        + " | between two telephones of ours; key lines octet for octet | works");
    }

    @Test
    void everyBranchThatAnswersHasKeysOfItsOwn(TestReporter reporter) throws Exception {
        Phone other = telephones.phone("bob", ports.get(2));
        network.kamailio(ports.get(3), bobs, "fork", "", "");
        Call atAlice = alice.call(BOB, ports.get(3));
        IncomingCall first = bob.awaitIncoming();
        IncomingCall second = other.awaitIncoming();
        first.announce();
        atAlice.awaitLegs(1);
        second.announce();
        atAlice.awaitLegs(2);
        List<Leg> legs = atAlice.legs();
        assertSameKeys(legs.get(0), first.call().legs().get(0));
        assertSameKeys(legs.get(1), second.call().legs().get(0));
        assertThat(keys(legs.get(0))).isNotEqualTo(keys(legs.get(1)));

        second.pickUp();

        assertThat(atAlice.await(Call.State.TALKING)).as(atAlice.why()).isEqualTo(Call.State.TALKING);
        assertThat(first.call().await(Call.State.CANCELLED)).isEqualTo(Call.State.CANCELLED);
        assertThat(second.call().await(Call.State.TALKING)).isEqualTo(Call.State.TALKING);
        assertThat(legs.get(0).isClosed()).isTrue();
        assertThat(first.call().legs().get(0).isClosed()).isTrue();
        assertHeard(atAlice, second.call(), "to the one that picked up");
        assertHeard(second.call(), atAlice, "and back");
        reporter.publishEntry(
                "interop",
                "Kamailio | DH-SIGN, fork with two early answers | forks from our telephone to two of ours | works");
    }

    @Test
    void ofTwoThatPickUpOneIsHungUpOn(TestReporter reporter) throws Exception {
        Phone other = telephones.phone("bob", ports.get(2));
        network.kamailio(ports.get(3), bobs, "twice", "", "");
        Call atAlice = alice.call(BOB, ports.get(3));
        IncomingCall first = bob.awaitIncoming();
        IncomingCall second = other.awaitIncoming();
        first.pickUp();
        assertThat(atAlice.await(Call.State.TALKING)).as(atAlice.why()).isEqualTo(Call.State.TALKING);
        second.pickUp();

        assertThat(second.call().await(Call.State.ENDED)).isEqualTo(Call.State.ENDED);
        assertThat(second.call().legs().get(0).isClosed()).isTrue();
        assertThat(first.call().await(Call.State.TALKING)).isEqualTo(Call.State.TALKING);
        assertHeard(atAlice, first.call(), "still here");
        assertHeard(first.call(), atAlice, "me too");
        reporter.publishEntry(
                "interop",
                "Kamailio | DH-SIGN, fork with two final answers | forks from our telephone to two of ours | works:"
                        + " the second is hung up on");
    }

    private SdpOffer offerOfAlice() throws Exception {
        return telephones
                .keys("alice", "ca")
                .offer(SdpUse.OFFER, PlainSdp.audio("alice", 4000, 1), IdPayload.uri(BOB), 0xa11ceL);
    }

    @Test
    void sippCallsWithAnOfferOfOurs(TestReporter reporter) throws Exception {
        SdpOffer offer = offerOfAlice();
        Process sipp =
                network.sipp("caller", Map.of("SDP", offer.text().strip()), ports.get(3), "127.0.0.1:" + ports.get(1));
        IncomingCall incoming = bob.awaitIncoming();
        incoming.pickUp();
        network.assertContent(sipp, "caller");

        String line = network.logged("caller").replaceAll("(?s).*(a=key-mgmt:mikey [A-Za-z0-9+/=]+).*", "$1");
        assertThat(keyLines(incoming.call().sent())).containsExactly(line);
        assertThat(incoming.call().await(Call.State.ENDED)).isEqualTo(Call.State.ENDED);
        assertThat(offer.receive(incoming.call().sent())).isInstanceOf(SdpOffer.Outcome.Established.class);
        reporter.publishEntry(
                "interop",
                "SIPp | DH-SIGN, INVITE with an offer of ours | calls our telephone and brings its answer back | works");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"without keys,Keys are required", "with a spoiled line,Key management failed"})
    void sippIsRefused(String how, String warning, TestReporter reporter) throws Exception {
        String sdp = how.equals("without keys")
                ? PlainSdp.audio("alice", 4000, 1)
                : offerOfAlice().text().replaceFirst("(a=key-mgmt:mikey .{200}).", "$1/");
        Process sipp = network.sipp(
                "refused", Map.of("SDP", sdp.strip(), "WARNING", warning), ports.get(3), "127.0.0.1:" + ports.get(1));

        network.assertContent(sipp, "refused");
        reporter.publishEntry(
                "interop",
                "SIPp | INVITE " + how + " | calls our telephone | works: 488 with warning 399, before it rings");
    }

    @Test
    void anAnswerWithoutKeysIsHungUpOn(TestReporter reporter) throws Exception {
        Process sipp = network.sipp("callee", Map.of(), ports.get(3));

        Call call = alice.call(BOB, ports.get(3));

        network.assertContent(sipp, "callee");
        assertThat(call.await(Call.State.FAILED)).isEqualTo(Call.State.FAILED);
        assertThat(call.why()).isEqualTo("the answer has no keys, or wrong ones");
        assertThat(call.legs()).isEmpty();
        assertThat(keyLines(call.sent())).hasSize(1);
        reporter.publishEntry(
                "interop", "SIPp | an answer without keys | is called by our telephone | works: ACK, then BYE");
    }
}

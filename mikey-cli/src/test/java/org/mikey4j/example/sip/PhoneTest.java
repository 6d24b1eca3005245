package org.mikey4j.example.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.sdp.MediaDescription;
import javax.sdp.SdpFactory;
import javax.sdp.SessionDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpUse;

/** Calls between telephones over TCP on the loopback address, with audio over UDP. */
@Timeout(120)
class PhoneTest {
    private static final String BOB = Telephones.identity("bob");

    private final List<Integer> ports = Telephones.ports(3);
    private Telephones telephones;
    private Phone alice;
    private Phone bob;

    @BeforeAll
    static void prepare() {
        Telephones.prepare();
    }

    @BeforeEach
    void switchOn() throws Exception {
        telephones = new Telephones();
        alice = telephones.phone("alice", ports.get(0));
        bob = telephones.phone("bob", ports.get(1));
    }

    @AfterEach
    void switchOff() {
        telephones.close();
    }

    /** A call that is talking, as both ends see it. */
    private record Talk(Call atAlice, Call atBob) {}

    private Talk talk() throws Exception {
        Call atAlice = alice.call(BOB, ports.get(1));
        IncomingCall incoming = bob.awaitIncoming();
        assertThat(atAlice.await(Call.State.RINGING)).isEqualTo(Call.State.RINGING);
        incoming.pickUp();
        assertThat(atAlice.await(Call.State.TALKING)).as(atAlice.why()).isEqualTo(Call.State.TALKING);
        assertThat(incoming.call().await(Call.State.TALKING)).isEqualTo(Call.State.TALKING);
        return new Talk(atAlice, incoming.call());
    }

    static void assertHeard(Call from, Call to, String words) {
        byte[] frame = words.repeat(10).getBytes(StandardCharsets.UTF_8);
        from.say(frame);
        assertThat(to.hear()).hasValue(frame);
    }

    static void assertSameKeys(Leg one, Leg other) {
        assertThat(keys(one)).isEqualTo(keys(other)).hasSize(2);
    }

    static List<?> keys(Leg leg) {
        SecurityAssociation association = leg.association();
        return association.cryptoSessions().stream()
                .map(session -> List.of(session.csId(), session.ssrc(), session.keys()))
                .toList();
    }

    @Test
    void aCallWithOfferAndAnswer(TestReporter reporter) throws Exception {
        Talk talk = talk();
        Leg atAlice = talk.atAlice.talking().orElseThrow();
        Leg atBob = talk.atBob.talking().orElseThrow();

        assertSameKeys(atAlice, atBob);
        for (int i = 0; i < 5; i++) {
            assertHeard(talk.atAlice, talk.atBob, "Hello Bob " + i);
            assertHeard(talk.atBob, talk.atAlice, "Hello Alice " + i);
        }
        alice.hangUp(talk.atAlice);

        assertThat(talk.atBob.await(Call.State.ENDED)).isEqualTo(Call.State.ENDED);
        assertThat(atAlice.isClosed()).isTrue();
        assertThat(atBob.isClosed()).isTrue();
        reporter.publishEntry(
                "interop",
                "JAIN-SIP | DH-SIGN, INVITE with offer and answer | both ends are our telephone on it | works");
    }

    @Test
    void eitherEndChangesTheKeys(TestReporter reporter) throws Exception {
        Talk talk = talk();
        Leg first = talk.atAlice.talking().orElseThrow();
        List<?> firstKeys = keys(first);
        assertHeard(talk.atAlice, talk.atBob, "under the first keys");

        alice.rekey(talk.atAlice);
        talk.atAlice.awaitRekeyings(1);
        talk.atBob.awaitRekeyings(1);
        Leg second = talk.atAlice.talking().orElseThrow();
        List<?> secondKeys = keys(second);
        assertSameKeys(second, talk.atBob.talking().orElseThrow());
        assertThat(secondKeys).isNotEqualTo(firstKeys);
        assertHeard(talk.atAlice, talk.atBob, "under the second keys");
        assertHeard(talk.atBob, talk.atAlice, "likewise");

        bob.rekey(talk.atBob);
        talk.atBob.awaitRekeyings(2);
        talk.atAlice.awaitRekeyings(2);
        assertSameKeys(
                talk.atAlice.talking().orElseThrow(), talk.atBob.talking().orElseThrow());
        assertThat(keys(talk.atAlice.talking().orElseThrow())).isNotEqualTo(secondKeys);
        assertThat(first.isClosed()).isTrue();
        assertHeard(talk.atAlice, talk.atBob, "under the third keys");
        assertHeard(talk.atBob, talk.atAlice, "likewise");
        alice.hangUp(talk.atAlice);
        assertThat(talk.atBob.await(Call.State.ENDED)).isEqualTo(Call.State.ENDED);
        assertThat(second.isClosed()).isTrue();
        reporter.publishEntry(
                "interop",
                "JAIN-SIP | DH-SIGN, new keys by re-INVITE of either end | both ends are our telephone on it | works");
    }

    @Test
    void aCallThatIsGivenUpLeavesNoKeys(TestReporter reporter) throws Exception {
        Call atAlice = alice.call(BOB, ports.get(1));
        IncomingCall incoming = bob.awaitIncoming();
        incoming.announce();
        atAlice.awaitLegs(1);
        Leg early = atAlice.legs().get(0);
        assertSameKeys(early, incoming.call().legs().get(0));

        alice.cancel(atAlice);

        assertThat(incoming.call().await(Call.State.CANCELLED)).isEqualTo(Call.State.CANCELLED);
        assertThat(atAlice.await(Call.State.CANCELLED)).isEqualTo(Call.State.CANCELLED);
        assertThat(atAlice.why()).isEqualTo("487");
        assertThat(early.isClosed()).isTrue();
        assertThat(incoming.call().legs().get(0).isClosed()).isTrue();
        reporter.publishEntry(
                "interop", "JAIN-SIP | DH-SIGN, CANCEL after early media | both ends are our telephone on it | works");
    }

    @Test
    void aCallerWhomBobDoesNotTrustIsRefusedBeforeItRings(TestReporter reporter) throws Exception {
        Phone mallory = telephones.phone("alice", "other-ca", ports.get(2));

        Call call = mallory.call(BOB, ports.get(1));

        assertThat(call.await(Call.State.FAILED)).isEqualTo(Call.State.FAILED);
        assertThat(call.why()).isEqualTo("488; 399 Key management failed");
        assertThat(call.legs()).isEmpty();
        reporter.publishEntry(
                "interop",
                "JAIN-SIP | DH-SIGN, a certificate that is not trusted | both ends are our telephone on it | works: 488"
                        + " with warning 399");
    }

    @Test
    void newKeysThatAreWrongEndTheCall(TestReporter reporter) throws Exception {
        Talk talk = talk();
        assertHeard(talk.atAlice, talk.atBob, "under good keys");
        Leg atBob = talk.atBob.talking().orElseThrow();
        telephones.spoilSignatures();

        alice.rekey(talk.atAlice);

        assertThat(talk.atAlice.await(Call.State.FAILED)).isEqualTo(Call.State.FAILED);
        assertThat(talk.atAlice.why()).isEqualTo("488; 306 Attribute not understood; 399 Key management failed");
        assertThat(talk.atBob.await(Call.State.ENDED)).isEqualTo(Call.State.ENDED);
        assertThat(atBob.isClosed()).isTrue();
        assertThat(talk.atBob.rekeyings()).isZero();
        reporter.publishEntry(
                "interop",
                "JAIN-SIP | DH-SIGN, a re-INVITE whose keys are wrong | both ends are our telephone on it | works: 488"
                        + " with warnings 306 and 399, then BYE");
    }

    @Test
    void aBusyTelephoneLeavesNoKeys() throws Exception {
        Call atAlice = alice.call(BOB, ports.get(1));
        IncomingCall incoming = bob.awaitIncoming();
        Leg ringing = incoming.call().legs().get(0);
        incoming.refuse();

        assertThat(atAlice.await(Call.State.FAILED)).isEqualTo(Call.State.FAILED);
        assertThat(atAlice.why()).isEqualTo("486");
        assertThat(ringing.isClosed()).isTrue();
    }

    /** The library and {@code javax.sdp}: what its objects do to the lines, and what they do not show. */
    @Test
    void javaxSdpKeepsTheLinesAndShowsOnlyTheFirst() throws Exception {
        String offer = telephones
                .keys("alice", "ca")
                .offer(SdpUse.OFFER, PlainSdp.audio("alice", 4000, 1), IdPayload.uri(BOB), 1)
                .text();
        String several = Sdp.parse(offer).withAttribute(CallKeys.AUDIO, "other", Octets.ofHex("0102"));

        SessionDescription session = SdpFactory.getInstance().createSessionDescription(several);
        String again = session.toString();

        assertThat(Sdp.parse(again).attributes())
                .hasSize(2)
                .extracting(attribute -> attribute.data().octets())
                .isEqualTo(Sdp.parse(several).attributes().stream()
                        .map(attribute -> attribute.data().octets())
                        .toList());
        assertThat(((MediaDescription) session.getMediaDescriptions(true).get(CallKeys.AUDIO)).getAttribute("key-mgmt"))
                .startsWith("mikey ");
    }
}

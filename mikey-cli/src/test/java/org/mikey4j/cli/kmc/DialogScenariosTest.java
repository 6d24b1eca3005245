package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.sip.SipNode;
import org.mikey4j.cli.sip.WireDialog;
import org.mikey4j.cli.sip.WirePhone;
import org.mikey4j.cli.sip.WirePhone.Seen;
import org.mikey4j.sdp.Sdp;

/** Calls through both centres that change, cross, move or begin without an offer: what arrives at each end. */
class DialogScenariosTest {
    private static final List<Integer> PORTS = SipNode.freePorts(2);
    private static final String TAG = "bob1";

    private static TrialCentres centres;
    private static KmcServer a;
    private static KmcServer b;

    private final List<Integer> ports = SipNode.freePorts(2);
    private WirePhone alice;
    private WirePhone bob;
    private String session;

    /** As each end has it. */
    private WireDialog atAlice;

    private WireDialog atBob;

    @BeforeAll
    static void open(@TempDir Path keys) throws IOException {
        centres = new TrialCentres(keys);
        b = centres.bob("listen = udp:127.0.0.1:" + PORTS.get(1));
        a = centres.alice("listen = udp:127.0.0.1:" + PORTS.get(0));
    }

    @AfterAll
    static void closeCentres() {
        centres.close();
    }

    @BeforeEach
    void phones() throws IOException {
        alice = new WirePhone(ports.get(0), (phone, seen) -> {});
        bob = new WirePhone(ports.get(1), (phone, seen) -> {});
        session = "session" + ports.get(0);
    }

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    private static String sdp(String who, int version) {
        return "v=0\r\no=" + who + " 1 " + version + " IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/SAVP 0\r\n"
                + "a=x-charging:  odd   spacing; " + who + "\r\n";
    }

    /** Alice's first INVITE, which Bob has got then. */
    private Seen invite(String body) throws InterruptedException {
        new WireDialog(
                        alice,
                        PORTS.get(0),
                        "sip:bob@127.0.0.1:" + bob.port(),
                        "<sip:alice@a.example>;tag=alice1",
                        "<sip:bob@b.example>",
                        session)
                .send(
                        "INVITE",
                        1,
                        "Route: <sip:orig@127.0.0.1:" + PORTS.get(0) + ";lr>, <sip:term@127.0.0.1:" + PORTS.get(1)
                                + ";lr>\r\nSession-ID: " + session + "\r\n",
                        body);
        Seen invite = bob.awaits("1 INVITE");
        atBob = WireDialog.ofCallee(bob, PORTS.get(1), invite, TAG);
        return invite;
    }

    /** A call that is set up with keys. */
    private void begin() throws InterruptedException {
        Seen invite = invite(sdp("alice", 1));
        bob.answer(invite, "200 OK", TAG, bob.contact(), sdp("bob", 1));
        Seen answer = alice.awaits("200 1 INVITE");
        atAlice = WireDialog.ofCaller(alice, PORTS.get(0), answer);
        atAlice.send("ACK", 1, "", "");
        bob.awaits("1 ACK");
        assertThat(centres.atAlice(session, handOut(answer))).isEqualTo(centres.atBob(session, handOut(invite)));
    }

    private static org.mikey4j.message.Octets handOut(Seen message) {
        return Sdp.parse(message.body()).session().attributes().get(0).data().octets();
    }

    /** Alice hangs up; nothing is left then, and nothing was not handled. */
    private void end(int cseq) throws InterruptedException {
        assertThat(a.agent().calls()).as("the call is still there").isEqualTo(1);
        atAlice.send("BYE", cseq, "", "");
        bob.answer(bob.awaits(cseq + " BYE"), "200 OK", TAG, "", "");
        alice.awaits("200 " + cseq + " BYE");
        assertNothingIsLeft();
    }

    private static void assertNothingIsLeft() throws InterruptedException {
        WirePhone.until(
                "the end of all calls",
                () -> {},
                () -> a.agent().calls() + b.agent().calls() == 0);
        assertThat(a.faults() + b.faults()).as("messages that were not handled").isZero();
    }

    @Test
    void anInviteWithinTheCallIsGivenUp() throws Exception {
        begin();
        atAlice.send("INVITE", 2, "", sdp("alice", 2));
        Seen again = bob.awaits("2 INVITE");
        bob.answer(again, "180 Ringing", TAG, bob.contact(), "");
        alice.awaits("180 2 INVITE");
        atAlice.within("CANCEL", 2, atAlice.to());
        alice.awaits("200 2 CANCEL");
        Seen cancel = bob.awaits("2 CANCEL");
        bob.answer(cancel, "200 OK", TAG, "", "");
        bob.answer(again, "487 Request Terminated", TAG, "", "");
        bob.awaits("2 ACK");
        Seen terminated = alice.awaits("487 2 INVITE");
        atAlice.within("ACK", 2, terminated.header("To"));

        assertThat(cancel.header("Via")).as("of the transaction that it is for").isEqualTo(again.header("Via"));
        assertThat(cancel.header("To")).isEqualTo(again.header("To"));
        assertThat(again.body()).isEqualTo(sdp("alice", 2));
        end(3);
    }

    @Test
    void anInviteWithinTheCallIsGivenUpTooLate() throws Exception {
        begin();
        atAlice.send("INVITE", 2, "", sdp("alice", 2));
        bob.answer(bob.awaits("2 INVITE"), "200 OK", TAG, bob.contact(), sdp("bob", 2));
        alice.awaits("200 2 INVITE");
        atAlice.within("CANCEL", 2, atAlice.to());
        atAlice.send("ACK", 2, "", "");
        bob.awaits("2 ACK");
        WirePhone.until(
                "an answer to the CANCEL",
                () -> {},
                () -> !alice.heard("200 2 CANCEL").isEmpty()
                        || !alice.heard("481 2 CANCEL").isEmpty());

        assertThat(bob.heard("2 CANCEL")).as("at Bob").isEmpty();
        assertThat(alice.heard("487 2 INVITE")).as("after the 200").isEmpty();
        end(3);
    }

    @Test
    void updatesCrossOctetForOctetBothWays() throws Exception {
        begin();
        atAlice.send("UPDATE", 2, "", sdp("alice", 2));
        Seen fromAlice = bob.awaits("2 UPDATE");
        bob.answer(fromAlice, "200 OK", TAG, bob.contact(), sdp("bob", 2));
        Seen toAlice = alice.awaits("200 2 UPDATE");
        atBob.send("UPDATE", 7, "", sdp("bob", 3));
        Seen fromBob = alice.awaits("7 UPDATE");
        alice.answer(fromBob, "200 OK", "", alice.contact(), sdp("alice", 3));
        Seen toBob = bob.awaits("200 7 UPDATE");

        assertThat(fromAlice.body()).isEqualTo(sdp("alice", 2));
        assertThat(toAlice.body()).isEqualTo(sdp("bob", 2));
        assertThat(fromBob.body()).isEqualTo(sdp("bob", 3));
        assertThat(toBob.body()).isEqualTo(sdp("alice", 3));
        assertThat(bob.heard("2 ACK")).as("no ACK is for an UPDATE").isEmpty();
        end(3);
    }

    /** Before the answer, in the dialog that a reliable response began (RFC 3311, 5.1). */
    @Test
    void anUpdateComesBeforeTheAnswer() throws Exception {
        Seen invite = invite(sdp("alice", 1));
        bob.answer(
                invite, "183 Session Progress", TAG, bob.contact() + "Require: 100rel\r\nRSeq: 5\r\n", sdp("bob", 1));
        Seen early = alice.awaits("183 1 INVITE");
        atAlice = WireDialog.ofCaller(alice, PORTS.get(0), early);
        atAlice.send("PRACK", 2, "RAck: 5 1 INVITE\r\n", "");
        Seen prack = bob.awaits("2 PRACK");
        bob.answer(prack, "200 OK", TAG, "", "");
        alice.awaits("200 2 PRACK");
        atAlice.send("UPDATE", 3, "", sdp("alice", 2));
        Seen update = bob.awaits("3 UPDATE");
        bob.answer(update, "200 OK", TAG, bob.contact(), sdp("bob", 2));
        Seen updated = alice.awaits("200 3 UPDATE");
        bob.answer(invite, "200 OK", TAG, bob.contact(), "");
        Seen answer = alice.awaits("200 1 INVITE");
        atAlice.send("ACK", 1, "", "");
        bob.awaits("1 ACK");

        assertThat(prack.header("RAck")).isEqualTo("5 1 INVITE");
        assertThat(early.header("RSeq")).isEqualTo("5");
        assertThat(centres.atAlice(session, handOut(early)))
                .as("the key is with the first answer")
                .isEqualTo(centres.atBob(session, handOut(invite)));
        assertThat(update.body()).isEqualTo(sdp("alice", 2));
        assertThat(updated.body()).isEqualTo(sdp("bob", 2));
        assertThat(answer.header("To")).as("one dialog").isEqualTo(early.header("To"));
        assertThat(answer.body()).isEmpty();
        end(4);
    }

    @Test
    void whereToCallInsteadIsToldAsItIs() throws Exception {
        long failed = a.agent().counters().failed();
        Seen invite = invite(sdp("alice", 1));
        bob.answer(
                invite,
                "302 Moved Temporarily",
                TAG,
                "Contact: <sip:bob@192.0.2.99:5070>;q=0.7\r\nContact: <tel:+431234>;q=0.1\r\n",
                "");
        Seen moved = alice.awaits("302 1 INVITE");
        bob.awaits("1 ACK");
        WireDialog.ofCaller(alice, PORTS.get(0), moved).within("ACK", 1, moved.header("To"));

        assertThat(moved.text().lines().filter(line -> line.startsWith("Contact: ")))
                .as("not those of the centres")
                .singleElement()
                .asString()
                .startsWith("Contact: <sip:bob@192.0.2.99:5070>;q=0.7,")
                .contains("<tel:+431234>");
        assertThat(a.agent().counters().failed()).isEqualTo(failed + 1);
        assertNothingIsLeft();
    }

    @Test
    void invitesThatCrossEachOtherAreRefusedAndTheCallGoesOn() throws Exception {
        begin();
        atAlice.send("INVITE", 2, "", sdp("alice", 2));
        atBob.send("INVITE", 7, "", sdp("bob", 2));
        Seen atTheCallee = bob.awaits("2 INVITE");
        Seen atTheCaller = alice.awaits("7 INVITE");
        bob.answer(atTheCallee, "491 Request Pending", TAG, "X-By: bob\r\n", "");
        alice.answer(atTheCaller, "491 Request Pending", "", "X-By: alice\r\n", "");
        Seen toAlice = alice.awaits("491 2 INVITE");
        Seen toBob = bob.awaits("491 7 INVITE");
        bob.awaits("2 ACK");
        alice.awaits("7 ACK");
        atAlice.within("ACK", 2, toAlice.header("To"));
        atBob.within("ACK", 7, toBob.header("To"));

        assertThat(toAlice.header("X-By")).isEqualTo("bob");
        assertThat(toBob.header("X-By")).isEqualTo("alice");
        // After a while one of them tries again.
        atBob.send("INVITE", 8, "", sdp("bob", 2));
        alice.answer(alice.awaits("8 INVITE"), "200 OK", "", alice.contact(), sdp("alice", 2));
        assertThat(bob.awaits("200 8 INVITE").body()).isEqualTo(sdp("alice", 2));
        atBob.send("ACK", 8, "", "");
        alice.awaits("8 ACK");
        end(3);
    }

    @Test
    void anOfferInTheAnswerCrossesAsItIsAndBringsNoKey() throws Exception {
        Seen invite = invite("");
        bob.answer(invite, "200 OK", TAG, bob.contact(), sdp("bob", 1));
        Seen offer = alice.awaits("200 1 INVITE");
        atAlice = WireDialog.ofCaller(alice, PORTS.get(0), offer);
        atAlice.send("ACK", 1, "", sdp("alice", 1));
        Seen answer = bob.awaits("1 ACK");

        assertThat(invite.body()).isEmpty();
        assertThat(offer.body()).isEqualTo(sdp("bob", 1));
        assertThat(answer.body()).isEqualTo(sdp("alice", 1));
        end(2);
    }

    @Test
    void anInviteWithinTheCallAsksForAnOffer() throws Exception {
        begin();
        atAlice.send("INVITE", 2, "", "");
        Seen asks = bob.awaits("2 INVITE");
        bob.answer(asks, "200 OK", TAG, bob.contact(), sdp("bob", 2));
        Seen offer = alice.awaits("200 2 INVITE");
        atAlice.send("ACK", 2, "", sdp("alice", 2));
        Seen answer = bob.awaits("2 ACK");

        assertThat(asks.body()).isEmpty();
        assertThat(offer.body()).isEqualTo(sdp("bob", 2));
        assertThat(answer.body()).isEqualTo(sdp("alice", 2));
        end(3);
    }
}

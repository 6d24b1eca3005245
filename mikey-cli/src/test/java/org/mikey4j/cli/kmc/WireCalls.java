package org.mikey4j.cli.kmc;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.mikey4j.cli.sip.WirePhone;
import org.mikey4j.cli.sip.WirePhone.Seen;

/** Alice calls Bob through a node of their centre, which is at the port that is named each time. */
final class WireCalls implements AutoCloseable {
    /** Bob's tag; the number of the call follows. */
    private static final String TAG = "bob";

    /** The caller of calls from this number on is no user of the centre. */
    static final int FOREIGN = 9_000;

    final WirePhone alice;
    final WirePhone bob;

    /** What Alice was first told of each call that was answered. */
    final Map<Integer, Seen> acknowledged = new ConcurrentHashMap<>();

    /** The INVITE of each call, as it came to Bob. */
    final Map<Integer, Seen> atBob = new ConcurrentHashMap<>();

    /** @param answers which calls Bob answers at once; the others ring */
    WireCalls(int alicePort, int bobPort, IntPredicate answers) throws IOException {
        alice = new WirePhone(alicePort, (phone, seen) -> {
            if (seen.isResponse(200, "INVITE") && seen.header("CSeq").startsWith("1 ")) {
                acknowledged.putIfAbsent(seen.number(), seen);
            } else if (seen.isRequest("BYE")) {
                phone.answer(seen, "200 OK", "", "X-By: alice\r\n", "");
            }
        });
        bob = new WirePhone(bobPort, (phone, seen) -> {
            if (seen.isRequest("INVITE")) {
                boolean again = seen.header("To").contains(";tag=");
                if (!again) {
                    atBob.putIfAbsent(seen.number(), seen);
                }
                if (again || answers.test(seen.number())) {
                    answer(seen);
                } else {
                    phone.answer(seen, "180 Ringing", TAG + seen.number(), phone.contact(), "");
                }
            } else if (seen.isRequest("BYE") || seen.isRequest("UPDATE")) {
                phone.answer(seen, "200 OK", "", "X-By: bob\r\n", "");
            }
        });
    }

    /** Bob answers an INVITE, or says again what he answered. */
    void answer(Seen invite) {
        int number = invite.number();
        bob.answer(invite, "200 OK", TAG + number, bob.contact() + "X-By: bob\r\n", sdp(number, invite.header("CSeq")));
    }

    static String sdp(int number, String version) {
        return "v=0\r\no=- " + number + " " + version.replaceAll(" .*", "")
                + " IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/SAVP 0\r\n";
    }

    /** Alice's INVITE; the same octets each time. */
    void invite(int node, int number) {
        invite(node, number, "call-" + number, "z9hG4bKi" + number);
    }

    void invite(int node, int number, String callId, String branch) {
        alice.send(
                node,
                "INVITE sip:bob@127.0.0.1:" + bob.port() + " SIP/2.0\r\n" + via(alice, branch)
                        + "Route: <sip:orig@127.0.0.1:" + node + ";lr>, <sip:127.0.0.1:" + bob.port() + ";lr>\r\n"
                        + "From: <sip:" + (number < FOREIGN ? "alice@a" : "carol@c") + ".example>;tag=alice" + number
                        + "\r\nTo: <sip:bob@a.example>\r\nCall-ID: "
                        + callId + "\r\nCSeq: 1 INVITE\r\nSession-ID: session" + number + "\r\n" + more(number)
                        + alice.contact() + WirePhone.tail(sdp(number, "1")));
    }

    /** A request of Alice within the dialog. */
    void fromAlice(int node, int number, String method, int cseq, String body) {
        fromAlice(alice, node, number, method, cseq, body);
    }

    /** The same from another of her phones, to which the call moves. */
    void fromAlice(WirePhone phone, int node, int number, String method, int cseq, String body) {
        Seen ok = acknowledged.get(number);
        phone.send(
                node,
                method + " " + ok.contact() + " SIP/2.0\r\n" + via(phone, "z9hG4bK" + method + cseq + "a" + number)
                        + "From: " + ok.header("From") + "\r\nTo: " + ok.header("To") + "\r\nCall-ID: "
                        + ok.header("Call-ID") + "\r\nCSeq: " + cseq + " " + method + "\r\n" + more(number)
                        + phone.contact() + WirePhone.tail(body));
    }

    /** A request of Bob within the dialog. */
    void fromBob(int node, int number, String method, int cseq) {
        Seen invite = atBob.get(number);
        bob.send(
                node,
                method + " " + invite.contact() + " SIP/2.0\r\n" + via(bob, "z9hG4bK" + method + cseq + "b" + number)
                        + "From: " + invite.header("To") + ";tag=" + TAG + number + "\r\nTo: " + invite.header("From")
                        + "\r\nCall-ID: " + invite.header("Call-ID") + "\r\nCSeq: " + cseq + " " + method + "\r\n"
                        + more(number) + bob.contact() + WirePhone.tail(""));
    }

    private static String via(WirePhone phone, String branch) {
        return "Via: SIP/2.0/UDP 127.0.0.1:" + phone.port() + ";branch=" + branch + "\r\n";
    }

    private static String more(int number) {
        return "Max-Forwards: 70\r\nX-Number: " + number + "\r\n";
    }

    @Override
    public void close() {
        alice.close();
        bob.close();
    }
}

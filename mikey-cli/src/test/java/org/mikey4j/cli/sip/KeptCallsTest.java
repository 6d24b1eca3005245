package org.mikey4j.cli.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.Octets;

/** Answered calls as octets and back, and which of them stay in memory. */
class KeptCallsTest {
    private static final Instant BEGAN = Instant.parse("2026-11-29T12:00:00Z");
    private static final String INVITE = "INVITE sip:bob@b.example SIP/2.0\r\n"
            + "Via: SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bK1\r\nRecord-Route: <sip:p1@192.0.2.1;lr>,"
            + "<sip:p2@192.0.2.2;lr>\r\nFrom: <sip:alice@a.example>;tag=a1\r\nTo: <sip:bob@b.example>\r\n"
            + "Call-ID: c1\r\nCSeq: 7 INVITE\r\nSession-ID: s1\r\nX-Kept: as it was\r\nMax-Forwards: 70\r\n"
            + "Contact: <sip:alice@192.0.2.3:5062;transport=tcp>\r\nContent-Type: application/sdp\r\n"
            + "Content-Length: 6\r\n\r\nkey\r\n\n";
    private static final String OK = "SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bK1\r\n"
            + "From: <sip:alice@a.example>;tag=a1\r\nTo: <sip:bob@b.example>;tag=t1\r\nCall-ID: c1\r\nCSeq: 7 INVITE\r\n"
            + "Content-Type: application/sdp\r\nContent-Length: 9\r\n\r\n\u00e9 odd \r\n\r";

    private final SipNode node = SipNode.open(
            "kept",
            List.of(new SipNode.Binding("udp", "127.0.0.1", SipNode.freePorts(1).get(0))),
            new SipOptions(),
            made -> new SipHandler() {
                @Override
                public void request(javax.sip.RequestEvent event) {}

                @Override
                public void response(javax.sip.ResponseEvent event) {}
            });
    private final List<String> ended = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Octets> rows = new HashMap<>();
    private final CallRegistry registry = new CallRegistry(B2buaLimits.STANDARD);
    private Instant now = BEGAN;

    private final KeptCalls kept = new KeptCalls(
            node,
            new Rows(),
            registry,
            new Crossings(
                    new BodyExchange() {
                        @Override
                        public Passage cross(Crossing crossing) {
                            throw new AssertionError();
                        }

                        @Override
                        public void ended(String call) {
                            ended.add(call);
                        }
                    },
                    node::fault),
            Duration.ofDays(1),
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            },
            new SecureRandom());

    private final class Rows implements DialogStore {
        @Override
        public void keep(String callerCallId, String calleeCallId, Octets dialogs, Instant until) {
            assertThat(until).isEqualTo(BEGAN.plus(Duration.ofDays(1)));
            rows.put(callerCallId, dialogs);
            rows.put(calleeCallId, dialogs);
        }

        @Override
        public Optional<Octets> find(String callId) {
            return Optional.ofNullable(rows.get(callId));
        }

        @Override
        public void forget(String callerCallId) {
            throw new AssertionError("forgotten");
        }

        @Override
        public boolean isShared() {
            return false;
        }
    }

    @AfterEach
    void close() {
        node.close();
    }

    private static Request invite() throws java.text.ParseException {
        return (Request) new gov.nist.javax.sip.parser.StringMsgParser()
                .parseSIPMessage(INVITE.getBytes(StandardCharsets.ISO_8859_1), true, false, null);
    }

    /** With one branch that was answered and one that was hung up. */
    private BridgedCall call() throws java.text.ParseException {
        Fork answered = new Fork(
                "b1",
                "t1",
                List.of(node.address("<sip:r1@192.0.2.9;lr>"), node.address("<sip:r2@192.0.2.8;lr>")),
                node.address("<sip:bob@192.0.2.7>"));
        answered.become(Fork.State.CONFIRMED);
        answered.keep(
                (Response) new gov.nist.javax.sip.parser.StringMsgParser()
                        .parseSIPMessage(OK.getBytes(StandardCharsets.ISO_8859_1), true, false, null),
                true);
        Fork over = new Fork("b2", "t2", List.of(), node.address("<sip:bob@192.0.2.6>"));
        over.become(Fork.State.OVER);
        return new BridgedCall(
                node,
                new CallTerms(invite(), true, "orig", node.headers().createCallIdHeader("d1"), "own", "failed", BEGAN),
                node.address("<sip:alice@192.0.2.4>"),
                List.of(answered, over),
                0);
    }

    @Test
    void aCallComesBackAsItWas() throws Exception {
        BridgedCall before = call();
        Octets record = CallRecord.write(before, 42);
        BridgedCall after = CallRecord.read(node, record);

        assertThat(CallRecord.version(record)).isEqualTo(42);
        assertThat(after.version()).isEqualTo(42);
        assertThat(CallRecord.write(after, 42)).as("written again").isEqualTo(record);
        assertThat(after.isSettled()).isTrue();
        assertThat(after.terms().invite().toString())
                .isEqualTo(INVITE.substring(0, INVITE.indexOf("Content-Type")) + "Content-Length: 0\r\n\r\n");
        assertThat(after.terms().offers()).isTrue();
        assertThat(after.terms().began()).isEqualTo(BEGAN);
        assertThat(after.callerTarget()).isEqualTo(before.callerTarget());
        assertThat(after.isBegunBy(invite())).isTrue();
        Fork fork = after.forks().get(0);
        assertThat(fork.routes()).isEqualTo(before.forks().get(0).routes());
        assertThat(fork.state()).isEqualTo(Fork.State.CONFIRMED);
        assertThat(new String(
                        ((gov.nist.javax.sip.message.SIPMessage) fork.kept(true).orElseThrow()).encodeAsBytes("TCP"),
                        StandardCharsets.ISO_8859_1))
                .as("the 2xx, octet for octet")
                .isEqualTo(OK);
        assertThat(fork.kept(false)).isEmpty();
        assertThat(after.forks().get(1).state()).isEqualTo(Fork.State.OVER);
        assertThat(after.forks().get(1).calleeTag()).isEqualTo("b2");
    }

    @Test
    void whatIsNoRecordIsRefused() throws Exception {
        byte[] record = CallRecord.write(call(), 42).toByteArray();
        byte[] other = record.clone();
        other[0] = 9;

        assertThatThrownBy(() -> CallRecord.read(node, Octets.copyOf(other)))
                .isInstanceOf(SipFailure.class)
                .hasMessage("what is kept of a call has another layout");
        for (int length : new int[] {9, 20, record.length / 2, record.length - 1}) {
            Octets cut = Octets.copyOf(record, 0, length);
            assertThatThrownBy(() -> CallRecord.read(node, cut))
                    .isInstanceOf(SipFailure.class)
                    .hasMessageStartingWith("what is kept of a call cannot be read");
        }
    }

    @Test
    void aCallThatIsIdleIsLeftToTheStoreAndFoundThereAgain() throws Exception {
        kept.keep(call()).join();
        BridgedCall call = registry.restore(CallRecord.read(node, rows.get("c1")));
        call.sign(now);
        now = BEGAN.plus(Duration.ofMinutes(5));
        kept.leaveIdle();
        assertThat(registry.size()).as("not idle for long").isEqualTo(1);
        now = now.plusSeconds(1);
        kept.leaveIdle();
        assertThat(registry.size()).isZero();
        WirePhone.until("the end for the exchange", () -> {}, () -> ended.equals(List.of("c1")));

        Request bye = invite();
        bye.setMethod(Request.BYE);
        List<BridgedCall> found = Collections.synchronizedList(new ArrayList<>());
        assertThat(kept.find(bye, any -> true, known -> known.ifPresent(found::add)))
                .isTrue();
        WirePhone.until("the call", () -> {}, () -> found.size() == 1);
        assertThat(found.get(0).terms().calleeCallId().getCallId()).isEqualTo("d1");
        assertThat(registry.size()).isEqualTo(1);
        assertThat(node.faults()).isZero();
    }
}

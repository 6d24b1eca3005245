package org.mikey4j.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.KeyMgmtAttribute;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpSection;

/** Responders that are reached over a network: right ones, wrong ones, and none. */
@Timeout(120)
class NetworksTest {
    private static final byte[] PSK = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Answers datagrams until it is closed; to answer nothing is to say nothing. */
    private static final class Server implements AutoCloseable {
        private final DatagramSocket socket;

        Server(UnaryOperator<Octets> answer) throws IOException {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            new Thread(() -> serve(answer), "server").start();
        }

        private void serve(UnaryOperator<Octets> answer) {
            DatagramPacket packet = new DatagramPacket(new byte[0xffff], 0xffff);
            try {
                while (true) {
                    socket.receive(packet);
                    byte[] said = answer.apply(Octets.copyOf(packet.getData(), 0, packet.getLength()))
                            .toByteArray();
                    if (said.length > 0) {
                        socket.send(new DatagramPacket(said, said.length, packet.getSocketAddress()));
                    }
                }
            } catch (IOException e) {
                assertThat(socket.isClosed()).as(e.toString()).isTrue();
            }
        }

        String place() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** Our own Responder as one that has a clock and keeps what it accepted, behind the protocol of adapters. */
    private static UnaryOperator<Octets> right() {
        OwnAdapter adapter = new OwnAdapter();
        boolean[] begun = new boolean[1];
        return message -> {
            try {
                String first = begun[0]
                        ? ""
                        : ",\"new\":\"true\",\"psk\":\"0102030405060708090a0b0c0d0e0f10\",\"own\":\"" + Setup.BOB
                                + "\"";
                begun[0] = true;
                JsonTree answer = JsonTree.parse(adapter.answer("{\"do\":\"psk-respond\",\"at\":\"" + Instant.now()
                        + "\"" + first + ",\"message\":\"" + message.toHex() + "\"}"));
                return Octets.ofHex(
                        answer.is("repeated") ? "" : answer.text("message").orElse(""));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static ConformanceRun.Result run(Subject subject) throws IOException {
        try (subject;
                SecretBytes psk = SecretBytes.wrap(PSK.clone())) {
            return ConformanceRun.run(subject, Scenarios.overNetwork(psk, Setup.ALICE, Setup.BOB), verdict -> {});
        }
    }

    private static List<String> bad(ConformanceRun.Result result) {
        return result.verdicts().stream()
                .filter(Verdict::isBad)
                .map(verdict -> verdict.scenario().id() + ": " + verdict.reason())
                .toList();
    }

    @Test
    void aRightResponderPassesOverUdp() throws Exception {
        try (Server server = new Server(right())) {
            ConformanceRun.Result result = run(Networks.udp(server.place(), SHORT));

            assertThat(bad(result)).isEmpty();
            assertThat(result.count(Verdict.Outcome.PASS)).isEqualTo(17);
        }
    }

    @Test
    void whoSendsOffersBackIsFoundOut() throws Exception {
        try (Server server = new Server(message -> message)) {
            assertThat(bad(run(Networks.udp(server.place(), SHORT))))
                    .hasSize(17)
                    .anyMatch(line -> line.startsWith("live-psk-respond-prf-0: the answer is refused: "))
                    .contains("live-psk-respond-flipped-last: it was accepted, and must be refused");
        }
    }

    @Test
    void aRightResponderPassesOverSip() throws Exception {
        UnaryOperator<Octets> responder = right();
        try (Server server = new Server(request -> sip(request, responder))) {
            ConformanceRun.Result result = run(Networks.sip("sip:bob@" + server.place(), LONG));

            assertThat(bad(result)).isEmpty();
            assertThat(result.count(Verdict.Outcome.PASS)).isEqualTo(17);
        }
    }

    /** A user agent that rings, and takes calls that it can protect. */
    private static Octets sip(Octets request, UnaryOperator<Octets> responder) {
        TextMessage invite = TextMessage.of(request.toText(StandardCharsets.UTF_8));
        if (!invite.startLine().startsWith("INVITE ")) {
            return Octets.EMPTY;
        }
        Sdp offer = Sdp.parse(invite.body());
        Octets message = offer.attributes().stream()
                .map(KeyMgmtAttribute::data)
                .map(data -> data.octets())
                .findFirst()
                .orElseThrow();
        Octets answer = responder.apply(message);
        boolean taken = !answer.isEmpty() && answer.at(1) == 1;
        String body =
                taken ? Sdp.parse(offer.withoutAttributes()).withAttribute(SdpSection.SESSION, "mikey", answer) : "";
        return Octets.of(
                String.join(
                        "\r\n",
                        taken ? "SIP/2.0 200 OK" : "SIP/2.0 488 Not Acceptable Here",
                        "Via: " + invite.header("Via"),
                        "From: " + invite.header("From"),
                        "To: " + invite.header("To") + ";tag=b",
                        "Call-ID: " + invite.header("Call-ID"),
                        "CSeq: " + invite.header("CSeq"),
                        "Content-Length: " + body.length(),
                        "",
                        body),
                StandardCharsets.UTF_8);
    }

    @Test
    void whereNobodyIsNothingPasses() throws Exception {
        String place;
        String server;
        try (DatagramSocket gone = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            place = "127.0.0.1:" + gone.getLocalPort();
            server = "127.0.0.1:" + closed.getLocalPort();
        }

        assertThat(run(Networks.udp(place, LONG)).count(Verdict.Outcome.CRASH)).isEqualTo(17);
        assertThat(run(Networks.sip("sip:bob@" + place, LONG)).count(Verdict.Outcome.CRASH))
                .isEqualTo(17);
        assertThat(run(Networks.rtsp("rtsp://" + server + "/live", LONG)).count(Verdict.Outcome.CRASH))
                .isEqualTo(17);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host:", "host:0", "host:65536", "a:b:c", "user@host", "host:12x"})
    void whatIsNoPlaceIsRefused(String place) {
        assertThatThrownBy(() -> Networks.udp(place, SHORT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no host and port: " + place);
        assertThatThrownBy(() -> Networks.rtsp(place, SHORT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no RTSP URI: " + place);
        assertThatThrownBy(() -> Networks.sip(place, SHORT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no SIP URI: " + place);
    }

    /** GStreamer's server says 200 to a SETUP whatever its KeyMgmt header holds. */
    @Test
    void gStreamersServerTakesEverything(@TempDir Path folder) throws Exception {
        boolean there =
                new ProcessBuilder("/usr/bin/python3", "-c", "import gi; gi.require_version('GstRtspServer', '1.0')")
                                .redirectError(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
        assertThat(there || System.getenv("MIKEY_REQUIRE_PEERS") == null).isTrue();
        Assumptions.assumeTrue(there, "GStreamer's RTSP server is not installed, so it cannot be tested");
        Process server = new ProcessBuilder(
                        "/usr/bin/python3",
                        "../mikey-core/src/test/resources/judges/gstreamer-rtsp-server.py",
                        folder.resolve("samples").toString(),
                        "aes-128-icm",
                        "hmac-sha1-80")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
                Subject subject = Networks.rtsp("rtsp://127.0.0.1:" + out.readLine() + "/live", LONG)) {
            ConformanceRun.Result result = ConformanceRun.run(subject, Scenarios.unprotected(), verdict -> {});

            assertThat(result.count(Verdict.Outcome.PASS)).isEqualTo(1);
            assertThat(bad(result))
                    .containsExactlyInAnyOrder(
                            "live-unprotected-short: it was accepted, and must be refused",
                            "live-unprotected-long: it was accepted, and must be refused",
                            "live-unprotected-version: it was accepted, and must be refused",
                            "live-unprotected-other-mode: it was accepted, and must be refused",
                            "live-unprotected-no-payloads: it was accepted, and must be refused");
        } finally {
            server.destroyForcibly();
        }
    }
}

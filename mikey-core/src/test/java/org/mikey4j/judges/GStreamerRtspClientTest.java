package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskOneWayOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.sdp.KeyMgmtHeader;
import org.mikey4j.sdp.OfferedMessage;
import org.mikey4j.sdp.RtspOutcome;
import org.mikey4j.sdp.RtspSetup;
import org.mikey4j.sdp.RtspUris;
import org.mikey4j.sdp.SdpIds;
import org.mikey4j.sdp.SdpOffer;
import org.mikey4j.sdp.SdpUse;

/**
 * We are the RTSP server: keys in the description, SRTP between the messages. GStreamer's client decrypts it, and sends the
 * keys of its RTCP in SETUP, which we read.
 */
@Timeout(50)
class GStreamerRtspClientTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final int PACKETS = 25;
    private static final int PAYLOAD = 160;
    private static final int FIRST_SEQUENCE = 100;
    private static final int SSRC = 0x51525354;
    private static final Compatibility[] GSTREAMER = {
        Compatibility.TEK_WITH_SALT_APPENDED, Compatibility.AUTH_KEY_LENGTH_IS_TAG_LENGTH
    };

    @TempDir
    private Path folder;

    private final ExchangeSettings settings = ExchangeSettings.builder(Clock.systemUTC(), new SecureRandom())
            .allowNull(true)
            .accept(GSTREAMER)
            .build();

    /** As GStreamer writes them: parameter 3 is the length of the tag, and AES-GCM has the NULL MAC beside it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0=01 1=10 2=01 3=0a",
                "0=01 1=10 2=01 3=04",
                "0=01 1=20 2=01 3=0a",
                "0=06 1=10 2=00 3=00",
                "0=06 1=20 2=00 3=00"
            })
    void whatWeSendArrives(String parameters, TestReporter reporter) throws Exception {
        SpPayload policy = payload(parameters);
        byte[] sent = media(1);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String uri = "rtsp://127.0.0.1:" + listener.getLocalPort() + "/live";
            try (Client client = new Client(uri);
                    RtspConnection rtsp = new RtspConnection(listener.accept())) {
                PskOneWayOffer message = message(policy);
                establish(rtsp, uri, description(message));
                send(rtsp, message, sent, FIRST_SEQUENCE);
                client.awaitPlayed(sent.length);
            }
        }
        assertThat(played()).as(log()).isEqualTo(HEX.formatHex(sent));
        report(reporter, "policy " + parameters, "works");
    }

    /**
     * The server announces a description with new keys and uses them. GStreamer's client answers that all is well, and goes on
     * with the keys of the old one; in a new session it takes new keys.
     */
    @Test
    void aNewKeyTakesANewSession(TestReporter reporter) throws Exception {
        SpPayload policy = payload("0=01 1=10 2=01 3=0a");
        byte[] first = media(1);
        byte[] second = media(2);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String uri = "rtsp://127.0.0.1:" + listener.getLocalPort() + "/live";
            PskOneWayOffer fresh = message(policy);
            try (Client client = new Client(uri);
                    RtspConnection rtsp = new RtspConnection(listener.accept())) {
                PskOneWayOffer message = message(policy);
                establish(rtsp, uri, description(message));
                send(rtsp, message, first, FIRST_SEQUENCE);
                client.awaitPlayed(first.length);
                String description = description(fresh);
                rtsp.send(
                        "ANNOUNCE " + uri + " RTSP/1.0",
                        List.of("CSeq: 1", "Session: 1", "Content-Type: application/sdp"),
                        description);
                assertThat(rtsp.receive().startLine()).isEqualTo("RTSP/1.0 200 OK");

                send(rtsp, fresh, second, FIRST_SEQUENCE + PACKETS);
                // What was under the new keys is lost: behind it something under the old ones comes first.
                send(rtsp, message, first, FIRST_SEQUENCE + 2 * PACKETS);
                client.awaitPlayed(2 * first.length);
            }
            assertThat(played()).as(log()).isEqualTo(HEX.formatHex(first).repeat(2));

            try (Client client = new Client(uri);
                    RtspConnection rtsp = new RtspConnection(listener.accept())) {
                establish(rtsp, uri, description(fresh));
                send(rtsp, fresh, second, FIRST_SEQUENCE);
                client.awaitPlayed(second.length);
            }
        }
        assertThat(played()).as(log()).isEqualTo(HEX.formatHex(second));
        report(
                reporter,
                "a new key of the server by ANNOUNCE",
                "not possible: it says 200 and keeps the old keys; no rule is broken, since RFC 4567, 4.2 leaves it open");
        report(reporter, "a new key of the server in a new session", "works");
    }

    private static void report(TestReporter reporter, String mode, String result) {
        reporter.publishEntry(
                "interop",
                "GStreamer | RTSP, " + mode + " | we are the server and send, its client opens and sends its keys | "
                        + result);
    }

    private static byte[] media(int seed) {
        byte[] sent = new byte[PACKETS * PAYLOAD];
        new Random(seed).nextBytes(sent);
        return sent;
    }

    private String played() throws IOException {
        return HEX.formatHex(Files.readAllBytes(folder.resolve("played.ulaw")));
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("client.log"));
    }

    /** GStreamer's client, which writes what it plays into a file. */
    private final class Client implements AutoCloseable {
        private final Process process;

        Client(String uri) throws IOException {
            Peer.require("GStreamer's RTSP client", "gst-inspect-1.0", "rtspsrc");
            Peer.require("GStreamer's srtpdec", "gst-inspect-1.0", "srtpdec");
            process = new ProcessBuilder(
                            "gst-launch-1.0",
                            "rtspsrc",
                            "location=" + uri,
                            "protocols=tcp",
                            "latency=0",
                            "!",
                            "rtppcmudepay",
                            "!",
                            "filesink",
                            "buffer-mode=unbuffered",
                            "location=" + folder.resolve("played.ulaw"))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("client.log").toFile())
                    .start();
        }

        void awaitPlayed(int octets) throws Exception {
            Path file = folder.resolve("played.ulaw");
            for (int i = 0; i < 100 && process.isAlive(); i++) {
                if (Files.exists(file) && Files.size(file) >= octets) {
                    return;
                }
                Thread.sleep(50);
            }
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
            process.destroyForcibly();
        }
    }

    private static SpPayload payload(String parameters) {
        return SpPayload.of(
                0,
                ProtType.SRTP,
                Arrays.stream(parameters.split(" "))
                        .map(parameter -> parameter.split("="))
                        .map(parts -> new PolicyParameter(Integer.parseInt(parts[0]), Octets.ofHex(parts[1])))
                        .toList());
    }

    private PskOneWayOffer message(SpPayload policy) {
        return new PskInitiator(settings)
                .sendUnprotected(OfferRequest.builder()
                        .csIdMap(CsIdMap.srtp(new SrtpId(0, SSRC & 0xffffffffL, 0)))
                        .policies(policy)
                        .keys(KeySpec.tekWithSaltAppended(SrtpPolicy.of(policy)))
                        .encrAlg(EncrAlg.NULL)
                        .macAlg(MacAlg.NULL)
                        .build());
    }

    private static String description(PskOneWayOffer message) {
        String sdp = String.join(
                        "\r\n",
                        "v=0",
                        "o=- 1 1 IN IP4 127.0.0.1",
                        "s=-",
                        "t=0 0",
                        "a=control:*",
                        "m=audio 0 RTP/SAVP 0",
                        "c=IN IP4 0.0.0.0",
                        "a=rtpmap:0 PCMU/8000",
                        "a=control:audio")
                + "\r\n";
        return SdpOffer.builder(sdp)
                .mikey(0, level -> OfferedMessage.oneWay(message.message()))
                .build(SdpUse.RTSP)
                .text();
    }

    /** Answers requests until the client plays. */
    private void establish(RtspConnection rtsp, String uri, String description) throws IOException {
        for (boolean playing = false; !playing; ) {
            RtspConnection.Message request = rtsp.receive();
            String cseq = "CSeq: " + request.header("CSeq");
            switch (request.startLine().substring(0, request.startLine().indexOf(' '))) {
                case "OPTIONS" ->
                    rtsp.send("RTSP/1.0 200 OK", List.of(cseq, "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"), "");
                case "DESCRIBE" ->
                    rtsp.send(
                            "RTSP/1.0 200 OK",
                            List.of(cseq, "Content-Type: application/sdp", "Content-Base: " + uri + "/"),
                            description);
                case "SETUP" -> {
                    readTheirKeys(request, uri);
                    rtsp.send(
                            "RTSP/1.0 200 OK",
                            List.of(
                                    cseq,
                                    "Session: 1",
                                    "Transport: RTP/SAVP/TCP;unicast;interleaved=0-1;ssrc=51525354"),
                            "");
                }
                case "PLAY" -> {
                    rtsp.send("RTSP/1.0 200 OK", List.of(cseq, "Session: 1"), "");
                    playing = true;
                }
                default -> rtsp.send("RTSP/1.0 501 Not Implemented", List.of(cseq), "");
            }
        }
    }

    private static void send(RtspConnection rtsp, PskOneWayOffer message, byte[] media, int sequence)
            throws IOException, GeneralSecurityException {
        SrtpPackets packets = new SrtpPackets(
                SrtpKeys.of(message.association(), Set.of(GSTREAMER)).get(0));
        for (int i = 0; i < PACKETS; i++) {
            byte[] packet = ByteBuffer.allocate(12 + PAYLOAD)
                    .putShort((short) 0x8000)
                    .putShort((short) (sequence + i))
                    .putInt((sequence + i) * PAYLOAD)
                    .putInt(SSRC)
                    .put(Arrays.copyOfRange(media, i * PAYLOAD, (i + 1) * PAYLOAD))
                    .array();
            rtsp.send(new RtspConnection.Packet(0, packets.protectRtp(packet)));
        }
    }

    private void readTheirKeys(RtspConnection.Message setup, String uri) {
        RtspUris uris = new RtspUris(Optional.of(uri + "/"), List.of(uri + "/audio"));
        RtspOutcome outcome = new RtspSetup(uris, 0, KeyMgmtHeader.find(setup.head()))
                .receiveOffer(
                        true,
                        (message, level) -> new PskResponder(
                                        settings,
                                        claim -> Optional.empty(),
                                        InMemoryReplayCache.builder(Clock.systemUTC(), new SecureRandom(), 100)
                                                .trackedSince(Instant.MIN)
                                                .build(),
                                        level.judge(SdpIds.Absence.ACCEPT, OfferJudge.acceptSupported(csId -> 0)))
                                .receive(message, Octets.EMPTY));
        assertThat(outcome).as(setup.head()).isInstanceOfSatisfying(RtspOutcome.Keyed.class, keyed -> {
            try (SrtpKeys theirs =
                    SrtpKeys.of(keyed.associations().get(0), Set.of(GSTREAMER)).get(0)) {
                assertThat(theirs.ssrc()).isNotZero();
            }
        });
    }
}

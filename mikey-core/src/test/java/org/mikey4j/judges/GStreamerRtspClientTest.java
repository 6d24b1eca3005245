package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SecurityAssociation;
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
class GStreamerRtspClientTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final int PACKETS = 25;
    private static final int PAYLOAD = 160;
    private static final int SSRC = 0x51525354;
    private static final Compatibility[] GSTREAMER = {
        Compatibility.TEK_WITH_SALT_APPENDED, Compatibility.AUTH_KEY_LENGTH_IS_TAG_LENGTH
    };

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
    @Timeout(50)
    void whatWeSendArrives(String parameters, @TempDir Path folder) throws Exception {
        Peer.require("GStreamer's RTSP client", "gst-inspect-1.0", "rtspsrc");
        Peer.require("GStreamer's srtpdec", "gst-inspect-1.0", "srtpdec");
        Path played = folder.resolve("played.ulaw");
        byte[] sent = new byte[PACKETS * PAYLOAD];
        new Random(1).nextBytes(sent);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String uri = "rtsp://127.0.0.1:" + listener.getLocalPort() + "/live";
            Process client = new ProcessBuilder(
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
                            "location=" + played)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("client.log").toFile())
                    .start();
            try (RtspConnection rtsp = new RtspConnection(listener.accept())) {
                serve(rtsp, uri, payload(parameters), sent);
                await(played, sent.length, client);
            } finally {
                client.destroy();
                client.waitFor(5, TimeUnit.SECONDS);
                client.destroyForcibly();
            }
        }

        assertThat(HEX.formatHex(Files.readAllBytes(played)))
                .as(Files.readString(folder.resolve("client.log")))
                .isEqualTo(HEX.formatHex(sent));
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

    private static void await(Path file, int octets, Process client) throws Exception {
        for (int i = 0; i < 100 && client.isAlive(); i++) {
            if (Files.exists(file) && Files.size(file) >= octets) {
                return;
            }
            Thread.sleep(50);
        }
    }

    private void serve(RtspConnection rtsp, String uri, SpPayload policy, byte[] sent) throws Exception {
        PskOneWayOffer message = new PskInitiator(settings)
                .sendUnprotected(OfferRequest.builder()
                        .csIdMap(CsIdMap.srtp(new SrtpId(0, SSRC & 0xffffffffL, 0)))
                        .policies(policy)
                        .keys(KeySpec.tekWithSaltAppended(SrtpPolicy.of(policy)))
                        .encrAlg(EncrAlg.NULL)
                        .macAlg(MacAlg.NULL)
                        .build());
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
        String description = SdpOffer.builder(sdp)
                .mikey(0, level -> OfferedMessage.oneWay(message.message()))
                .build(SdpUse.RTSP)
                .text();
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
        try (SecurityAssociation association = message.association();
                SrtpKeys keys = SrtpKeys.of(association, Set.of(GSTREAMER)).get(0)) {
            SrtpPackets packets = new SrtpPackets(keys);
            for (int i = 0; i < PACKETS; i++) {
                byte[] packet = ByteBuffer.allocate(12 + PAYLOAD)
                        .putShort((short) 0x8000)
                        .putShort((short) (100 + i))
                        .putInt(i * PAYLOAD)
                        .putInt(SSRC)
                        .put(Arrays.copyOfRange(sent, i * PAYLOAD, (i + 1) * PAYLOAD))
                        .array();
                rtsp.send(new RtspConnection.Packet(0, packets.protectRtp(packet)));
            }
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

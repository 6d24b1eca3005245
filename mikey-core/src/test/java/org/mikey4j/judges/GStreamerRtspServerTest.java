package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.sdp.KeyMgmtHeader;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpAnswerer;
import org.mikey4j.sdp.SdpIds;
import org.mikey4j.sdp.SdpUse;

/**
 * GStreamer's RTSP server sends SRTP whose keys are in its description; we are the client that reads them, answers with keys
 * of its own, and decrypts. What arrives is what the server's payloader was given.
 */
class GStreamerRtspServerTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final int PACKETS = 25;
    private static final Compatibility[] GSTREAMER = {
        Compatibility.TEK_WITH_SALT_APPENDED, Compatibility.AUTH_KEY_LENGTH_IS_TAG_LENGTH
    };

    private final ExchangeSettings settings = ExchangeSettings.builder(Clock.systemUTC(), new SecureRandom())
            .allowNull(true)
            .accept(GSTREAMER)
            .build();

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "aes-128-icm, hmac-sha1-80",
        "aes-128-icm, hmac-sha1-32",
        "aes-256-icm, hmac-sha1-80",
        "aes-128-gcm, null",
        "aes-256-gcm, null"
    })
    @Timeout(50)
    void whatItSendsArrives(String cipher, String auth, @TempDir Path folder) throws Exception {
        Peer.require("GStreamer's RTSP server", PYTHON, "-c", "import gi; gi.require_version('GstRtspServer', '1.0')");
        Path samples = folder.resolve("samples.ulaw");
        Path script = Path.of(Objects.requireNonNull(getClass().getResource("/judges/gstreamer-rtsp-server.py"))
                .toURI());
        Process server = new ProcessBuilder(PYTHON, script.toString(), samples.toString(), cipher, auth)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
                Socket socket = new Socket("127.0.0.1", Integer.parseInt(out.readLine()));
                RtspConnection rtsp = new RtspConnection(socket)) {
            byte[] received = play(rtsp, "rtsp://127.0.0.1:" + socket.getPort() + "/live");

            byte[] sent = Files.readAllBytes(samples);
            assertThat(new String(sent, StandardCharsets.ISO_8859_1))
                    .contains(new String(received, StandardCharsets.ISO_8859_1));
            assertThat(received).hasSizeGreaterThan(PACKETS * 100);
        } finally {
            server.destroyForcibly();
        }
    }

    private byte[] play(RtspConnection rtsp, String uri) throws Exception {
        rtsp.send("DESCRIBE " + uri + " RTSP/1.0", List.of("CSeq: 1", "Accept: application/sdp"), "");
        RtspConnection.Message description = rtsp.receive();
        assertThat(description.startLine()).isEqualTo("RTSP/1.0 200 OK");
        Sdp sdp = Sdp.parse(description.body());
        assertThat(sdp.media()).hasSize(1);
        SdpAnswerer.Outcome.Accepted accepted =
                (SdpAnswerer.Outcome.Accepted) SdpAnswerer.receive(SdpUse.RTSP, sdp.text(), responder());

        try (SrtpKeys keys = SrtpKeys.of(accepted.association(0).orElseThrow(), Set.of(GSTREAMER))
                .get(0)) {
            String control = uri + "/stream=0";
            rtsp.send(
                    "SETUP " + control + " RTSP/1.0",
                    List.of(
                            "CSeq: 2",
                            "Transport: RTP/SAVP/TCP;unicast;interleaved=0-1",
                            "KeyMgmt: " + KeyMgmtHeader.value(control, own(keys).octets())),
                    "");
            RtspConnection.Message setup = rtsp.receive();
            assertThat(setup.startLine()).isEqualTo("RTSP/1.0 200 OK");
            String session = setup.header("Session").replaceFirst(";.*", "");
            rtsp.send("PLAY " + uri + " RTSP/1.0", List.of("CSeq: 3", "Session: " + session), "");
            assertThat(rtsp.receive().startLine()).isEqualTo("RTSP/1.0 200 OK");
            byte[] payloads = payloads(rtsp, keys);
            rtsp.send("TEARDOWN " + uri + " RTSP/1.0", List.of("CSeq: 4", "Session: " + session), "");
            return payloads;
        }
    }

    private SdpAnswerer.Exchange responder() {
        return (message, level) -> new PskResponder(
                        settings,
                        claim -> Optional.empty(),
                        InMemoryReplayCache.builder(Clock.systemUTC(), new SecureRandom(), 100)
                                .trackedSince(Instant.MIN)
                                .build(),
                        level.judge(SdpIds.Absence.ACCEPT, OfferJudge.acceptSupported(csId -> 0)))
                .receive(message, Octets.EMPTY);
    }

    /** The keys of our own RTCP, under the same policy. */
    private MikeyMessage own(SrtpKeys theirs) {
        return new PskInitiator(settings)
                .sendUnprotected(OfferRequest.builder()
                        .csIdMap(CsIdMap.srtp(new SrtpId(0, 0x0a0b0c0dL, 0)))
                        .policies(theirs.policy().toPayload(0))
                        .keys(KeySpec.tekWithSaltAppended(theirs.policy()))
                        .encrAlg(EncrAlg.NULL)
                        .macAlg(MacAlg.NULL)
                        .build())
                .message();
    }

    private static byte[] payloads(RtspConnection rtsp, SrtpKeys keys) throws Exception {
        SrtpPackets packets = new SrtpPackets(keys);
        ByteArrayOutputStream payloads = new ByteArrayOutputStream();
        for (int count = 0; count < PACKETS; ) {
            RtspConnection.Packet packet = rtsp.receivePacket();
            if (packet.channel() == 0) {
                assertThat(ByteBuffer.wrap(packet.octets()).getInt(8)).isEqualTo((int) keys.ssrc());
                byte[] plain = packets.unprotectRtp(packet.octets());
                payloads.writeBytes(Arrays.copyOfRange(plain, 12, plain.length));
                count++;
            }
        }
        return payloads.toByteArray();
    }
}

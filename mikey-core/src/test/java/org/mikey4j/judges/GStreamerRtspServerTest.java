package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.media.SrtpKeys;

/**
 * GStreamer's RTSP server sends SRTP whose keys are in its description; we are the client that reads them, answers with keys
 * of its own, and decrypts. What arrives is what the server's payloader was given.
 */
@Timeout(50)
class GStreamerRtspServerTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final int PACKETS = 25;
    private static final int RTP_HEADER = 12;
    private static final String NEW_KEY = "000102030405060708090a0b0c0d0e0f" + "a0a1a2a3a4a5a6a7a8a9aaabacad";

    @TempDir
    private Path folder;

    private Process server;
    private BufferedReader says;

    private RtspPlayer connect(String cipher, String auth) throws IOException {
        Peer.require("GStreamer's RTSP server", PYTHON, "-c", "import gi; gi.require_version('GstRtspServer', '1.0')");
        String script = Objects.requireNonNull(getClass().getResource("/judges/gstreamer-rtsp-server.py"))
                .getPath();
        server = new ProcessBuilder(PYTHON, script, samples().toString(), cipher, auth)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        says = server.inputReader(StandardCharsets.UTF_8);
        return new RtspPlayer(Integer.parseInt(says.readLine()));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.destroyForcibly();
        }
    }

    private Path samples() {
        return folder.resolve("samples.ulaw");
    }

    /** The samples of some packets, one after the other in what the server sent. */
    private void assertSent(ByteArrayOutputStream received) throws IOException {
        assertThat(Files.readString(samples(), StandardCharsets.ISO_8859_1))
                .contains(received.toString(StandardCharsets.ISO_8859_1));
        assertThat(received.size()).isGreaterThan(PACKETS * 100);
    }

    private static void collect(byte[] packet, SrtpKeys keys, ByteArrayOutputStream payloads)
            throws GeneralSecurityException {
        assertThat(ByteBuffer.wrap(packet).getInt(8)).isEqualTo((int) keys.ssrc());
        byte[] plain = new SrtpPackets(keys).unprotectRtp(packet);
        payloads.writeBytes(Arrays.copyOfRange(plain, RTP_HEADER, plain.length));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "aes-128-icm, hmac-sha1-80",
        "aes-128-icm, hmac-sha1-32",
        "aes-256-icm, hmac-sha1-80",
        "aes-128-gcm, null",
        "aes-256-gcm, null"
    })
    void whatItSendsArrives(String cipher, String auth, TestReporter reporter) throws Exception {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (RtspPlayer player = connect(cipher, auth);
                SrtpKeys keys = player.describe()) {
            player.play(keys);
            for (int i = 0; i < PACKETS; i++) {
                collect(player.receive(), keys, received);
            }
        }
        assertSent(received);
        report(reporter, cipher + " with " + auth, "works");
    }

    /** GStreamer changes its key in the middle; another description of the same stream tells the new one. */
    @Test
    void aNewKeyStandsInANewDescription(TestReporter reporter) throws Exception {
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        ByteArrayOutputStream after = new ByteArrayOutputStream();
        try (RtspPlayer player = connect("aes-128-icm", "hmac-sha1-80");
                SrtpKeys old = player.describe()) {
            player.play(old);
            for (int i = 0; i < PACKETS; i++) {
                collect(player.receive(), old, before);
            }
            Writer told = server.outputWriter();
            told.write(NEW_KEY + "\n");
            told.flush();
            assertThat(says.readLine()).isEqualTo("new key");
            byte[] packet = player.receive();
            // What was on its way still has the old key.
            for (int i = 0; i < PACKETS && isUnder(old, packet); i++) {
                packet = player.receive();
            }
            try (SrtpKeys fresh = player.describe()) {
                assertThat(SecretBytes.wrap(fresh.masters().get(0).keyAndSalt()))
                        .isEqualTo(SecretBytes.wrap(java.util.HexFormat.of().parseHex(NEW_KEY)));
                for (int i = 0; i < PACKETS; i++) {
                    packet = player.receive();
                    assertThat(isUnder(old, packet)).isFalse();
                    collect(packet, fresh, after);
                }
            }
        }
        assertSent(before);
        assertSent(after);
        report(reporter, "a new key of the server in a new description", "works");
    }

    private static boolean isUnder(SrtpKeys keys, byte[] packet) {
        try {
            new SrtpPackets(keys).unprotectRtp(packet);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** ONVIF lets clients change keys by SET_PARAMETER. GStreamer 1.22 reads no parameter, and keeps its key. */
    @Test
    void itTakesNoNewKeysFromItsClient(TestReporter reporter) throws Exception {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (RtspPlayer player = connect("aes-128-icm", "hmac-sha1-80");
                SrtpKeys keys = player.describe()) {
            player.play(keys);
            String keyMgmt = player.keyMgmt(player.own(keys));

            assertThat(player.ask("SET_PARAMETER", player.uri(), keyMgmt + "\r\n", "Content-Type: text/parameters")
                            .startLine())
                    .isEqualTo("RTSP/1.0 451 Parameter Not Understood");
            assertThat(player.ask("SET_PARAMETER", player.uri(), "", keyMgmt).startLine())
                    .isEqualTo("RTSP/1.0 200 OK");
            for (int i = 0; i < PACKETS; i++) {
                collect(player.receive(), keys, received);
            }
        }
        assertSent(received);
        report(
                reporter,
                "a new key of the client by SET_PARAMETER",
                "not possible: 451, or 200 without any effect; no rule is broken, since RFC 4567, 4.2 leaves it open");
    }

    private static void report(TestReporter reporter, String mode, String result) {
        reporter.publishEntry(
                "interop", "GStreamer | RTSP, " + mode + " | its server sends, we are the client and open | " + result);
    }
}

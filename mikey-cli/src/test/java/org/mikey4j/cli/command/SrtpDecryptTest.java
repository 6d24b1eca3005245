package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.capture.CaptureListener;
import org.mikey4j.cli.capture.CaptureScan;
import org.mikey4j.cli.capture.Captures;
import org.mikey4j.cli.capture.Datagram;
import org.mikey4j.cli.capture.PcapWriter;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.message.Octets;

/** GStreamer protects a stream under the keys of an exchange; what comes out of the capture is what went in. */
class SrtpDecryptTest {
    private static final String GST = "/usr/bin/gst-launch-1.0";
    private static final String TEK = "000102030405060708090a0b0c0d0e0f";
    private static final String SALT = "101112131415161718191a1b1c1d";
    private static final Octets A = Octets.ofHex("c0000201");
    private static final Octets B = Octets.ofHex("c0000202");
    private static final Instant TIME = Instant.parse("2023-11-14T22:13:20Z");

    @TempDir
    private Path folder;

    private List<byte[]> plain = List.of();
    private List<byte[]> secret = List.of();

    private void speak(String suite) throws IOException, InterruptedException {
        speak(suite, TEK + SALT, "");
    }

    private void speak(String suite, String key, String more) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.exists(Path.of(GST)), "GStreamer is not installed");
        String[] names = suite.split("/");
        Path in = folder.resolve("in");
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        (GST + " -q audiotestsrc num-buffers=20 samplesperbuffer=160 ! audio/x-raw,rate=8000"
                                        + " ! alawenc ! rtppcmapay ssrc=439041101 ! tee name=t ! queue ! rtpstreampay ! filesink location="
                                        + in
                                        + " t. ! queue ! srtpenc key=" + key + more + " rtp-cipher=" + names[0]
                                        + " rtp-auth=" + names[1]
                                        + " rtcp-cipher=" + names[0] + " rtcp-auth=" + names[1]
                                        + " ! rtpstreampay ! filesink location=" + out)
                                .split(" "))
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(told).isZero();
        plain = framed(in);
        secret = framed(out);
        assertThat(plain).hasSizeGreaterThan(10).hasSameSizeAs(secret);
    }

    /** Packets behind their lengths (RFC 4571). */
    private static List<byte[]> framed(Path file) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)));
        while (in.available() > 0) {
            byte[] packet = new byte[in.readUnsignedShort()];
            in.readFully(packet);
            packets.add(packet);
        }
        return packets;
    }

    private Path capture(String suite, String ssrc) throws IOException {
        return capture(suite, ssrc, TEK, SALT);
    }

    private Path capture(String suite, String ssrc, String tek, String salt, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "generate",
                "psk",
                "--unsafe-test-keys",
                "--psk",
                "env:KEY",
                "--tek",
                "hex:" + tek,
                "--salt",
                "hex:" + salt,
                "--sp",
                suite,
                "--ssrc",
                ssrc));
        arguments.addAll(List.of(more));
        Cli.Result offer = new Cli().environment("KEY", TEK).at(TIME.toString()).with(arguments.toArray(String[]::new));
        assertThat(offer.exitCode()).as(offer.err()).isZero();
        String sdp = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\na=key-mgmt:mikey "
                + offer.out().strip() + "\r\nm=audio 4000 RTP/SAVP 8\r\n";
        byte[] invite = Captures.sip("INVITE sip:b@x SIP/2.0", "c1", 1, sdp);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PcapWriter file = new PcapWriter(out);
        file.write(new Datagram(TIME, A, 5060, B, 5060, Octets.copyOf(invite)));
        for (int i = 0; i < secret.size(); i++) {
            file.write(new Datagram(TIME.plusMillis(20L * i), A, 4000, B, 4002, Octets.copyOf(secret.get(i))));
        }
        return Files.write(folder.resolve("call.pcap"), out.toByteArray());
    }

    private Cli.Result decrypt(Path capture, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "srtp",
                "decrypt",
                "--credentials",
                "env:KEY",
                "--json",
                "--out",
                folder.resolve("plain.pcap").toString()));
        arguments.addAll(List.of(more));
        arguments.add(capture.toString());
        return new Cli().environment("KEY", TEK).with(arguments.toArray(String[]::new));
    }

    private List<byte[]> written() throws IOException {
        List<byte[]> packets = new ArrayList<>();
        CaptureScan.read("plain", Files.newInputStream(folder.resolve("plain.pcap")), new CaptureListener() {
            @Override
            public void signal(Signal signal, Supplier<String> text) {}

            @Override
            public void damaged(long position, String what) {
                throw new AssertionError(what);
            }

            @Override
            public boolean wantsMedia() {
                return true;
            }

            @Override
            public void media(Datagram datagram) {
                packets.add(datagram.payload().toByteArray());
            }
        });
        return packets;
    }

    @ParameterizedTest
    @CsvSource({
        "aes-128-icm/hmac-sha1-80, AES_CM_128_HMAC_SHA1_80, 1a2b3c4d",
        "aes-128-icm/hmac-sha1-32, AES_CM_128_HMAC_SHA1_32, 1a2b3c4d",
        "aes-128-icm/hmac-sha1-80, AES_CM_128_HMAC_SHA1_80, 0"
    })
    void whatGStreamerSaidComesOut(String gstreamer, String suite, String ssrc) throws Exception {
        speak(gstreamer);

        Cli.Result result = decrypt(capture(suite, ssrc));

        assertAllCameOut(result);
    }

    /** The MKI stands before the tag, but behind that of an authenticating cipher (RFC 3711, 3.1; RFC 7714, 8.2). */
    @ParameterizedTest
    @CsvSource({
        "aes-128-icm/hmac-sha1-80, AES_CM_128_HMAC_SHA1_80, 16, 14, 0badcafe",
        "aes-256-icm/hmac-sha1-80, AES_256_CM_HMAC_SHA1_80, 32, 14, ''",
        "aes-256-icm/hmac-sha1-32, AES_256_CM_HMAC_SHA1_32, 32, 14, 01",
        "aes-128-gcm/null, AEAD_AES_128_GCM, 16, 12, ''",
        "aes-128-gcm/null, AEAD_AES_128_GCM, 16, 12, 0badcafe",
        "aes-256-gcm/null, AEAD_AES_256_GCM, 32, 12, 0102"
    })
    void everySuiteWithAndWithoutMki(String gstreamer, String suite, int keyOctets, int saltOctets, String mki)
            throws Exception {
        String key = HexFormat.of().formatHex(random(keyOctets, 1));
        String salt = HexFormat.of().formatHex(random(saltOctets, 2));
        speak(gstreamer, key + salt, mki.isEmpty() ? "" : " mki=" + mki);
        String[] more = mki.isEmpty() ? new String[0] : new String[] {"--mki", mki};

        assertAllCameOut(decrypt(capture(suite, "1a2b3c4d", key, salt, more)));
    }

    private static byte[] random(int octets, int seed) {
        byte[] random = new byte[octets];
        new Random(seed).nextBytes(random);
        return random;
    }

    private void assertAllCameOut(Cli.Result result) throws IOException {
        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode stream =
                new ObjectMapper().readTree(result.out()).get("streams").get(0);
        assertThat(stream.get("ssrc").asText()).isEqualTo("1a2b3c4d");
        assertThat(stream.get("opened").asInt()).isEqualTo(plain.size());
        assertThat(stream.get("refused").asInt()).isZero();
        List<byte[]> found = written();
        assertThat(found).hasSameSizeAs(plain);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).isEqualTo(plain.get(i));
        }
    }

    @Test
    void whatIsNotAuthenticIsLeftOutAndCounted() throws Exception {
        speak("aes-128-icm/hmac-sha1-80");
        secret.get(3)[20] ^= 1;
        secret.add(secret.get(5));

        Cli.Result result = decrypt(capture("AES_CM_128_HMAC_SHA1_80", "1a2b3c4d"));

        assertThat(result.out()).contains("\"opened\":" + (plain.size() - 1) + ",\"refused\":2");
        assertThat(written()).hasSize(plain.size() - 1);
    }

    @Test
    void withTheMasterKeyAloneAndWithAWrongOne() throws Exception {
        speak("aes-128-icm/hmac-sha1-80");
        Path capture = capture("AES_CM_128_HMAC_SHA1_80", "1a2b3c4d");
        Cli.Result wrong = new Cli()
                .environment("MASTER", "ff".repeat(16))
                .environment("MASTERSALT", SALT)
                .with(
                        "srtp",
                        "decrypt",
                        "--master-key",
                        "env:MASTER",
                        "--master-salt",
                        "env:MASTERSALT",
                        "--out",
                        folder.resolve("w.pcap").toString(),
                        capture.toString());
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.out()).isEqualTo("ssrc 1a2b3c4d  0 packets opened, " + secret.size() + " refused\n");

        Cli.Result right = new Cli()
                .environment("MASTER", TEK)
                .environment("MASTERSALT", SALT)
                .with(
                        "srtp",
                        "decrypt",
                        "--master-key",
                        "env:MASTER",
                        "--master-salt",
                        "env:MASTERSALT",
                        "--out",
                        folder.resolve("plain.pcap").toString(),
                        capture.toString());
        assertThat(right.exitCode()).as(right.err()).isZero();
        assertThat(written()).hasSameSizeAs(plain);
    }

    @Test
    void toStandardOutputAndOnlyCounted() throws Exception {
        speak("aes-128-icm/hmac-sha1-80");
        Path capture = capture("AES_CM_128_HMAC_SHA1_80", "1a2b3c4d");
        String told = "ssrc 1a2b3c4d  " + plain.size() + " packets opened, 0 refused\n";

        Cli.Result counted = new Cli()
                .environment("KEY", TEK)
                .with("srtp", "decrypt", "--credentials", "env:KEY", capture.toString());
        Cli.Result piped = new Cli()
                .environment("KEY", TEK)
                .with("srtp", "decrypt", "--credentials", "env:KEY", "--out", "-", capture.toString());
        Cli.Result shown = new Cli()
                .onTerminal()
                .environment("KEY", TEK)
                .with("srtp", "decrypt", "--credentials", "env:KEY", "--out", "-", capture.toString());

        assertThat(counted.out()).isEqualTo(told);
        assertThat(piped.err()).isEqualTo(told);
        Files.write(folder.resolve("plain.pcap"), piped.octets());
        assertThat(written()).hasSameSizeAs(plain);
        assertThat(shown.exitCode()).isEqualTo(2);
    }

    /** The keys of one exchange are of no use, and those of the next are. */
    @Test
    void whatCannotBeUsedIsToldAndTheRestIsOpened() throws Exception {
        speak("aes-128-icm/hmac-sha1-80");
        Path wrong = capture("AES_256_CM_HMAC_SHA1_80", "1a2b3c4d", TEK, SALT);
        byte[] first = Files.readAllBytes(wrong);
        byte[] second = Files.readAllBytes(capture("AES_CM_128_HMAC_SHA1_80", "1a2b3c4d"));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(first);
        both.write(second, 24, second.length - 24);
        Path capture = Files.write(folder.resolve("both.pcap"), both.toByteArray());

        Cli.Result result = decrypt(capture);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("mikey: warning: exchange 1: ");
        assertThat(result.out()).contains("\"opened\":" + plain.size());
        Files.delete(folder.resolve("plain.pcap"));
        Cli.Result changing = decrypt(capture("6=10", "1a2b3c4d"));
        assertThat(changing.err()).contains("its session keys change on the way");
    }

    @Test
    void whatCannotBeIsSaid() throws IOException {
        assertThat(Cli.run("srtp").exitCode()).isEqualTo(2);
        assertThat(Cli.run("srtp", "decrypt", "-").err())
                .startsWith("mikey: the capture is read twice, so it cannot be standard input\n");
        Path text = Files.writeString(folder.resolve("text"), "no capture");
        Cli.Result foreign = new Cli()
                .environment("KEY", TEK)
                .environment("SALT", SALT)
                .with("srtp", "decrypt", "--master-key", "env:KEY", "--master-salt", "env:SALT", text.toString());
        assertThat(foreign.err()).isEqualTo("mikey: " + text + ": is no capture\n");
        Path capture = capture("AES_CM_128_HMAC_SHA1_80", "1a2b3c4d");
        Path existing = Files.writeString(folder.resolve("plain.pcap"), "mine");
        assertThat(decrypt(capture).exitCode()).isEqualTo(5);
        assertThat(Files.readString(existing)).isEqualTo("mine");
        Cli.Result none = new Cli()
                .environment("KEY", "ff".repeat(16))
                .with(
                        "srtp",
                        "decrypt",
                        "--credentials",
                        "env:KEY",
                        "--out",
                        folder.resolve("x").toString(),
                        capture.toString());
        assertThat(none.exitCode()).isEqualTo(4);
        assertThat(none.err()).contains("none of its exchanges came to keys with these credentials");
    }
}

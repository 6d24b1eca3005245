package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.capture.CaptureListener;
import org.mikey4j.cli.capture.CaptureScan;
import org.mikey4j.cli.capture.Datagram;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.cli.sip.SipNode;

/**
 * Captures of what other programs say to each other on this machine, made by dumpcap: GStreamer's RTSP server and client, and SIPp
 * behind Kamailio.
 */
class PeerCapturesTest {
    private static final String SERVER = "../mikey-core/src/test/resources/judges/gstreamer-rtsp-server.py";
    private static final Path MODULES = Path.of("/usr/lib/x86_64-linux-gnu/kamailio/modules");
    private static final String KEY = "000102030405060708090a0b0c0d0e0f";
    private static final int RTP_HEADER = 12;

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    private Process run(String output, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(output).toFile())
                .start();
        processes.add(process);
        return process;
    }

    private String awaited(String file, String pattern) throws Exception {
        for (int i = 0; i < 200; i++) {
            String text = Files.readString(folder.resolve(file));
            if (text.lines().anyMatch(line -> line.matches(pattern))) {
                return text.strip();
            }
            Thread.sleep(50);
        }
        throw new AssertionError(file + ": " + Files.readString(folder.resolve(file)));
    }

    private static void require(String... programs) {
        for (String program : programs) {
            Assumptions.assumeTrue(Files.isExecutable(Path.of(program)), program + " is not installed");
        }
    }

    /** A capture begins; it takes the right to listen. */
    private Process capture(String filter) throws Exception {
        Process process = run("dumpcap.out", "/usr/bin/dumpcap", "-q", "-i", "lo", "-f", filter, "-w", "c.pcapng");
        boolean refused = process.waitFor(500, TimeUnit.MILLISECONDS);
        Assumptions.assumeFalse(refused, "dumpcap may not listen on lo");
        awaited("dumpcap.out", "File: .*");
        return process;
    }

    /** It ends once nothing more comes: dumpcap drops what it has not fetched yet. */
    private Path end(Process capture) throws Exception {
        Path file = folder.resolve("c.pcapng");
        for (long before = -1; before != Files.size(file); Thread.sleep(1200)) {
            before = Files.size(file);
        }
        capture.destroy();
        assertThat(capture.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return file;
    }

    /** What was said, as the server's encoder made it, is in the capture that comes out; over UDP, and between the messages of RTSP. */
    @ParameterizedTest
    @CsvSource({
        "udp, aes-128-icm, hmac-sha1-80, 6",
        "tcp, aes-128-icm, hmac-sha1-80, 6",
        "tcp, aes-256-icm, hmac-sha1-80, 1",
        "tcp, aes-128-icm, hmac-sha1-32, 1"
    })
    @Timeout(60)
    void whatGStreamersServerSentComesOut(String transport, String cipher, String auth, int seconds) throws Exception {
        require("/usr/bin/gst-launch-1.0", "/usr/bin/dumpcap", "/usr/bin/python3");
        run("port", "/usr/bin/python3", Path.of(SERVER).toAbsolutePath().toString(), "samples", cipher, auth);
        String port = awaited("port", "\\d+");
        Process capture = capture("udp or tcp port " + port);
        Path played = folder.resolve("played");
        Process client = run(
                "client.out",
                "/usr/bin/gst-launch-1.0",
                "-e",
                "rtspsrc",
                "location=rtsp://127.0.0.1:" + port + "/live",
                "protocols=" + transport,
                "latency=0",
                "!",
                "rtppcmudepay",
                "!",
                "filesink",
                "buffer-mode=unbuffered",
                "location=" + played);
        for (int i = 0;
                i < 400 && client.isAlive() && (!Files.exists(played) || Files.size(played) < seconds * 8000L);
                i++) {
            Thread.sleep(50);
        }
        // It ends in order, so that control packets come, too.
        new ProcessBuilder("/bin/kill", "-INT", Long.toString(client.pid()))
                .start()
                .waitFor();
        client.waitFor(10, TimeUnit.SECONDS);
        Path file = end(capture);

        // Other programs may talk on this machine, too.
        List<JsonNode> exchanges = trace(file, "--allow-null").stream()
                .filter(e -> e.get("messages").get(0).get("dialog").asText().contains(":" + port))
                .toList();
        assertThat(exchanges)
                .extracting(e -> e.get("messages").get(0).get("label").asText() + " "
                        + e.get("messages").get(0).get("carrier").asText())
                .containsExactly("200 a=key-mgmt, media 0 (RTP/SAVP)", "SETUP KeyMgmt header");
        assertThat(exchanges)
                .allSatisfy(e -> assertThat(e.get("verdict").asText()).startsWith("the message is verified"));

        Path plain = folder.resolve("plain.pcap");
        Cli.Result decrypted = Cli.run(
                "srtp",
                "decrypt",
                "--allow-null",
                "--compat",
                "tek-with-salt-appended",
                "--compat",
                "auth-key-length-is-tag-length",
                "--json",
                "--out",
                plain.toString(),
                file.toString());
        assertThat(decrypted.exitCode()).as(decrypted.err()).isZero();
        JsonNode streams = new ObjectMapper().readTree(decrypted.out()).get("streams");
        byte[] said = media(plain);
        assertThat(said).hasSizeGreaterThanOrEqualTo(seconds * 8000);
        String sent = latin(Files.readAllBytes(folder.resolve("samples")));
        assertThat(sent).as("all that was sent, one packet after the other").contains(latin(said));
        assertThat(latin(said)).as("and what the client played").contains(latin(Files.readAllBytes(played)));
        JsonNode stream = null;
        long control = 0;
        for (JsonNode each : streams) {
            stream = each.get("opened").asInt() > 0 ? each : stream;
            control += each.get("openedControl").asLong();
        }
        assertThat(stream.get("opened").asInt()).isEqualTo(said.length / 160);
        assertThat(stream.get("refused").asInt()).isZero();
        assertThat(control)
                .as("SRTCP of both ends, whose first packets come within 5 seconds")
                .isGreaterThanOrEqualTo(seconds > 5 ? 2 : 0);
    }

    private static String latin(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** The payloads of the packets, after each other. */
    private static byte[] media(Path file) throws IOException {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        CaptureScan.read("plain", Files.newInputStream(file), new Listener() {
            @Override
            public void media(Datagram datagram) {
                byte[] packet = datagram.payload().toByteArray();
                if ((packet[1] & 0x7f) == 0) {
                    all.write(packet, RTP_HEADER, packet.length - RTP_HEADER);
                }
            }
        });
        return all.toByteArray();
    }

    private abstract static class Listener implements CaptureListener {
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
    }

    private static List<JsonNode> trace(Path file, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("trace", "--json", file.toString()));
        arguments.addAll(List.of(more));
        Cli.Result result = new Cli().environment("KEY", KEY).with(arguments.toArray(String[]::new));
        List<JsonNode> objects = new ArrayList<>();
        for (String line : result.out().lines().toList()) {
            objects.add(new ObjectMapper().readTree(line));
        }
        return objects;
    }

    private String made(String... arguments) {
        Instant now = Clock.systemUTC().instant();
        Cli.Result result = new Cli().environment("KEY", KEY).at(now.toString()).with(arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out().strip();
    }

    private void resource(String from, String to, String... replacements) throws IOException {
        try (InputStream in = PeerCapturesTest.class.getResourceAsStream(from)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (int i = 0; i < replacements.length; i += 2) {
                text = text.replace(replacements[i], replacements[i + 1]);
            }
            Files.writeString(folder.resolve(to), text);
        }
    }

    /** A call of SIPp through Kamailio: one exchange, each message seen twice, the same frames as tshark finds. */
    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    @Timeout(60)
    void aCallThroughKamailioIsOneExchange(String transport) throws Exception {
        require("/usr/bin/sipp", "/usr/sbin/kamailio", "/usr/bin/dumpcap", "/usr/bin/tshark");
        List<Integer> ports = SipNode.freePorts(3);
        String offer = made(
                "generate",
                "psk",
                "--unsafe-test-keys",
                "--psk",
                "env:KEY",
                "--verify",
                "--id-i",
                "sip:alice@a.example",
                "--id-r",
                "sip:bob@b.example",
                "--ssrc",
                "1a2b3c4d",
                "--ssrc",
                "0");
        Path file = Files.writeString(folder.resolve("offer"), offer);
        String answer = made("respond", "--credentials", "env:KEY", file.toString());
        resource(
                "/captures/kamailio.cfg",
                "kamailio.cfg",
                "@MODULES@",
                MODULES + "/",
                "@PROXY@",
                ports.get(0).toString(),
                "@CALLEE@",
                ports.get(1).toString(),
                "@TRANSPORT@",
                transport);
        String contact = "[local_port]>";
        String reached = "[local_port];transport=" + transport + ">";
        resource(
                "/kmc/caller.xml",
                "caller.xml",
                contact,
                reached,
                "t=0 0\n",
                "t=0 0\na=key-mgmt:mikey " + offer + "\n");
        resource(
                "/kmc/callee.xml",
                "callee.xml",
                contact,
                reached,
                "t=0 0\n",
                "t=0 0\na=key-mgmt:mikey " + answer + "\n");
        String flow = transport.equals("tcp") ? "t1" : "u1";
        run("kamailio.out", "/usr/sbin/kamailio", "-f", "kamailio.cfg", "-E", "-DD", "-Y", folder.toString());
        run(
                "callee.out",
                "/usr/bin/sipp",
                "-sf",
                "callee.xml",
                "-i",
                "127.0.0.1",
                "-p",
                ports.get(1).toString(),
                "-t",
                flow,
                "-nostdin");
        Process capture = capture("port " + ports.get(0) + " or port " + ports.get(1));
        Thread.sleep(1500);
        Process caller = run(
                "caller.out",
                "/usr/bin/sipp",
                "-sf",
                "caller.xml",
                "-i",
                "127.0.0.1",
                "-p",
                ports.get(2).toString(),
                "-t",
                flow,
                "-m",
                "1",
                "-nostdin",
                "127.0.0.1:" + ports.get(0));
        assertThat(caller.waitFor(30, TimeUnit.SECONDS))
                .as(Files.readString(folder.resolve("caller.out")) + Files.readString(folder.resolve("kamailio.out")))
                .isTrue();
        assertThat(caller.exitValue())
                .as(Files.readString(folder.resolve("caller.out")))
                .isZero();
        Path packets = end(capture);

        List<JsonNode> exchanges = trace(packets, "--credentials", "env:KEY");

        assertThat(exchanges).hasSize(1);
        JsonNode exchange = exchanges.get(0);
        assertThat(exchange.get("state").asText()).isEqualTo("answered");
        assertThat(exchange.get("verdict").asText()).startsWith("verified: both ends have the same keys");
        assertThat(exchange.get("messages"))
                .extracting(m -> m.get("label").asText() + " " + m.get("from").asText() + " "
                        + m.get("to").asText() + " " + m.get("seen").asInt())
                .containsExactly(
                        "INVITE 127.0.0.1:" + ports.get(2) + " 127.0.0.1:" + ports.get(1) + " 2",
                        "200 INVITE 127.0.0.1:" + ports.get(1) + " 127.0.0.1:" + ports.get(2) + " 2");
        assertThat(frames(packets)).hasSize(4).isEqualTo(tshark(packets));
    }

    private static List<Long> frames(Path file) throws IOException {
        List<Long> frames = new ArrayList<>();
        CaptureScan.read("c", Files.newInputStream(file), new Listener() {
            @Override
            public void signal(Signal signal, Supplier<String> text) {
                signal.messages().forEach(m -> frames.add(signal.frame()));
            }
        });
        return frames;
    }

    private List<Long> tshark(Path file) throws Exception {
        Process tshark = run(
                "tshark.out",
                "/usr/bin/tshark",
                "-r",
                file.toString(),
                "-Y",
                "mikey",
                "-T",
                "fields",
                "-e",
                "frame.number");
        assertThat(tshark.waitFor(40, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(folder.resolve("tshark.out")).stream()
                .filter(line -> line.matches("\\d+"))
                .map(Long::valueOf)
                .toList();
    }
}

package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.capture.Datagram;
import org.mikey4j.cli.capture.PcapWriter;
import org.mikey4j.message.Octets;

/** Puts messages of the test vectors between two ends in a capture, and traces it. */
final class TracedVectors {
    static final int SIP = 5060;
    static final int MIKEY = 2269;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path VECTORS = Path.of("../test-vectors");
    private static final Octets ONE = Octets.ofHex("c0000201");
    private static final Octets OTHER = Octets.ofHex("c0000202");

    private final Path folder;

    TracedVectors(Path folder) {
        this.folder = folder;
    }

    /** A file for its owner alone. */
    String secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    /** A message of SIP that carries one of MIKEY. */
    static Octets sip(String startLine, String message) {
        String sdp = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/SAVP 0\r\na=key-mgmt:mikey "
                + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(message)) + "\r\n";
        return Octets.of(
                startLine + "\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n"
                        + "Content-Type: application/sdp\r\nContent-Length: " + sdp.length() + "\r\n\r\n" + sdp,
                StandardCharsets.UTF_8);
    }

    /** From the one end to the other. */
    static Datagram there(Instant at, int port, Octets payload) {
        return new Datagram(at, ONE, port, OTHER, port, payload);
    }

    /** Back again. */
    static Datagram back(Instant at, int port, Octets payload) {
        return new Datagram(at, OTHER, port, ONE, port, payload);
    }

    /** What trace tells of the exchanges. */
    List<JsonNode> trace(int exitCode, List<Datagram> datagrams, String... more) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PcapWriter writer = new PcapWriter(out);
        for (Datagram datagram : datagrams) {
            writer.write(datagram);
        }
        Path file = Files.write(folder.resolve("c.pcap"), out.toByteArray());
        List<String> arguments = new ArrayList<>(List.of("trace", "--json", file.toString()));
        arguments.addAll(List.of(more));
        Cli.Result result = Cli.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
        List<JsonNode> exchanges = new ArrayList<>();
        for (String line : result.out().lines().toList()) {
            exchanges.add(JSON.readTree(line));
        }
        return exchanges;
    }

    /** The one with this id. */
    static JsonNode test(String file, String id) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode group : JSON.readTree(VECTORS.resolve(file).toFile()).get("groups")) {
            group.get("tests").forEach(test -> {
                if (test.get("id").asText().equals(id)) {
                    found.add(test);
                }
            });
        }
        assertThat(found).as(id).hasSize(1);
        return found.get(0);
    }
}

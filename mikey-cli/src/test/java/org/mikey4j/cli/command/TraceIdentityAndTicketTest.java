package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.capture.Datagram;
import org.mikey4j.cli.capture.PcapWriter;
import org.mikey4j.message.Octets;

/** What trace proves of exchanges of MIKEY-SAKKE and MIKEY-TICKET that other implementations made, with their keys. */
class TraceIdentityAndTicketTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path VECTORS = Path.of("../test-vectors");
    private static final Octets ONE = Octets.ofHex("c0000201");
    private static final Octets OTHER = Octets.ofHex("c0000202");
    private static final int SIP = 5060;
    private static final int MIKEY = 2269;

    @TempDir
    Path folder;

    private String secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    private static Octets sip(String startLine, String message) {
        String sdp = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/SAVP 0\r\na=key-mgmt:mikey "
                + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(message)) + "\r\n";
        return Octets.of(
                startLine + "\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n"
                        + "Content-Type: application/sdp\r\nContent-Length: " + sdp.length() + "\r\n\r\n" + sdp,
                StandardCharsets.UTF_8);
    }

    private Datagram there(Instant at, int port, Octets payload) {
        return new Datagram(at, ONE, port, OTHER, port, payload);
    }

    private Datagram back(Instant at, int port, Octets payload) {
        return new Datagram(at, OTHER, port, ONE, port, payload);
    }

    private List<JsonNode> trace(int exitCode, List<Datagram> datagrams, String... more) throws IOException {
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

    private static JsonNode test(String file, String id) throws IOException {
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

    /** The master key was computed from the printed GMK with another program. */
    @Test
    void aGroupKeyIsOpenedAndWrittenDown() throws IOException {
        JsonNode message = test("messages/peers.json", "stw-md-gmk");
        ObjectNode file = StreamwideKeys.alice();
        long ntp =
                Long.parseUnsignedLong(message.at("/expect/t/tsValue").asText().substring(0, 8), 16);
        Instant at = Instant.ofEpochSecond(ntp - 2_208_988_800L + 1);
        List<Datagram> invite = List.of(there(
                at, SIP, sip("INVITE sip:b@x SIP/2.0", message.get("message").asText())));
        Path log = folder.resolve("keys");

        JsonNode found = trace(
                        0, invite, "--credentials", secret("alice.json", file.toString()), "--keys-out", log.toString())
                .get(0);

        assertThat(found.get("state").asText()).isEqualTo("one_way");
        assertThat(found.get("verdict").asText()).startsWith("the message is verified (sha256/8=");
        assertThat(Files.readString(log))
                .contains("acb1b4e2b2dca12291e1794a8ef84947", "ee2f78e5ef16939d4a938327", "06a12aea");
        ((ObjectNode) file.get("keys").get(0)).put("user", "sip:bob@streamwide.com");
        assertThat(trace(1, invite, "--credentials", secret("bob.json", file.toString()))
                        .get(0)
                        .get("verdict")
                        .asText())
                .startsWith("not checked: identity keys: the UserID is not that of sip:bob@streamwide.com");
    }

    @Test
    void aTransferIsOpenedWithTheTicketProtectionKey() throws IOException {
        JsonNode test = test("exchanges/ticket-responder.json", "ticket-responder-flags-dfghno-prf-0");
        Instant at = Instant.parse(test.at("/steps/0/at").asText());
        List<Datagram> call = List.of(
                there(
                        at,
                        SIP,
                        sip(
                                "INVITE sip:b@x SIP/2.0",
                                test.at("/steps/0/message").asText())),
                back(
                        at.plusSeconds(1),
                        SIP,
                        sip("SIP/2.0 200 OK", test.at("/steps/0/answer").asText())));
        String tpk = secret("tpk", test.at("/setup/ticket/tpk").asText());
        Path log = folder.resolve("keys");

        JsonNode found =
                trace(0, call, "--tpk", tpk, "--keys-out", log.toString()).get(0);

        assertThat(found.get("state").asText()).isEqualTo("answered");
        assertThat(found.get("verdict").asText()).startsWith("verified: both ends have the same keys (sha256/8=");
        for (JsonNode key : test.at("/steps/0/keys")) {
            assertThat(Files.readString(log))
                    .contains(key.get("ssrc").asText())
                    .contains(key.get("tek").asText())
                    .contains(key.get("salt").asText());
        }
        assertThat(test.at("/steps/0/keys")).hasSize(2);
        String wrong =
                secret("wrong", "ff" + test.at("/setup/ticket/tpk").asText().substring(2));
        assertThat(trace(1, call, "--tpk", wrong).get(0).get("verdict").asText())
                .isEqualTo("not verified: the ticket is not authentic");
        // HDR with V taken out, which does not count where there is a ticket.
        String withoutV = test.at("/steps/0/message").asText().replaceFirst("010e0580", "010e0500");
        List<Datagram> alone = List.of(there(at, SIP, sip("INVITE sip:b@x SIP/2.0", withoutV)));
        assertThat(trace(1, alone).get(0).get("state").asText())
                .as("the ticket policy wants an answer")
                .isEqualTo("unanswered");
    }

    @Test
    void aRequestIsPairedWithItsGrantAndOpenedWithThePreSharedKey() throws IOException {
        JsonNode test = test("exchanges/ticket-initiator.json", "ticket-initiator-request-defghino-prf-0");
        Instant at = Instant.parse(test.at("/steps/0/at").asText());
        List<Datagram> dialogue = List.of(
                there(at, MIKEY, Octets.ofHex(test.at("/setup/offer").asText())),
                back(
                        at.plusSeconds(1),
                        MIKEY,
                        Octets.ofHex(test.at("/steps/0/message").asText())));
        String psk = secret("psk", test.at("/setup/ticket/psk").asText());
        String tpk = secret("tpk", "0102030405060708090a0b0c0d0e0f10");

        JsonNode found = trace(0, dialogue, "--credentials", psk, "--tpk", tpk).get(0);

        assertThat(found.get("state").asText()).isEqualTo("answered");
        assertThat(found.get("verdict").asText()).isEqualTo("both messages are verified");
    }

    @Test
    void anUpdateOfABundleIsNotTakenForAFault() throws IOException {
        // HDR of TRANSFER_INIT with V, and T; what follows in a real one does not matter here.
        Octets update = Octets.ofHex("010e058071c4e7000001" + "1600ee91a84000000000" + "0001" + "00".repeat(20));

        JsonNode found = trace(1, List.of(there(Instant.EPOCH, MIKEY, update)), "--tpk", secret("tpk", "00".repeat(16)))
                .get(0);

        assertThat(found.get("verdict").asText())
                .isEqualTo("not checked: an update of a bundle that began with a ticket");
        assertThat(found.get("state").asText()).isEqualTo("unanswered");
    }
}

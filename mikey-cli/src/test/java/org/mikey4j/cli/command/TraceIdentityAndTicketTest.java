package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.cli.command.TracedVectors.MIKEY;
import static org.mikey4j.cli.command.TracedVectors.SIP;
import static org.mikey4j.cli.command.TracedVectors.back;
import static org.mikey4j.cli.command.TracedVectors.sip;
import static org.mikey4j.cli.command.TracedVectors.test;
import static org.mikey4j.cli.command.TracedVectors.there;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.capture.Datagram;
import org.mikey4j.message.Octets;

/** What trace proves of exchanges of MIKEY-SAKKE and MIKEY-TICKET that other implementations made, with their keys. */
class TraceIdentityAndTicketTest {

    @TempDir
    Path folder;

    private String secret(String name, String text) throws IOException {
        return new TracedVectors(folder).secret(name, text);
    }

    private List<JsonNode> trace(int exitCode, List<Datagram> datagrams, String... more) throws IOException {
        return new TracedVectors(folder).trace(exitCode, datagrams, more);
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

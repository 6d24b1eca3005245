package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.Cli;

/** What {@code mikey inspect} opens of messages that another implementation of MIKEY-TICKET made, with keys that it knows. */
class InspectTicketTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MPK = "808182838485868788898a8b8c8d8e8f";
    private static final String TGK = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf";

    @TempDir
    Path folder;

    @BeforeEach
    void messages() throws IOException {
        JsonNode test = JSON.readTree(Path.of("../test-vectors/exchanges/ticket-initiator.json")
                        .toFile())
                .at("/groups/0/tests/0");
        assertThat(test.get("id").asText()).isEqualTo("ticket-initiator-request-defghino-prf-0");
        Files.writeString(folder.resolve("request.hex"), test.at("/setup/offer").asText());
        Files.writeString(
                folder.resolve("grant.hex"), test.at("/steps/0/message").asText());
        secret(
                "both.json",
                "{\"psk\":\"5152535455565758595a5b5c5d5e5f60\",\"tpk\":\"0102030405060708090a0b0c0d0e0f10\"}");
        secret(
                "others.json",
                "{\"psk\":\"5152535455565758595a5b5c5d5e5f61\",\"tpk\":\"0102030405060708090a0b0c0d0e0f11\"}");
    }

    private void secret(String name, String json) throws IOException {
        Files.setPosixFilePermissions(
                Files.writeString(folder.resolve(name), json), PosixFilePermissions.fromString("rw-------"));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static JsonNode payload(String message, String name) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        JSON.readTree(message).get("payloads").forEach(payload -> {
            if (payload.get("name").asText().equals(name)) {
                found.add(payload);
            }
        });
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    @Test
    void theKeysOfTheTicketAndThoseOfTheGrantAreShown() throws IOException {
        Cli.Result shown = Cli.run(
                "inspect",
                "--json",
                "--show-secrets",
                "--credentials",
                path("both.json"),
                path("request.hex"),
                path("grant.hex"));

        assertThat(shown.exitCode()).as(shown.err()).isZero();
        String grant = shown.out().lines().toList().get(1);
        JsonNode sealed = payload(grant, "TICKET").get("keyData");
        assertThat(sealed).hasSize(2);
        assertThat(sealed.at("/0/typeName").asText()).isEqualTo("MPK");
        assertThat(sealed.at("/0/key").asText()).isEqualTo(MPK);
        assertThat(sealed.at("/1/key").asText()).isEqualTo(TGK);
        JsonNode given = payload(grant, "KEMAC").get("keyData");
        assertThat(given).as("MPKi, MPKr and the TGK").hasSize(3);
        assertThat(given.at("/2/typeName").asText()).isEqualTo("TGK");
        assertThat(given.at("/2/key").asText()).isEqualTo(TGK);
        assertThat(given.at("/2/spi").asText()).isEqualTo("01020304");
    }

    @Test
    void keysStayHiddenUnlessTheyAreAskedFor() {
        Cli.Result hidden = Cli.run(
                "inspect", "--full", "--credentials", path("both.json"), path("request.hex"), path("grant.hex"));

        assertThat(hidden.exitCode()).isZero();
        assertThat(hidden.out()).contains("KEY_DATA", "MPK");
        String digits = hidden.out().replaceAll("\\s+[0-9]* *", "");
        assertThat(digits).doesNotContain(MPK, TGK);
    }

    @Test
    void whatIsNotOpenedIsTold() {
        assertThat(Cli.run("inspect", "--credentials", path("both.json"), path("grant.hex"))
                        .out())
                .contains("NOT_OPENED", "the message that it answers is not before it");
        assertThat(Cli.run("inspect", "--credentials", path("others.json"), path("request.hex"), path("grant.hex"))
                        .out())
                .contains("the credentials do not open it: the ticket is not authentic")
                .contains("the credentials do not open it: the message is not one of this end's");
    }
}

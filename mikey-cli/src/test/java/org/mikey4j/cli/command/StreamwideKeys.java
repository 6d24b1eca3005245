package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** The identity keys with which messages of Streamwide's implementation are opened, as a file of keys. */
final class StreamwideKeys {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PUBLISHED = Path.of("../test-vectors/identity/peers.json");
    private static final String SERVICE = "kms.mydev.streamwide.com";

    private StreamwideKeys() {}

    static ObjectNode alice() throws IOException {
        JsonNode alice = JSON.readTree(PUBLISHED.toFile()).get("keySets").get(1);
        assertThat(alice.get("id").asText()).isEqualTo("stw-md-user-alice");
        ObjectNode file = JSON.createObjectNode();
        file.putArray("kms")
                .addObject()
                .put("role", "root")
                .put("uri", SERVICE)
                .put("idScheme", 2)
                .put("keyPeriod", 16_777_215)
                .put("keyOffset", 0)
                .put("publicKey", alice.get("publicKey").asText())
                .put("kpak", alice.get("kpak").asText());
        file.putArray("keys")
                .addObject()
                .put("kms", SERVICE)
                .put("user", "sip:alice@streamwide.com")
                .put("period", 236)
                .put("identifier", alice.get("identifier").asText())
                .put("rsk", alice.get("rsk").asText())
                .put("ssk", alice.get("ssk").asText())
                .put("pvt", alice.get("pvt").asText());
        return file;
    }
}

package org.mikey4j.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** The identity keys of the vectors of MIKEY-IBAKE. */
public final class IbakeVectorKeys {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path VECTORS = Path.of("../test-vectors/exchanges/ibake-initiator.json");

    private IbakeVectorKeys() {}

    /** A file as {@code mikey kms issue} writes it, with the keys of these users. */
    public static String of(String... users) {
        ObjectNode file = JSON.createObjectNode();
        JsonNode all = read().get("ibakeKeys");
        for (JsonNode service : all.get("services")) {
            file.withArray("ibakeKms")
                    .addObject()
                    .put("uri", service.get("name").asText())
                    .put("dates", service.get("dates").asText())
                    .put("publicPoint", service.get("publicPoint").asText())
                    .withArray("domains")
                    .add(service.get("domain").asText());
        }
        for (JsonNode user : all.get("users")) {
            String name = user.get("user").asText();
            if (List.of(users).contains(name)) {
                String identity =
                        new String(HexFormat.of().parseHex(user.get("identity").asText()), StandardCharsets.UTF_8);
                file.withArray("ibakeKeys")
                        .addObject()
                        .put("kms", user.get("service").asText())
                        .put("user", name)
                        .put("date", identity.substring(name.length()))
                        .put("key", user.get("key").asText());
            }
        }
        return file.toString();
    }

    private static JsonNode read() {
        try {
            return JSON.readTree(VECTORS.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

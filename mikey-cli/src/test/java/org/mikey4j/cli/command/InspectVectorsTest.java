package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.Schemas;

/** Every message of the vectors, as its user would look at it. */
class InspectVectorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    record Vector(String id, String message, String result) {}

    static List<Vector> messages() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("../test-vectors/messages"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                for (JsonNode group : JSON.readTree(file.toFile()).path("groups")) {
                    for (JsonNode test : group.path("tests")) {
                        if (test.has("message")) {
                            vectors.add(new Vector(
                                    test.get("id").asText(),
                                    test.get("message").asText(),
                                    test.get("result").asText()));
                        }
                    }
                }
            }
        }
        assertThat(vectors).hasSizeGreaterThan(20);
        return vectors;
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theObjectFollowsTheSchemaAndItsPayloadsCoverTheMessage(Vector vector) throws IOException {
        Cli.Result result = new Cli().stdin(vector.message).with("inspect", "--json", "--show-secrets");

        assertThat(result.exitCode()).isBetween(0, 1);
        Schemas.INSPECT.assertDescribes(result.out());
        JsonNode message = JSON.readTree(result.out());
        int end = -1;
        for (JsonNode payload : message.get("payloads")) {
            assertThat(end < 0 || payload.get("offset").asInt() == end)
                    .as("no gap")
                    .isTrue();
            end = payload.get("offset").asInt() + payload.get("length").asInt();
        }
        if (result.exitCode() == 0 && end >= 0) {
            assertThat(end).isBetween(vector.message.length() / 2 - 1, vector.message.length() / 2);
        }
        if (vector.result.equals("valid")) {
            assertThat(message.get("diagnostics"))
                    .noneMatch(d -> d.get("severity").asText().equals("error"));
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theTreeShowsEveryOctetOnceOrSaysThatItIsHidden(Vector vector) {
        Cli.Result result = new Cli().stdin(vector.message).with("inspect", "--full", "--show-secrets");

        // Octets that several fields share are shown with each of them; the last one shown at an offset counts.
        StringBuilder shown = new StringBuilder("..".repeat(vector.message.length() / 2));
        result.out()
                .lines()
                .filter(line -> line.matches(" *\\d+ {2}[0-9a-f]{2}[ 0-9a-f]*( {2,}.*)?"))
                .forEach(line -> {
                    int at = Integer.parseInt(line.substring(0, 6).strip());
                    for (String octet : line.substring(8, Math.min(line.length(), 31))
                            .strip()
                            .split(" ", -1)) {
                        shown.replace(2 * at, 2 * at + 2, octet);
                        at++;
                    }
                });
        assertThat(shown.toString()).isEqualTo(vector.message);
    }
}

package org.mikey4j.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.mikey4j.message.Octets;

/** The vectors of {@code test-vectors/identity}. */
@SuppressWarnings("exports")
public final class IdentityVectors {
    private static final Path FOLDER = Path.of("..", "test-vectors", "identity");

    private IdentityVectors() {}

    /** A file as it is. */
    public static JsonNode file(String name) {
        try {
            return new ObjectMapper().readTree(FOLDER.resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entries of one list in the file of peers' values, each under its id. */
    public static Stream<Named<JsonNode>> peers(String list) {
        return StreamSupport.stream(file("peers.json").get(list).spliterator(), false)
                .map(entry -> Named.of(entry.get("id").asText(), entry));
    }

    /** A hexadecimal field. */
    public static Octets octets(JsonNode entry, String field) {
        return Octets.ofHex(entry.get(field).asText());
    }

    /** A hexadecimal field that is secret. */
    public static SecretBytes secret(JsonNode entry, String field) {
        return SecretBytes.copyOf(octets(entry, field));
    }

    /** Whether a result says valid. */
    public static boolean isValid(JsonNode entry, String field) {
        return entry.get(field).asText().equals("valid");
    }
}

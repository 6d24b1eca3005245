package org.mikey4j.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.mikey4j.message.Octets;
import org.mikey4j.vectors.VectorFile;

/** The vectors of {@code test-vectors/identity}. */
@SuppressWarnings("exports")
public final class IdentityVectors {
    private IdentityVectors() {}

    /** A file as it is. */
    public static JsonNode file(String name) {
        return VectorFile.read("identity/" + name);
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

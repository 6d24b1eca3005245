package org.mikey4j.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.mikey4j.message.Octets;

/** One vector, shown by its name. */
public record MessageVector(JsonNode json) {
    public boolean isInvalid() {
        return json.get("result").asText().equals("invalid");
    }

    public boolean hasMessage() {
        return json.has("message");
    }

    public Octets message() {
        return Octets.ofHex(json.get("message").asText());
    }

    public Octets secret(String name) {
        return Octets.ofHex(json.get("secrets").get(name).asText());
    }

    @Override
    public String toString() {
        return json.get("id").asText();
    }
}

package org.mikey4j.cli.secret;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.MikeyException;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.Octets;

/** One object of a file of keys: its texts, and the octets of its secrets, which {@link #close} wipes. */
final class KeyFileEntry implements AutoCloseable {
    private static final int MOST = 1000;

    private final String label;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();
    private final Map<String, SecretBytes> secrets = new HashMap<>();

    KeyFileEntry(String label) {
        this.label = label;
    }

    /**
     * Reads an array of objects.
     *
     * @throws CliFailure if it is none, or too long
     */
    static void array(JsonParser json, String label, List<KeyFileEntry> into) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw CliFailure.keyMissing(label + ": is to be an array of objects");
        }
        while (json.nextToken() == JsonToken.START_OBJECT && into.size() < MOST) {
            KeyFileEntry entry = new KeyFileEntry(label + "[" + into.size() + "]");
            into.add(entry);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                entry.add(name, json);
            }
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw CliFailure.keyMissing(label + ": is to be an array of at most " + MOST + " objects");
        }
    }

    String label() {
        return label;
    }

    void add(String name, JsonParser json) throws IOException {
        switch (name) {
            case "masterSecret", "ksak", "rsk", "ssk", "key" ->
                secrets.put(name, JsonSecret.hex(json, label + ", " + name));
            case "domains" -> {
                List<String> all = new ArrayList<>();
                while (json.nextToken() == JsonToken.VALUE_STRING && all.size() < MOST) {
                    all.add(json.getText());
                }
                lists.put(name, all);
            }
            default -> {
                if (json.currentToken().isScalarValue()) {
                    texts.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    boolean has(String name) {
        return secrets.containsKey(name);
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    String text(String name) {
        return optional(name).orElseThrow(() -> CliFailure.keyMissing(label + ": " + name + " is missing"));
    }

    List<String> texts(String name) {
        return lists.getOrDefault(name, List.of());
    }

    long number(String name) {
        String text = text(name);
        if (text.matches("[0-9]{1,18}")) {
            return Long.parseLong(text);
        }
        throw CliFailure.keyMissing(label + ", " + name + ": is to be a number that is not negative");
    }

    Octets octets(String name) {
        try {
            return Octets.ofHex(text(name));
        } catch (IllegalArgumentException e) {
            throw CliFailure.keyMissing(label + ", " + name + ": is to be hexadecimal digits, two an octet");
        }
    }

    SecretBytes secret(String name) {
        SecretBytes secret = secrets.get(name);
        if (secret == null) {
            throw CliFailure.keyMissing(label + ": " + name + " is missing");
        }
        return secret;
    }

    /** What is made of it, with the place of what is wrong. */
    <T> T checked(Function<KeyFileEntry, T> maker) {
        try {
            return maker.apply(this);
        } catch (MikeyException e) {
            throw CliFailure.keyMissing(label + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        secrets.values().forEach(SecretBytes::close);
    }
}

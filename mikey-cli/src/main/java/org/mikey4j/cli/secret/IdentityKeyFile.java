package org.mikey4j.cli.secret;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.MikeyException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.Kpak;
import org.mikey4j.crypto.eccsi.Ksak;
import org.mikey4j.crypto.identity.KeyPeriods;
import org.mikey4j.crypto.sakke.SakkeMasterSecret;
import org.mikey4j.crypto.sakke.SakkePublicKey;
import org.mikey4j.kms.KeyManagementService;
import org.mikey4j.kms.KmsCertificate;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsCertificate.Validity;
import org.mikey4j.kms.KmsKeySet;
import org.mikey4j.kms.KmsMessage;
import org.mikey4j.kms.KmsResponse;
import org.mikey4j.kms.KmsXmlException;
import org.mikey4j.kms.KmsXmlReader;
import org.mikey4j.kms.UserIdScheme;
import org.mikey4j.message.Octets;

/**
 * Reads identity-based keys: the XML of key management services (TS 33.180, D.3), or a JSON object with the members {@code kms} and
 * {@code keys}; others are passed over. A service with the members {@code masterSecret} and {@code ksak} can issue keys.
 */
public final class IdentityKeyFile {
    private static final int MOST_ENTRIES = 1000;

    private IdentityKeyFile() {}

    /**
     * Reads a file.
     *
     * @param label what it is, for messages
     * @param reference where it is; see {@link SecretReference}
     * @throws CliFailure if it is missing or cannot be understood
     */
    public static IdentityKeys read(String label, String reference, CliContext context) {
        byte[] text = new SecretReference(label, context, IdentityKeyFile::isSecret).read(reference);
        try {
            return parse(label, text);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /** The XML of certificates alone is for everybody. */
    private static boolean isSecret(byte[] text) {
        return !new String(text, StandardCharsets.ISO_8859_1).contains("<KmsCertificate ")
                || new String(text, StandardCharsets.ISO_8859_1).contains("UserDecryptKey");
    }

    /** What a text holds; nothing if it is neither XML nor a JSON object. */
    static IdentityKeys parse(String label, byte[] text) {
        int first = 0;
        while (first < text.length && Character.isWhitespace(text[first])) {
            first++;
        }
        boolean any = first < text.length;
        if (any && text[first] == '<') {
            return xml(label, text);
        }
        return any && text[first] == '{' ? json(label, text) : IdentityKeys.NONE;
    }

    private static IdentityKeys xml(String label, byte[] text) {
        try {
            KmsResponse response = KmsXmlReader.read(text);
            if (response.error().isPresent()) {
                throw CliFailure.keyMissing(label + ": the service answered with error "
                        + response.error().get().code() + ": "
                        + response.error().get().text());
            }
            Optional<KmsMessage> message = response.message();
            if (message.isPresent() && message.get() instanceof KmsMessage.KmsInit init) {
                return new IdentityKeys(List.of(init.certificate()), List.of(), List.of());
            }
            if (message.isPresent() && message.get() instanceof KmsMessage.KmsCertCache cache) {
                return new IdentityKeys(cache.certificates(), List.of(), List.of());
            }
            return message.isPresent() && message.get() instanceof KmsMessage.KmsKeyProv prov
                    ? new IdentityKeys(List.of(), prov.keySets(), List.of())
                    : IdentityKeys.NONE;
        } catch (KmsXmlException e) {
            throw CliFailure.keyMissing(label + ": " + e.getMessage());
        }
    }

    private static IdentityKeys json(String label, byte[] text) {
        List<Entry> services = new ArrayList<>();
        List<Entry> keys = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "kms" -> entries(json, label + ", kms", services);
                    case "keys" -> entries(json, label + ", keys", keys);
                    default -> json.skipChildren();
                }
            }
            return assembled(services, keys);
        } catch (JacksonException e) {
            // Its message may quote the text.
            throw CliFailure.keyMissing(
                    label + ": not JSON, at line " + e.getLocation().getLineNr());
        } catch (IOException e) {
            throw new IllegalStateException("octets in memory cannot fail to be read", e);
        } finally {
            services.forEach(Entry::close);
            keys.forEach(Entry::close);
        }
    }

    private static void entries(JsonParser json, String label, List<Entry> into) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw CliFailure.keyMissing(label + ": is to be an array of objects");
        }
        while (json.nextToken() == JsonToken.START_OBJECT && into.size() < MOST_ENTRIES) {
            Entry entry = new Entry(label + "[" + into.size() + "]");
            into.add(entry);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                entry.add(name, json);
            }
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw CliFailure.keyMissing(label + ": is to be an array of at most " + MOST_ENTRIES + " objects");
        }
    }

    private static IdentityKeys assembled(List<Entry> services, List<Entry> keys) {
        List<KmsCertificate> certificates = new ArrayList<>();
        List<KeyManagementService> masters = new ArrayList<>();
        for (Entry entry : services) {
            certificates.add(entry.checked(IdentityKeyFile::certificate));
            if (entry.has("masterSecret")) {
                masters.add(entry.checked(IdentityKeyFile::service));
            }
        }
        List<KmsKeySet> keySets = new ArrayList<>();
        for (Entry entry : keys) {
            keySets.add(entry.checked(IdentityKeyFile::keySet));
        }
        return new IdentityKeys(certificates, keySets, masters);
    }

    private static KmsCertificate certificate(Entry entry) {
        return new KmsCertificate(
                entry.optional("role").filter(role -> role.equals("external")).isPresent() ? Role.EXTERNAL : Role.ROOT,
                entry.text("uri"),
                scheme(entry),
                SakkePublicKey.decode(entry.octets("publicKey")),
                Kpak.decode(entry.octets("kpak")),
                Validity.UNLIMITED,
                false,
                false,
                entry.texts("domains"),
                Optional.empty(),
                Optional.empty());
    }

    private static UserIdScheme scheme(Entry entry) {
        return switch (entry.text("idScheme")) {
            case "1" -> new UserIdScheme.MonthlyTel();
            case "2" ->
                new UserIdScheme.HashedUid(new KeyPeriods(entry.number("keyPeriod"), entry.number("keyOffset")));
            default -> throw CliFailure.keyMissing(entry.label() + ", idScheme: is to be 1 or 2");
        };
    }

    private static KeyManagementService service(Entry entry) {
        return new KeyManagementService(
                entry.text("uri"),
                scheme(entry),
                SakkeMasterSecret.of(entry.secret("masterSecret")),
                Ksak.of(entry.secret("ksak")));
    }

    private static KmsKeySet keySet(Entry entry) {
        return new KmsKeySet(
                entry.text("kms"),
                entry.text("user"),
                entry.octets("identifier"),
                entry.number("period"),
                Validity.UNLIMITED,
                false,
                entry.secret("rsk").copy(),
                entry.secret("ssk").copy(),
                entry.octets("pvt"),
                Optional.empty(),
                Optional.empty());
    }

    /** One object of the file: its texts, and its octets as secrets, whatever they are. */
    private static final class Entry implements AutoCloseable {
        private final String label;
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, List<String>> lists = new HashMap<>();
        private final Map<String, SecretBytes> secrets = new HashMap<>();

        Entry(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        void add(String name, JsonParser json) throws IOException {
            switch (name) {
                case "masterSecret", "ksak", "rsk", "ssk" ->
                    secrets.put(name, JsonSecret.hex(json, label + ", " + name));
                case "domains" -> {
                    List<String> all = new ArrayList<>();
                    while (json.nextToken() == JsonToken.VALUE_STRING && all.size() < MOST_ENTRIES) {
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
        <T> T checked(java.util.function.Function<Entry, T> maker) {
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
}

package org.mikey4j.cli.secret;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
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

/**
 * Reads identity-based keys: the XML of key management services (TS 33.180, D.3), or a JSON object with the members {@code kms} and
 * {@code keys}, and for IBAKE {@code ibakeKms} and {@code ibakeKeys}; others are passed over. A service with the members
 * {@code masterSecret} and, but for IBAKE, {@code ksak} can issue keys.
 */
public final class IdentityKeyFile {
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
    public static IdentityKeys parse(String label, byte[] text) {
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
        List<KeyFileEntry> services = new ArrayList<>();
        List<KeyFileEntry> keys = new ArrayList<>();
        List<KeyFileEntry> ibakeServices = new ArrayList<>();
        List<KeyFileEntry> ibakeKeys = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "kms" -> KeyFileEntry.array(json, label + ", kms", services);
                    case "keys" -> KeyFileEntry.array(json, label + ", keys", keys);
                    case "ibakeKms" -> KeyFileEntry.array(json, label + ", ibakeKms", ibakeServices);
                    case "ibakeKeys" -> KeyFileEntry.array(json, label + ", ibakeKeys", ibakeKeys);
                    default -> json.skipChildren();
                }
            }
            return assembled(services, keys)
                    .and(IbeKeys.of(ibakeServices, ibakeKeys).alone());
        } catch (JacksonException e) {
            // Its message may quote the text.
            throw CliFailure.keyMissing(
                    label + ": not JSON, at line " + e.getLocation().getLineNr());
        } catch (IOException e) {
            throw new IllegalStateException("octets in memory cannot fail to be read", e);
        } finally {
            Stream.of(services, keys, ibakeServices, ibakeKeys)
                    .flatMap(List::stream)
                    .forEach(KeyFileEntry::close);
        }
    }

    private static IdentityKeys assembled(List<KeyFileEntry> services, List<KeyFileEntry> keys) {
        List<KmsCertificate> certificates = new ArrayList<>();
        List<KeyManagementService> masters = new ArrayList<>();
        for (KeyFileEntry entry : services) {
            certificates.add(entry.checked(IdentityKeyFile::certificate));
            if (entry.has("masterSecret")) {
                masters.add(entry.checked(IdentityKeyFile::service));
            }
        }
        List<KmsKeySet> keySets = new ArrayList<>();
        for (KeyFileEntry entry : keys) {
            keySets.add(entry.checked(IdentityKeyFile::keySet));
        }
        return new IdentityKeys(certificates, keySets, masters);
    }

    private static KmsCertificate certificate(KeyFileEntry entry) {
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

    private static UserIdScheme scheme(KeyFileEntry entry) {
        return switch (entry.text("idScheme")) {
            case "1" -> new UserIdScheme.MonthlyTel();
            case "2" ->
                new UserIdScheme.HashedUid(new KeyPeriods(entry.number("keyPeriod"), entry.number("keyOffset")));
            default -> throw CliFailure.keyMissing(entry.label() + ", idScheme: is to be 1 or 2");
        };
    }

    private static KeyManagementService service(KeyFileEntry entry) {
        return new KeyManagementService(
                entry.text("uri"),
                scheme(entry),
                SakkeMasterSecret.of(entry.secret("masterSecret")),
                Ksak.of(entry.secret("ksak")));
    }

    private static KmsKeySet keySet(KeyFileEntry entry) {
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
}

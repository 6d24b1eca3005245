package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.Locale;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.cli.secret.IbeKeys;
import org.mikey4j.cli.secret.IbeService;
import org.mikey4j.cli.secret.IbeUserKey;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.Ksak;
import org.mikey4j.crypto.sakke.SakkeMasterSecret;
import org.mikey4j.kms.KeyManagementService;
import org.mikey4j.kms.KmsCertificate;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsKeySet;
import org.mikey4j.kms.UserIdScheme;

/** Identity-based keys as a JSON object, which {@code IdentityKeyFile} reads; secrets stand in it in clear. */
final class IdentityKeyJson {
    private IdentityKeyJson() {}

    static String write(IdentityKeys keys) throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            if (keys.ibe().isEmpty()) {
                certificates(json, keys);
            } else {
                ibake(json, keys.ibe());
            }
            if (!keys.keySets().isEmpty()) {
                json.beginArray("keys");
                for (KmsKeySet keySet : keys.keySets()) {
                    keySet(json, keySet);
                }
                json.endArray();
            }
            return json.finish();
        }
    }

    private static void certificates(JsonDocument json, IdentityKeys keys) throws IOException {
        json.beginArray("kms");
        for (KmsCertificate certificate : keys.certificates()) {
            json.beginObject();
            certificate(json, certificate);
            for (KeyManagementService kms : keys.services()) {
                if (kms.uri().equals(certificate.kmsUri())) {
                    master(json, kms.masterSecret(), kms.ksak());
                }
            }
            json.endObject();
        }
        json.endArray();
    }

    private static void ibake(JsonDocument json, IbeKeys keys) throws IOException {
        json.beginArray("ibakeKms");
        for (IbeService service : keys.services()) {
            json.beginObject();
            json.text("uri", service.uri());
            json.text("dates", service.dates().name().toLowerCase(Locale.ROOT));
            json.text("publicPoint", service.publicPoint().toHex());
            if (!service.domains().isEmpty()) {
                json.texts("domains", service.domains());
            }
            if (service.masterSecret().isPresent()) {
                json.text("masterSecret", SecretText.hex(service.masterSecret().get()));
            }
            json.endObject();
        }
        json.endArray();
        json.beginArray("ibakeKeys");
        for (IbeUserKey key : keys.keys()) {
            json.beginObject();
            json.text("kms", key.kms());
            json.text("user", key.user());
            json.text("date", key.date());
            json.text("key", SecretText.hex(key.key()));
            json.endObject();
        }
        json.endArray();
    }

    private static void certificate(JsonDocument json, KmsCertificate certificate) throws IOException {
        json.text("role", certificate.role() == Role.ROOT ? "root" : "external");
        json.text("uri", certificate.kmsUri());
        json.number("idScheme", certificate.scheme().idScheme());
        if (certificate.scheme() instanceof UserIdScheme.HashedUid uids) {
            json.number("keyPeriod", uids.periods().seconds());
            json.number("keyOffset", uids.periods().offset());
        }
        json.text("publicKey", certificate.publicKey().encode().toHex());
        json.text("kpak", certificate.kpak().encode().toHex());
        if (!certificate.domains().isEmpty()) {
            json.texts("domains", certificate.domains());
        }
    }

    private static void master(JsonDocument json, SakkeMasterSecret masterSecret, Ksak ksak) throws IOException {
        try (SecretBytes z = masterSecret.secret();
                SecretBytes k = ksak.secret()) {
            json.text("masterSecret", SecretText.hex(z));
            json.text("ksak", SecretText.hex(k));
        }
    }

    private static void keySet(JsonDocument json, KmsKeySet keys) throws IOException {
        json.beginObject();
        json.text("kms", keys.kmsUri());
        json.text("user", keys.userUri());
        json.number("period", keys.period());
        json.text("identifier", keys.identifier().toHex());
        json.text("rsk", SecretText.hex(keys.rsk()));
        json.text("ssk", SecretText.hex(keys.ssk()));
        json.text("pvt", keys.pvt().toHex());
        json.endObject();
    }
}

package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.cli.view.JsonWriter;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SessionKey;
import org.mikey4j.message.KeyValidity;

/** What came of checking a message, for programs, as {@code mikey-verify.schema.json} describes it. */
final class VerificationJson {
    private final boolean showSecrets;
    private final Set<Compatibility> accepted;

    VerificationJson(boolean showSecrets, Set<Compatibility> accepted) {
        this.showSecrets = showSecrets;
        this.accepted = accepted;
    }

    String write(Verification verification) throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            json.bool("verified", verification.verified());
            json.text("mode", verification.mode().text());
            json.bool("answered", verification.answer().isPresent());
            if (!verification.proof().isEmpty()) {
                json.text("proof", verification.proof());
            }
            if (!verification.verified()) {
                json.text("problem", verification.problem());
            }
            json.beginArray("crypto");
            Optional<SecurityAssociation> association = verification.association();
            if (association.isPresent()) {
                for (CryptoSession session : association.get().cryptoSessions()) {
                    for (SessionKey key : StreamKeys.of(session, accepted)) {
                        writeKey(json, session, key);
                    }
                }
            }
            json.endArray();
            JsonWriter.writeDiagnostics(json, verification.diagnostics());
            return json.finish();
        }
    }

    private void writeKey(JsonDocument json, CryptoSession session, SessionKey key) throws IOException {
        json.beginObject();
        json.number("csId", session.csId());
        json.text("ssrc", HexFormat.of().toHexDigits((int) session.ssrc()));
        writeSecret(json, "tek", key.tek());
        writeSecret(json, "salt", key.salt());
        if (key.kv() instanceof KeyValidity.Spi spi) {
            json.text("mki", spi.spi().toHex());
        } else {
            json.nothing("mki");
        }
        if (key.kv() instanceof KeyValidity.Interval interval) {
            json.text("validFrom", interval.validFrom().toHex());
            json.text("validTo", interval.validTo().toHex());
        }
        json.endObject();
    }

    private void writeSecret(JsonDocument json, String name, SecretBytes secret) throws IOException {
        if (showSecrets && secret.length() > 0) {
            json.text(name, SecretText.hex(secret));
        } else {
            json.nothing(name);
        }
        if (secret.length() > 0) {
            json.number(name + "Length", secret.length());
            json.text(name + "Fingerprint", secret.fingerprint());
        }
    }
}

package org.mikey4j.cli.conformance;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SessionKey;

/** What implementations answer, and what is wrong with it; an empty text says that nothing is. */
final class Answers {
    private Answers() {}

    /** Keys of a crypto session in hexadecimal digits; these are keys that everybody knows. */
    record Keys(String csId, String tek, String salt) {}

    /** The keys of an association. */
    static List<Keys> keys(SecurityAssociation association) {
        List<Keys> keys = new ArrayList<>();
        for (CryptoSession session : association.cryptoSessions()) {
            for (SessionKey key : session.keys()) {
                keys.add(new Keys(Integer.toString(session.csId()), hex(key.tek()), hex(key.salt())));
            }
        }
        return keys;
    }

    /** The keys that an object lists. */
    static List<Keys> keys(JsonTree step) {
        return step.objects("keys").stream()
                .map(key -> new Keys(
                        key.text("csId").orElse(""),
                        key.text("tek").orElse(""),
                        key.text("salt").orElse("")))
                .toList();
    }

    private static String hex(SecretBytes secret) {
        return HexFormat.of().formatHex(secret.toByteArray());
    }

    static String accepted(JsonTree answer, Scenario.Expected expected) {
        Optional<String> error = answer.text("error");
        if (error.isPresent()) {
            return "the adapter failed: " + error.get();
        }
        boolean accepted = answer.is("accepted");
        if (expected == Scenario.Expected.REFUSE) {
            return accepted ? "it was accepted, and must be refused" : "";
        }
        return accepted || expected == Scenario.Expected.EITHER
                ? ""
                : "it was refused, and must be accepted: " + answer.text("why").orElse("");
    }

    static String sameKeys(List<Keys> expected, JsonTree answer) {
        List<Keys> given = keys(answer);
        for (Keys keys : expected) {
            if (!given.contains(keys)) {
                return "crypto session " + keys.csId() + " has other keys, or none; TEK " + keys.tek() + " and salt "
                        + keys.salt() + " are right";
            }
        }
        return "";
    }
}

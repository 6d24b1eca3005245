package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.Optional;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** What this implementation reads in the requests of adapters, and writes as answers. */
final class OwnAnswers {
    private OwnAnswers() {}

    static Octets message(JsonTree asked) {
        return Octets.ofHex(asked.text("message").orElse(""));
    }

    static Octets context(JsonTree asked) {
        return Octets.ofHex(asked.text("context").orElse(""));
    }

    static void refused(Rejected rejected, JsonDocument json) throws IOException {
        json.bool("accepted", false);
        json.text("why", rejected.reason() + ": " + rejected.detail());
    }

    static void reply(Optional<MikeyMessage> reply, JsonDocument json) throws IOException {
        json.text("message", reply.map(message -> message.octets().toHex()).orElse(""));
    }

    /** Accepted, and there are no keys yet. */
    static void goesOn(MikeyMessage message, JsonDocument json) throws IOException {
        json.bool("accepted", true);
        reply(Optional.of(message), json);
    }

    static void repeated(Optional<MikeyMessage> reply, JsonDocument json) throws IOException {
        json.bool("accepted", true);
        json.bool("repeated", true);
        reply(reply, json);
    }

    static void accepted(SecurityAssociation association, JsonDocument json) throws IOException {
        json.bool("accepted", true);
        keys(association, json);
    }

    static void keys(SecurityAssociation association, JsonDocument json) throws IOException {
        json.beginArray("keys");
        for (Answers.Keys keys : Answers.keys(association)) {
            json.beginObject();
            json.text("csId", keys.csId());
            json.text("tek", keys.tek());
            json.text("salt", keys.salt());
            json.endObject();
        }
        json.endArray();
    }
}

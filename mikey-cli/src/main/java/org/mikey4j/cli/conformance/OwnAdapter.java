package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.List;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** This implementation behind the protocol of adapters. */
public final class OwnAdapter {
    private OwnAdapter() {}

    /** The answer to a request, both of one line. */
    public static String answer(String request) throws IOException {
        JsonTree asked = JsonTree.parse(request);
        try (JsonDocument json = new JsonDocument()) {
            switch (asked.text("do").orElse("")) {
                case "hello" -> {
                    json.text("name", "mikey4j");
                    json.text("version", System.getProperty("mikey.version", ""));
                    json.texts("does", List.of("parse", "psk-respond", "psk-initiate"));
                }
                case "parse" -> parse(asked, json);
                case "psk-respond" -> {
                    long ssrc = Long.parseLong(asked.text("ssrc").orElse("0"), 16);
                    write(end(asked).respond(message(asked), ssrc), json);
                }
                case "psk-initiate" ->
                    write(end(asked).initiate(Integer.parseInt(asked.text("prf").orElse("0"))), json);
                default -> json.text("error", "no action " + asked.text("do").orElse(""));
            }
            return json.finish();
        }
    }

    private static Octets message(JsonTree asked) {
        return Octets.ofHex(asked.text("message").orElse(""));
    }

    private static PskEnd end(JsonTree asked) {
        return new PskEnd(asked.text("psk").orElse(""), asked.text("at").orElse(""));
    }

    private static void parse(JsonTree asked, JsonDocument json) throws IOException {
        try {
            MikeyMessage message = MikeyMessage.decode(message(asked), DecodeOptions.STRICT);
            json.bool("accepted", true);
            json.text(
                    "message",
                    MikeyMessage.encode(message.header(), message.payloads())
                            .octets()
                            .toHex());
        } catch (MalformedMessageException e) {
            json.bool("accepted", false);
            json.text("why", String.valueOf(e.getMessage()));
        }
    }

    private static void write(PskEnd.Result result, JsonDocument json) throws IOException {
        json.bool("accepted", result.refusal().isEmpty());
        json.text("why", result.refusal());
        json.text("message", result.message());
        json.beginArray("keys");
        for (Scenario.Keys keys : result.keys()) {
            json.beginObject();
            json.text("csId", keys.csId());
            json.text("tek", keys.tek());
            json.text("salt", keys.salt());
            json.endObject();
        }
        json.endArray();
    }
}

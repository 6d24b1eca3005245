package org.mikey4j.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.mikey4j.cli.command.IbakeVectorKeys;

/** Cases of the rules that need keys, from the exchange vectors. */
final class ProofCases {
    /** The key of most vectors. */
    static final String PSK = "0102030405060708090a0b0c0d0e0f10";

    private ProofCases() {}

    static List<RuleCase> all() {
        JsonNode narrow = vector("psk-responder", "psk-tampered-auth-key-128-accepted");
        JsonNode forged = vector("psk-responder", "psk-tampered-psk-zero");
        JsonNode bare = vector("psk-initiator", "psk-answer-forged-v-without-identities-accepted");
        String offer = bare.at("/setup/offer").asText();
        JsonNode emptyBlock = vector("psk-responder", "psk-tampered-empty-block-32-accepted");
        JsonNode wholeBlock = vector("psk-responder", "psk-keys-psk-of-32");
        JsonNode right = vector("psk-initiator", "psk-answer-answers-v-1");
        return List.of(
                RuleCase.of("NOT_AUTHENTIC", message(forged), offer),
                RuleCase.of("AUTH_KEY_128", message(narrow), offer),
                RuleCase.of("PRF_EMPTY_LAST_BLOCK", message(emptyBlock), message(wholeBlock))
                        .with(new RuleCase.Given(psk(emptyBlock), psk(wholeBlock), List.of())),
                RuleCase.of(
                        "V_WITHOUT_IDENTITIES",
                        lines(offer, message(bare)),
                        lines(right.at("/setup/offer").asText(), message(right))),
                ibake("IBAKE_NOT_OPENED", "ibake-responder-first-key-for-carol"),
                ibake("IBAKE_NAMES_CHANGED", "ibake-responder-first-inside-other-initiator"),
                ibake("IBAKE_POINT_CHANGED", "ibake-responder-second-inside-other-point"));
    }

    /** An exchange of IBAKE as whoever has the keys of both ends sees it, and the right one. */
    private static RuleCase ibake(String rule, String wrong) {
        String keys = IbakeVectorKeys.of("sip:alice@example.org", "sip:bob@example.org");
        return RuleCase.of(
                        rule,
                        lines(messages(vector("ibake-responder", wrong))),
                        lines(messages(vector("ibake-responder", "ibake-responder-curve-8-prf-0"))))
                .with(new RuleCase.Given(keys, keys, List.of()));
    }

    /** All messages of a vector, in their order. */
    static String[] messages(JsonNode vector) {
        List<String> messages = new ArrayList<>();
        if (vector.at("/setup/offer").isTextual()) {
            messages.add(vector.at("/setup/offer").asText());
        }
        for (JsonNode step : vector.get("steps")) {
            messages.add(step.get("message").asText());
            if (step.has("answer")) {
                messages.add(step.get("answer").asText());
            }
        }
        return messages.toArray(String[]::new);
    }

    static JsonNode vector(String file, String id) {
        try {
            JsonNode vectors = new ObjectMapper()
                    .readTree(Path.of("../test-vectors/exchanges/" + file + ".json")
                            .toFile());
            for (JsonNode group : vectors.get("groups")) {
                for (JsonNode test : group.get("tests")) {
                    if (test.get("id").asText().equals(id)) {
                        return test;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError(id);
    }

    static String message(JsonNode vector) {
        return vector.at("/steps/0/message").asText();
    }

    private static String psk(JsonNode vector) {
        return vector.at("/setup/psk").asText();
    }

    static String lines(String... messages) {
        StringBuilder lines = new StringBuilder();
        for (String message : messages) {
            String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(message));
            lines.append("a=key-mgmt:mikey ").append(base64).append('\n');
        }
        return lines.toString();
    }
}

package org.mikey4j.cli.lint;

import static org.mikey4j.cli.lint.Sample.camera;
import static org.mikey4j.cli.lint.Sample.psk;
import static org.mikey4j.cli.lint.Sample.random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mikey4j.message.DecodeRule;
import org.mikey4j.message.RandPayload;

/** Cases of the rules about octets, from the wire vectors, and about text. */
final class WireCases {
    private WireCases() {}

    static List<RuleCase> octets() {
        List<RuleCase> cases = new ArrayList<>();
        for (DecodeRule rule : DecodeRule.values()) {
            if (rule == DecodeRule.TOO_LARGE) {
                cases.add(RuleCase.of(rule.name(), psk().hex() + "00".repeat(1 << 16), psk().hex()));
            } else if (rule == DecodeRule.UNSUPPORTED_VERSION) {
                // Octets alone that begin with another version are not taken for MIKEY.
                cases.add(RuleCase.of(rule.name(), psk().attribute().replace("mikey A", "mikey B"), psk().attribute()));
            } else if (rule == DecodeRule.TRAILING_ZERO_OCTET) {
                cases.add(RuleCase.of(rule.name(), psk().hex() + "00", psk().hex()));
            } else {
                cases.add(RuleCase.of(rule.name(), vector(rule), psk().hex()));
            }
        }
        return cases;
    }

    /** A vector that breaks a rule, with an octet at least so that it is known for MIKEY. */
    private static String vector(DecodeRule rule) {
        try {
            JsonNode vectors = new ObjectMapper()
                    .readTree(Path.of("../test-vectors/wire/payloads.json").toFile());
            for (JsonNode group : vectors.get("groups")) {
                for (JsonNode test : group.get("tests")) {
                    Set<String> rules = new HashSet<>(Set.of(test.path("rule").asText()));
                    test.path("expect")
                            .path("findings")
                            .forEach(f -> rules.add(f.get(0).asText()));
                    if (rules.contains(rule.name())
                            && !test.get("message").asText().isEmpty()) {
                        return test.get("message").asText();
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no vector for " + rule);
    }

    static List<RuleCase> text() {
        String good = psk().attribute();
        String base64 = psk().base64();
        String padded = padded();
        return List.of(
                RuleCase.of("DATA_MISSING", "a=key-mgmt:mikey ", good),
                RuleCase.of("BASE64_CHARACTER", good + "!", good),
                RuleCase.of("BASE64_URL_ALPHABET", good.substring(0, 40) + "-" + good.substring(41), good),
                RuleCase.of("BASE64_LENGTH", "a=key-mgmt:mikey AQAFA", good),
                RuleCase.of("DOCUMENTATION_PLACEHOLDER", "a=key-mgmt:mikey AQAFgM0XflAB...AsAyO", good),
                RuleCase.of("BASE64_PADDING", padded.substring(0, padded.length() - 1), padded),
                RuleCase.of("BASE64_WHITE_SPACE", good.substring(0, 60) + " " + good.substring(60), good),
                RuleCase.of("BASE64_SPARE_BITS", spare(padded), padded),
                RuleCase.of("NAME_CASE", good.replace("key-mgmt", "Key-Mgmt"), good),
                RuleCase.of("STRAY_WHITE_SPACE", good.replace("mikey ", "mikey  "), good),
                RuleCase.of("HEADER_SYNTAX", camera().header() + "; colour=\"red\"", camera().header()),
                RuleCase.of("PROTOCOL_ID", "a=key-mgmt:mi-key " + base64 + "\n" + good, good));
    }

    /** A line whose base64 ends with one padding character. */
    private static String padded() {
        for (int length = 16; ; length++) {
            String line = psk().with(new RandPayload(random(length, 1))).attribute();
            if (line.endsWith("=") && !line.endsWith("==")) {
                return line;
            }
        }
    }

    private static String spare(String padded) {
        int last = padded.length() - 2;
        return padded.substring(0, last) + (char) (padded.charAt(last) + 1) + "=";
    }
}

package org.mikey4j.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.message.IdrPayload;

/** What is fine under one profile and is not under another. */
class ProfilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Inputs that the profiles judge differently. */
    enum Input {
        /** What a camera takes: no MAC, the salt run on behind the TEK, an MKI. */
        CAMERA("SETUP rtsps://camera.example.org/1 RTSP/1.0\n" + Sample.camera().header()),
        /** The answer to a message with a pre-shared key, which a camera never sends. */
        ANSWER(Sample.answer().hex()),
        /** A group key as TS 33.180 has it, but for the names of the key management servers. */
        GROUP_KEY(Sample.sakke().without(IdrPayload.class).hex());

        private final String text;

        Input(String text) {
            this.text = text;
        }
    }

    private static Map<String, String> found(Profile profile, String input, String psk, List<String> options)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(
                "lint", "--json", "--fail-on", "never", "--profile", profile.label(), "--credentials", "env:PSK"));
        line.addAll(options);
        Cli.Result result = new Cli()
                .at(Sample.NOW.toString())
                .stdin(input)
                .environment("PSK", psk)
                .with(line.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        Map<String, String> found = new TreeMap<>();
        for (JsonNode part : JSON.readTree(result.out()).get("parts")) {
            part.get("findings")
                    .forEach(f ->
                            found.put(f.get("rule").asText(), f.get("severity").asText()));
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "CAMERA, rfc3830, 1",
        "CAMERA, onvif, 0",
        "CAMERA, ts33180, 1",
        "ANSWER, rfc3830, 0",
        "ANSWER, onvif, 1",
        "ANSWER, ts33180, 0",
        "GROUP_KEY, rfc3830, 0",
        "GROUP_KEY, onvif, 1",
        "GROUP_KEY, ts33180, 1"
    })
    void whatIsFineUnderOneProfileIsNotUnderAnother(Input input, String profile, int exitCode) {
        Cli.Result result = new Cli()
                .at(Sample.NOW.toString())
                .stdin(input.text)
                .with("lint", "--fail-on", "warning", "--profile", profile);

        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    }

    @ParameterizedTest
    @CsvSource({
        "CAMERA, TEK_HOLDS_SALT, warning, -, warning",
        "CAMERA, MAC_MISREAD_BY_PEERS, -, -, -",
        "ANSWER, NOT_A_CAMERA_MODE, -, error, -",
        "GROUP_KEY, MCX_KMS_MISSING, -, -, error",
        "GROUP_KEY, NOT_A_CAMERA_MODE, -, error, -"
    })
    void aRuleWeighsWhatItsProfileSays(Input input, String rule, String rfc3830, String onvif, String ts33180)
            throws IOException {
        Map<Profile, String> wanted = Map.of(Profile.RFC3830, rfc3830, Profile.ONVIF, onvif, Profile.TS33180, ts33180);
        for (Profile profile : Profile.values()) {
            assertThat(found(profile, input.text, ProofCases.PSK, List.of()).getOrDefault(rule, "-"))
                    .as(profile.label())
                    .isEqualTo(wanted.get(profile));
        }
    }

    static List<RuleCase> cases() {
        return RuleTableTest.cases();
    }

    /** Each rule finds its fault under the profiles that it has a weight in, with this weight, and under no other. */
    @ParameterizedTest
    @MethodSource("cases")
    void noRuleIsHeardUnderAProfileThatLacksIt(RuleCase test) throws IOException {
        Rule rule = RuleBook.rules().stream()
                .filter(known -> known.id().equals(test.rule()))
                .findFirst()
                .orElseThrow();
        for (Profile profile : Profile.values()) {
            Map<String, String> found = found(
                    profile, test.found(), test.given().foundPsk(), test.given().options());

            assertThat(Optional.ofNullable(found.get(rule.id())))
                    .as(profile.label())
                    .isEqualTo(rule.severity(profile).map(SeverityText::of));
        }
    }
}

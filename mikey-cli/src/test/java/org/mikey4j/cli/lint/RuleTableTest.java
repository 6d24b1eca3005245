package org.mikey4j.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.Schemas;

/** Every rule finds its fault, and not in an input that is like the faulty one but for the fault. */
class RuleTableTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<RuleCase> cases() {
        return Stream.of(
                        WireCases.octets(),
                        WireCases.text(),
                        MessageCases.structure(),
                        MessageCases.sessions(),
                        MessageCases.time(),
                        MessageCases.protection(),
                        MessageCases.policies(),
                        MessageCases.keys(),
                        SakkeCases.all(),
                        InputCases.sdp(),
                        InputCases.rtsp(),
                        InputCases.negotiations(),
                        MessageCases.more(),
                        InputCases.sets(),
                        InputCases.exchanges(),
                        ProofCases.all(),
                        DepartureCases.all())
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void everyRuleHasACase() {
        Set<String> rules =
                new TreeSet<>(RuleBook.rules().stream().map(Rule::id).toList());
        Set<String> tested = new TreeSet<>(cases().stream().map(RuleCase::rule).toList());

        assertThat(tested).isEqualTo(rules);
        assertThat(rules).hasSameSizeAs(RuleBook.rules());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsTheFault(RuleCase test) throws IOException {
        assertThat(rules(
                        test.found(),
                        test.profile(),
                        test.given().foundPsk(),
                        test.given().options()))
                .contains(test.rule());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isSilentWithoutTheFault(RuleCase test) throws IOException {
        assertThat(rules(
                        test.clean(),
                        test.profile(),
                        test.given().cleanPsk(),
                        test.given().options()))
                .doesNotContain(test.rule());
    }

    private static Set<String> rules(String input, Profile profile) throws IOException {
        return rules(input, profile, ProofCases.PSK, List.of());
    }

    private static Set<String> rules(String input, Profile profile, String psk, List<String> options)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(
                "lint", "--json", "--fail-on", "never", "--profile", profile.label(), "--credentials", "env:PSK"));
        line.addAll(options);
        Cli.Result result = new Cli()
                .at(Sample.NOW.toString())
                .stdin(input)
                .environment("PSK", psk)
                .with(line.toArray(String[]::new));
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        Schemas.LINT.assertDescribes(result.out());
        Set<String> rules = new TreeSet<>();
        for (JsonNode part : JSON.readTree(result.out()).get("parts")) {
            part.get("findings")
                    .forEach(finding -> rules.add(finding.get("rule").asText()));
        }
        return rules;
    }

    @Test
    void nothingIsFoundInAGoodMessageOfEachProfile() throws IOException {
        String request = "SETUP rtsps://camera.example.org/1 RTSP/1.0\n";

        assertThat(rules(Sample.psk().hex(), Profile.RFC3830)).containsExactly("NOT_AUTHENTIC");
        assertThat(rules(Sample.sakke().hex(), Profile.TS33180)).containsExactly("WIRESHARK_IS_BLIND");
        assertThat(rules(request + Sample.camera().header(), Profile.ONVIF)).containsExactly("WIRESHARK_IS_BLIND");
    }

    @Test
    void everyRuleSaysAllThatAPersonWantsToKnow() {
        List<String> ids = new ArrayList<>();
        for (Rule rule : RuleBook.rules()) {
            assertThat(rule.id()).matches("[A-Z][A-Z0-9_]+");
            assertThat(rule.title()).as(rule.id()).isNotBlank().doesNotEndWith(".");
            assertThat(rule.explanation()).as(rule.id()).endsWith(".").hasSizeGreaterThan(25);
            assertThat(rule.remedy()).as(rule.id()).endsWith(".");
            assertThat(rule.section()).as(rule.id()).isNotBlank();
            assertThat(rule.severities()).as(rule.id()).isNotEmpty();
            ids.add(rule.id());
        }
        assertThat(ids).doesNotHaveDuplicates();
    }
}

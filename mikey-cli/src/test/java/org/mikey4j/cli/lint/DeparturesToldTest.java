package org.mikey4j.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.cli.Cli;

/** Trace and verify, too, say which departure a message follows, and accept it if they are told to. */
class DeparturesToldTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<RuleCase> departures() {
        return DepartureCases.all().stream()
                .filter(test ->
                        !test.rule().equals("NOT_AUTHENTIC") && !test.rule().equals("ANSWER_COVERS_MESSAGE_ALONE"))
                .toList();
    }

    private static Cli.Result run(RuleCase test, String input, String... line) {
        List<String> words = new ArrayList<>(List.of(line));
        words.addAll(
                test.given().options().isEmpty()
                        ? List.of("--credentials", "env:PSK")
                        : test.given().options());
        return new Cli()
                .at(Sample.NOW.toString())
                .stdin(input)
                .environment("PSK", ProofCases.PSK)
                .with(words.toArray(String[]::new));
    }

    private static String compat(RuleCase test) {
        return test.rule().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    @ParameterizedTest
    @MethodSource("departures")
    void traceNamesTheDeparture(RuleCase test) throws IOException {
        Cli.Result refused = run(test, test.found(), "trace");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out())
                .contains("\n  not verified: ", "\n  departs from the standard: ", "(" + test.rule() + ") [");

        Cli.Result accepted = run(test, test.found(), "trace", "--json", "--compat", compat(test));
        JsonNode exchange = JSON.readTree(accepted.out());
        assertThat(exchange.get("verdict").asText()).contains("verified").doesNotStartWith("not");
        assertThat(exchange.at("/diagnostics/0/rule").asText()).isEqualTo(test.rule());

        JsonNode clean =
                JSON.readTree(run(test, test.clean(), "trace", "--json").out());
        assertThat(clean.get("verdict").asText()).contains("verified").doesNotStartWith("not");
        assertThat(clean.get("diagnostics")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("departures")
    void verifyNamesTheDeparture(RuleCase test) {
        Cli.Result refused = run(test, test.found(), "verify", "-", "--no-replay-check");
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
        assertThat(refused.out()).startsWith("not verified: ").contains("! warning " + test.rule() + " at ");

        Cli.Result accepted = run(test, test.found(), "verify", "-", "--no-replay-check", "--compat", compat(test));
        assertThat(accepted.exitCode()).as(accepted.err()).isZero();
        assertThat(accepted.out()).startsWith("verified: ").contains("! warning " + test.rule() + " at ");

        Cli.Result clean = run(test, test.clean(), "verify", "-", "--no-replay-check");
        assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
        assertThat(clean.out()).startsWith("verified: ").doesNotContain("! warning");
    }
}

package org.mikey4j.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Implementations of MIKEY-IBAKE that do one thing wrong, and the scenarios that tell. */
class IbakeScenariosTest {
    private static final String I_MESSAGE_1 = "0116";
    private static final String I_MESSAGE_2 = "0118";

    private static List<Scenario> all = List.of();

    @BeforeAll
    static void read() throws IOException {
        Path vectors = Path.of("../test-vectors");
        all = IbakeScenarios.of(
                json(vectors.resolve("exchanges/ibake-responder.json")),
                json(vectors.resolve("exchanges/ibake-initiator.json")),
                RequirementIds.of(json(vectors.resolve("requirements.json"))));
    }

    private static JsonTree json(Path file) throws IOException {
        return JsonTree.parse(Files.readString(file));
    }

    /** Those whose ids begin so. */
    private static List<Scenario> scenarios(String... prefixes) {
        return all.stream()
                .filter(scenario -> List.of(prefixes).stream()
                        .anyMatch(prefix -> scenario.id().startsWith(prefix)))
                .toList();
    }

    @Test
    void neitherWhoTakesEverythingNorWhoTakesNothingPassesAScenarioThatTheOtherPasses() throws IOException {
        List<String> credulous = FaultySubject.CREDULOUS.failures(all);
        List<String> stubborn = FaultySubject.STUBBORN.failures(all);

        assertThat(all).hasSize(368 + 274 + 24 + 27);
        TreeSet<String> both = new TreeSet<>(credulous);
        both.addAll(stubborn);
        assertThat(all).extracting(Scenario::id).allMatch(both::contains);
        assertThat(credulous)
                .contains("live-ibake-respond-first-flipped-idr", "ibake-initiator-last-coverage-no-names");
    }

    @Test
    void whoTakesASecondMessageWithoutComparingFails() throws IOException {
        FaultySubject own = FaultySubject.own();
        FaultySubject careless = request -> {
            JsonTree answer = own.ask(request);
            boolean second = request.getOrDefault("message", "").startsWith(I_MESSAGE_2);
            return second ? FaultySubject.with(answer, "accepted", "true") : answer;
        };

        List<String> failures =
                careless.failures(scenarios("ibake-responder-second-inside", "live-ibake-respond-second"));

        assertThat(failures)
                .contains(
                        "live-ibake-respond-second-flipped-ibake",
                        "live-ibake-respond-second-alone",
                        "live-ibake-respond-second-of-another",
                        "ibake-responder-second-inside-other-point")
                .doesNotContain("live-ibake-respond-second-version", "live-ibake-respond-second-other-mode");
    }

    @Test
    void whoForgetsWhatWasAcceptedFails() throws IOException {
        FaultySubject own = FaultySubject.own();
        Map<String, String> setup = new LinkedHashMap<>();
        FaultySubject forgetful = request -> {
            if (request.containsKey("new")) {
                setup.clear();
                setup.putAll(request);
            }
            if (!request.getOrDefault("message", "").startsWith(I_MESSAGE_1)) {
                return own.ask(request);
            }
            Map<String, String> anew = new LinkedHashMap<>(setup);
            anew.putAll(request);
            return own.ask(anew);
        };

        assertThat(forgetful.failures(scenarios("ibake-responder-replay", "live-ibake-respond")))
                .containsExactly(
                        "ibake-responder-replay-repeated",
                        "ibake-responder-replay-elsewhere",
                        "live-ibake-respond-again");
    }

    @Test
    void whoDerivesOtherKeysFails() throws IOException {
        FaultySubject own = FaultySubject.own();
        FaultySubject other = request -> FaultySubject.with(own.ask(request), "keys", List.of());

        assertThat(other.failures(scenarios("ibake-responder-curve", "live-ibake-initiate", "live-ibake-respond-prf")))
                .hasSize(6 + 2 + 2);
        assertThat(own.failures(scenarios("ibake-responder-curve", "live-ibake-initiate", "live-ibake-respond-prf")))
                .isEmpty();
    }
}

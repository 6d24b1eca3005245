package org.mikey4j.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Implementations of MIKEY-IBAKE that do one thing wrong, and the scenarios that tell. */
class IbakeScenariosTest {
    private static final String I_MESSAGE_1 = "0116";
    private static final String I_MESSAGE_2 = "0118";

    private static final Path VECTORS = Path.of("../test-vectors");
    private static List<Scenario> all = List.of();

    @BeforeAll
    static void read() throws IOException {
        all = IbakeScenarios.of(
                json(VECTORS.resolve("exchanges/ibake-responder.json")),
                json(VECTORS.resolve("exchanges/ibake-initiator.json")),
                RequirementIds.of(json(VECTORS.resolve("requirements.json"))));
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
    void allOfTheVectorsButWhatOnlyTheirMakerKnowsArePlayed() {
        assertThat(all).hasSize(368 + 276 - 2 + 24 + 27 + 21 + 15);
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

    @Test
    void aServiceThatGivesKeysToWhoeverAsksFails() throws IOException {
        assertThat(FaultySubject.believing().failures(scenarios("live-ibake-kms-")))
                .containsExactly(
                        "live-ibake-kms-request-flipped-header",
                        "live-ibake-kms-request-flipped-flag",
                        "live-ibake-kms-request-flipped-t",
                        "live-ibake-kms-request-flipped-rand",
                        "live-ibake-kms-request-flipped-idr",
                        "live-ibake-kms-request-flipped-last",
                        "live-ibake-kms-request-flipped-first-of-last",
                        "live-ibake-kms-other-key",
                        "live-ibake-kms-stranger");
    }

    @Test
    void aServiceThatSendsTheKeysOfAnotherSecretFails() throws IOException {
        FaultySubject own = FaultySubject.own();
        String[] secrets = new String[2];
        JsonTree keys = json(VECTORS.resolve("exchanges/ibake-responder.json"))
                .object("ibakeKeys")
                .orElseThrow();
        for (int i = 0; i < secrets.length; i++) {
            JsonTree service = keys.objects("services").get(i);
            secrets[i] = service.text("publicPoint").orElseThrow() + "\",\"masterSecret\":\""
                    + service.text("masterSecret").orElseThrow();
        }
        FaultySubject other = request -> {
            Map<String, String> changed = new LinkedHashMap<>(request);
            changed.computeIfPresent("identity", (name, text) -> text.replace(secrets[0], secrets[1]));
            return own.ask(changed);
        };

        assertThat(other.failures(scenarios("live-ibake-kms-prf")))
                .containsExactly("live-ibake-kms-prf-0", "live-ibake-kms-prf-1");
        assertThat(own.failures(scenarios("live-ibake-k"))).isEmpty();
    }
}

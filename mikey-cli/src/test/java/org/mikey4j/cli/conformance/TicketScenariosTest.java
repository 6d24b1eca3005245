package org.mikey4j.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Parties of MIKEY-TICKET with a key management service that do one thing wrong, and the scenarios that tell. */
class TicketScenariosTest {
    private static final Path VECTORS = Path.of("../test-vectors");
    private static List<Scenario> all = List.of();

    @BeforeAll
    static void read() throws IOException {
        all = TicketScenarios.of(
                json("exchanges/ticket-kms.json"),
                json("exchanges/ticket-initiator.json"),
                json("exchanges/ticket-responder.json"),
                RequirementIds.of(json("requirements.json")),
                Certificates.in(VECTORS.resolve("certs")));
    }

    private static JsonTree json(String name) throws IOException {
        return JsonTree.parse(Files.readString(VECTORS.resolve(name)));
    }

    /** Those whose ids begin so. */
    private static List<Scenario> scenarios(String prefix) {
        return all.stream().filter(scenario -> scenario.id().startsWith(prefix)).toList();
    }

    @Test
    void oursPassesAll() throws IOException {
        assertThat(all).hasSize(222 + 95 + 83 + 33 + 19 + 20 + 37 + 19 + 20);
        assertThat(FaultySubject.own().failures(all)).isEmpty();
    }

    @Test
    void aServiceThatForgetsWhatItAnsweredFails() throws IOException {
        FaultySubject own = FaultySubject.own();
        Map<String, String> setup = new LinkedHashMap<>();
        FaultySubject forgetful = request -> {
            if (request.containsKey("new")) {
                setup.clear();
                setup.putAll(request);
            }
            Map<String, String> anew = new LinkedHashMap<>(setup);
            anew.putAll(request);
            return own.ask(anew);
        };

        List<Scenario> service = new ArrayList<>(scenarios("ticket-kms-"));
        service.addAll(scenarios("live-ticket-kms-"));
        assertThat(forgetful.failures(service))
                .containsExactly(
                        "ticket-kms-request-again",
                        "ticket-kms-request-again-lawfully",
                        "live-ticket-kms-request-again",
                        "live-ticket-kms-resolve-again");
    }

    @Test
    void aServiceWhoseTicketsAreUnderAnotherKeyFails() throws IOException {
        FaultySubject own = FaultySubject.own();
        FaultySubject other = request -> {
            Map<String, String> changed = new LinkedHashMap<>(request);
            changed.computeIfPresent("tpk", (name, key) -> key.substring(2) + "00");
            return own.ask(changed);
        };

        assertThat(other.failures(scenarios("ticket-kms-resolve-")))
                .contains("ticket-kms-resolve-defghino-prf-0", "ticket-kms-resolve-keys")
                .doesNotContain("ticket-kms-resolve-vr");
    }

    @Test
    void aServiceThatAnswersOthersThanWhoAskedFails() throws IOException {
        FaultySubject own = FaultySubject.own();
        String[] before = {""};
        FaultySubject mixed = request -> {
            JsonTree answer = own.ask(request);
            JsonTree given = before[0].isEmpty() ? answer : FaultySubject.with(answer, "message", before[0]);
            before[0] = answer.text("message").orElse(before[0]);
            return given;
        };

        List<String> failures = mixed.failures(scenarios("ticket-kms-request-d"));

        assertThat(failures).hasSizeGreaterThan(5).contains("ticket-kms-request-dfhno-prf-1");
    }

    @Test
    void aServiceThatTakesEverySignatureFails() throws IOException {
        assertThat(FaultySubject.believing().failures(scenarios("live-ticket-pk-kms-resolve-")))
                .containsExactlyInAnyOrder(
                        "live-ticket-pk-kms-resolve-flipped-flag",
                        "live-ticket-pk-kms-resolve-flipped-t",
                        "live-ticket-pk-kms-resolve-flipped-last",
                        "live-ticket-pk-kms-resolve-flipped-first-of-last",
                        "live-ticket-pk-kms-resolve-flipped-ticket",
                        "live-ticket-pk-kms-resolve-flipped-header",
                        "live-ticket-pk-kms-resolve-flipped-randr",
                        "live-ticket-pk-kms-resolve-flipped-pke");
    }

    @Test
    void endsThatTakeAnswersWhoseMacIsWrongFail() throws IOException {
        assertThat(FaultySubject.believing().failures(scenarios("live-ticket-request-")))
                .containsExactlyInAnyOrder(
                        "live-ticket-request-answer-flipped-flag",
                        "live-ticket-request-answer-flipped-t",
                        "live-ticket-request-answer-flipped-last",
                        "live-ticket-request-answer-flipped-first-of-last",
                        "live-ticket-request-answer-flipped-idr",
                        "live-ticket-request-answer-flipped-ticket",
                        "live-ticket-request-answer-flipped-kemac");
        assertThat(FaultySubject.believing().failures(scenarios("live-ticket-resolve-")))
                .contains("live-ticket-resolve-transfer-flipped-t", "live-ticket-resolve-answer-flipped-randr")
                .hasSize(8);
    }
}

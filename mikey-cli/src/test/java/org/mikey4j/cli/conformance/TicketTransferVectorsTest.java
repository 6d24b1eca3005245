package org.mikey4j.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ends of transfers under tickets that do one thing wrong, and the vectors that tell. */
class TicketTransferVectorsTest {
    private static List<Scenario> all(String prefix) throws IOException {
        return TicketTransferVectors.of(
                        json("exchanges/ticket-initiator.json"),
                        json("exchanges/ticket-responder.json"),
                        RequirementIds.of(json("requirements.json")))
                .stream()
                .filter(scenario -> scenario.id().startsWith(prefix))
                .toList();
    }

    private static JsonTree json(String name) throws IOException {
        return JsonTree.parse(Files.readString(Path.of("../test-vectors").resolve(name)));
    }

    @Test
    void oursPassesAll() throws IOException {
        List<Scenario> all = all("ticket-");

        assertThat(all).hasSize(244 + 188);
        assertThat(FaultySubject.own().failures(all)).isEmpty();
    }

    @Test
    void aResponderThatSendsWhatItSentBeforeFails() throws IOException {
        FaultySubject own = FaultySubject.own();
        String[] sent = {""};
        FaultySubject stale = request -> {
            JsonTree answer = own.ask(request);
            if (sent[0].isEmpty()) {
                sent[0] = answer.text("message").orElse("");
                return answer;
            }
            return FaultySubject.with(answer, "message", sent[0]);
        };

        assertThat(stale.failures(all("ticket-responder-flags-dfg")))
                .contains("ticket-responder-flags-dfgno-prf-1")
                .doesNotContain("ticket-responder-flags-dfghno-prf-0");
    }

    @Test
    void anEndWithoutItsKeysFails() throws IOException {
        FaultySubject own = FaultySubject.own();
        FaultySubject keyless = request -> FaultySubject.with(own.ask(request), "keys", List.of());

        assertThat(keyless.failures(all("ticket-initiator-flags-"))).hasSize(22);
        assertThat(keyless.failures(all("ticket-responder-flags-dhno"))).containsExactly("ticket-responder-flags-dhno");
    }
}

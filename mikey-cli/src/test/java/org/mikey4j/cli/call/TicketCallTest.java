package org.mikey4j.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.ExitCode;

/** Calls whose keys come with a ticket, over sockets of the loopback address. */
class TicketCallTest {
    @TempDir
    Path directory;

    @Test
    void theCallerAsksForATicketAndTheCalleeHasItResolved() throws IOException {
        Path report = directory.resolve("call.html");
        Cli.Result result = Cli.run("call", "--scheme", "ticket", "--json", "--report", report.toString());

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(json.get("scheme").asText()).isEqualTo("ticket");
        assertThat(json.get("framesToCallee").asInt()).isEqualTo(25);
        assertThat(json.get("framesToCaller").asInt()).isEqualTo(25);
        List<String> steps = new ArrayList<>();
        for (JsonNode event : json.get("events")) {
            String step = event.get("from").asText() + " " + event.get("to").asText() + " "
                    + event.get("label").asText() + " " + event.get("mikey");
            if (step.matches("(UE_. KMC_A|KMC_A UE_.) RE.*|UE_A P-CSCF_A INVITE .*|UE_B P-CSCF_B 200 .*T.*")) {
                steps.add(step);
            }
        }
        assertThat(steps)
                .containsSubsequence(
                        "UE_A KMC_A REQUEST_INIT []",
                        "KMC_A UE_A REQUEST_RESP []",
                        "UE_A P-CSCF_A INVITE [\"TRANSFER_INIT\"]",
                        "UE_B KMC_A RESOLVE_INIT []",
                        "KMC_A UE_B RESOLVE_RESP []",
                        "UE_B P-CSCF_B 200 OK [\"TRANSFER_RESP\"]");
        assertThat(Files.readString(report)).contains("scheme ticket", "TRANSFER_INIT", "RESOLVE_INIT");
    }

    @ParameterizedTest
    @CsvSource({
        "drop, 'UE_A: the answer has no MIKEY keys where some were offered'",
        "tamper, 'UE_B: OFFER_CHANGED: the message lists other key management protocols than the SDP'",
        "replay, 'UE_B: REPLAYED: the message was accepted before'",
        "splice, 'UE_A: MISMATCH: the answer is about another CSB ID'",
        "downgrade, 'UE_B: the offer is for RTP without protection'"
    })
    void anAttackIsRefusedByTheEndThatSeesIt(String attack, String refusal) {
        Cli.Result result = Cli.run("call", "--scheme", "ticket", "--attack", attack);

        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(ExitCode.NO.code());
        assertThat(result.out().replaceAll("\\s+", " ")).contains("The call was refused: " + refusal);
    }
}

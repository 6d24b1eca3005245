package org.mikey4j.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.Schemas;

/** Calls whose keys both telephones contribute to, over sockets of the loopback address. */
class IbakeCallTest {
    @TempDir
    Path directory;

    @Test
    void bothTelephonesGetTheirKeysAndAgreeInTwoRounds() throws IOException {
        Path report = directory.resolve("call.html");
        Cli.Result result = Cli.run("call", "--scheme", "ibake", "--json", "--report", report.toString());

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        Schemas.CALL.assertDescribes(result.out());
        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(json.get("scheme").asText()).isEqualTo("ibake");
        assertThat(json.get("framesToCallee").asInt()).isEqualTo(25);
        assertThat(json.get("framesToCaller").asInt()).isEqualTo(25);
        // What comes late is sent again, and counts once.
        Set<String> steps = new LinkedHashSet<>();
        for (JsonNode event : json.get("events")) {
            String step = event.get("from").asText() + " " + event.get("to").asText() + " "
                    + event.get("label").asText() + " " + event.get("mikey");
            if (step.matches("(UE_. KMC_.|KMC_. UE_.) RE.*|UE_A P-CSCF_A INVITE.*|UE_B P-CSCF_B 200 .*MESSAGE.*")) {
                steps.add(step);
            }
        }
        assertThat(steps)
                .containsExactly(
                        "UE_A KMC_A REQUEST_KEY_INIT []",
                        "KMC_A UE_A REQUEST_KEY_RESP []",
                        "UE_A P-CSCF_A INVITE [\"I_MESSAGE_1\"]",
                        "UE_B KMC_B REQUEST_KEY_INIT []",
                        "KMC_B UE_B REQUEST_KEY_RESP []",
                        "UE_B P-CSCF_B 200 OK [\"R_MESSAGE_1\"]",
                        "UE_A P-CSCF_A INVITE [\"I_MESSAGE_2\"]",
                        "UE_B P-CSCF_B 200 OK [\"R_MESSAGE_2\"]");
        for (JsonNode listener : json.get("listeners")) {
            assertThat(listener.get("hears").asBoolean())
                    .as(listener.get("where").asText())
                    .isFalse();
        }
        String html = Files.readString(report);
        assertThat(html).contains("scheme ibake", "I_MESSAGE_2", "R_MESSAGE_2", "Who knew which key, and when");
        assertThat(row(html, "UE_A")).contains("after ");
        assertThat(row(html, "UE_B")).contains("after ");
        for (String element : List.of("KMC_A", "KMC_B", "S-CSCF_A", "S-CSCF_B", "P-CSCF_A", "P-CSCF_B")) {
            assertThat(row(html, element)).as(element).contains("never").doesNotContain("after ");
        }
    }

    /** The cells behind an element's name in the table of who knew which key. */
    private static String row(String html, String element) {
        int table = html.indexOf("Who knew which key, and when");
        int cell = html.indexOf(">" + element + "<", table);
        assertThat(cell).as(element).isPositive();
        return html.substring(cell, html.indexOf("</tr>", cell));
    }

    @ParameterizedTest
    @CsvSource({
        "drop, 'UE_A: the answer has no MIKEY keys where some were offered'",
        "tamper, 'UE_B: KEYS_UNUSABLE: the encrypted data are not for this end and date, or were changed'",
        "replay, 'UE_B: REPLAYED: the message was accepted before'",
        "splice, 'UE_A: MISMATCH: the answer is about another CSB ID'",
        "downgrade, 'UE_B: the offer is for RTP without protection'"
    })
    void anAttackIsRefusedByTheEndThatSeesIt(String attack, String refusal) {
        Cli.Result result = Cli.run("call", "--scheme", "ibake", "--attack", attack);

        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(ExitCode.NO.code());
        assertThat(result.out().replaceAll("\\s+", " ")).contains("The call was refused: " + refusal);
    }
}

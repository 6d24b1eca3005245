package org.mikey4j.cli.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.Cli;

/** Calls whose keys are sealed for identities. What comes of attacks is in {@link AttackTableTest}. */
class SakkeCallTest {
    private static final String OFFER = "v=0\r\no=a 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/SAVP 0\r\n";

    @TempDir
    Path directory;

    @Test
    void eachTelephoneSendsTheKeyOfWhatItSaysAndTheCentresCouldHaveBoth() throws IOException {
        Path report = directory.resolve("call.html");
        Cli.Result result = Cli.run("call", "--scheme", "sakke", "--json", "--report", report.toString());

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(json.get("scheme").asText()).isEqualTo("sakke");
        assertThat(json.get("framesToCallee").asInt()).isEqualTo(25);
        assertThat(json.get("framesToCaller").asInt()).isEqualTo(25);
        List<String> steps = new ArrayList<>();
        for (JsonNode event : json.get("events")) {
            steps.add(event.get("from").asText() + " " + event.get("to").asText() + " "
                    + event.get("label").asText() + " " + event.get("mikey"));
        }
        assertThat(steps)
                .containsSubsequence(
                        "UE_A UE_A draws the TGK for what it says []",
                        "UE_A P-CSCF_A INVITE [\"SAKKE\"]",
                        "UE_B UE_B has the TGK of UE_A, and draws one for what it says []",
                        "UE_B P-CSCF_B 200 OK [\"SAKKE\"]",
                        "UE_A UE_A has the TGK of UE_B []");
        List<String> hearing = new ArrayList<>();
        for (JsonNode listener : json.get("listeners")) {
            if (listener.get("hears").asBoolean()) {
                hearing.add(listener.get("where").asText());
            }
        }
        assertThat(hearing).containsExactly("KMC_A", "KMC_B");
        assertThat(Files.readString(report))
                .contains("scheme sakke", row("KMC_B", "from what passes"), row("S-CSCF_B", "never"));
    }

    private static String row(String element, String since) {
        return "<tr><td data-label=\"Element\">" + element + "</td><td data-label=\"TGK\">" + since + "</td></tr>";
    }

    @Test
    void anAnswerThatTheCallerNeverSawIsRefusedInAnotherCall() {
        Clock clock = Clock.systemUTC();
        CallTrace trace = new CallTrace(clock, event -> {});
        try (SakkeScheme scheme = new SakkeScheme(
                        new Parties(clock, new SecureRandom()), new Streams(0x11111111, 0x22222222), trace);
                CallScheme.Run heldBack = scheme.begin("one");
                CallScheme.Run run = scheme.begin("two")) {
            String answer = heldBack.answer(heldBack.offer(OFFER), OFFER);
            run.answer(run.offer(OFFER), OFFER);

            assertThatThrownBy(() -> run.answered(answer))
                    .isInstanceOfSatisfying(
                            CallRefused.class,
                            refused -> assertThat(refused.reason())
                                    .isEqualTo("MISMATCH: the answer is about another CSB ID"));
            assertThat(run.keys().caller()).as("its own alone").hasSize(1);
        }
    }
}

package org.mikey4j.cli.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.Schemas;

/** Whole calls over sockets of the loopback address. */
class CallCommandTest {
    private static final Path TSHARK = Path.of("/usr/bin/tshark");

    @TempDir
    Path directory;

    @Test
    void aCallGoesThroughBothNetworksAndItsMediaIsHeardAtBothEnds() throws IOException {
        Path report = directory.resolve("call.html");

        Cli.Result result = Cli.run("call", "--scheme", "5", "--json", "--report", report.toString());

        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode json = json(result);
        assertThat(json.get("schema").asText()).isEqualTo("mikey-call/1");
        assertThat(json.get("established").asBoolean()).isTrue();
        assertThat(json.get("framesToCallee").asInt()).isEqualTo(25);
        assertThat(json.get("framesToCaller").asInt()).isEqualTo(25);
        assertThat(path(json, "INVITE"))
                .containsExactly(
                        "UE_A P-CSCF_A [\"DH_INIT\"]",
                        "P-CSCF_A S-CSCF_A [\"DH_INIT\"]",
                        "S-CSCF_A KMC_A [\"DH_INIT\"]",
                        "KMC_A S-CSCF_A [\"DH_INIT\"]",
                        "S-CSCF_A S-CSCF_B [\"DH_INIT\"]",
                        "S-CSCF_B KMC_B [\"DH_INIT\"]",
                        "KMC_B S-CSCF_B [\"DH_INIT\"]",
                        "S-CSCF_B P-CSCF_B [\"DH_INIT\"]",
                        "P-CSCF_B UE_B [\"DH_INIT\"]");
        assertThat(path(json, "BYE")).hasSize(9).last().isEqualTo("P-CSCF_B UE_B []");
        assertThat(Files.readString(report))
                .startsWith("<!DOCTYPE html>")
                .contains("DH_INIT", "DH_RESP", "What a listener could read")
                .contains(row("KMC_A", "never") + row("KMC_B", "never"))
                .containsPattern(
                        "<td data-label=\"Element\">UE_B</td><td data-label=\"[^\"]*\">after \\d+ ms</td></tr>")
                .doesNotContain("http://127", "src=\"http");
    }

    private static String row(String element, String tgk) {
        return "<tr><td data-label=\"Element\">" + element + "</td><td data-label=\"TGK\">" + tgk + "</td></tr>";
    }

    private static JsonNode json(Cli.Result result) throws IOException {
        Schemas.CALL.assertDescribes(result.out());
        return new ObjectMapper().readTree(result.out());
    }

    private static List<String> path(JsonNode json, String label) {
        List<String> hops = new ArrayList<>();
        for (JsonNode event : json.get("events")) {
            if (event.get("label").asText().equals(label)) {
                hops.add(event.get("from").asText() + " " + event.get("to").asText() + " " + event.get("mikey"));
            }
        }
        return hops;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // scheme, first hop of the offer, last hop of the offer, last hop of the answer
                "1|'PSK_INIT'|'PSK_INIT,PSK_INIT'|'PSK_INIT'",
                "2|''|'PSK_INIT'|'PSK_INIT,PSK_INIT'",
                "3|''|'PSK_INIT'|'PSK_INIT,PSK_INIT'",
                "4|''|'PSK_INIT'|'PSK_INIT,PSK_INIT'"
            })
    void theCentresIssueTheKeysOfACall(String scheme, String offered, String received, String answered)
            throws IOException {
        Cli.Result result = Cli.run("call", "--scheme", scheme, "--json");

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        JsonNode json = json(result);
        assertThat(json.get("scheme").asText()).isEqualTo(scheme);
        assertThat(json.get("framesToCallee").asInt()).isEqualTo(25);
        assertThat(json.get("framesToCaller").asInt()).isEqualTo(25);
        assertThat(path(json, "INVITE")).hasSize(9).startsWith("UE_A P-CSCF_A " + messages(offered));
        assertThat(path(json, "INVITE")).last().isEqualTo("P-CSCF_B UE_B " + messages(received));
        assertThat(path(json, "200 OK")).contains("P-CSCF_A UE_A " + messages(answered));
        assertThat(path(json, "ACK")).hasSize(9).allMatch(hop -> hop.endsWith("[\"PSK_RESP\"]"));
        assertThat(path(json, "TLS " + (scheme.equals("3") ? "SHARE" : "COMPONENT")))
                .hasSize(scheme.equals("1") ? 0 : 1);
    }

    private static String messages(String names) {
        return names.isEmpty() ? "[]" : "[\"" + names.replace(",", "\",\"") + "\"]";
    }

    /** One that needs a call before and one that does not; AttackTableTest has all of them. */
    @ParameterizedTest
    @CsvSource({
        "5, drop, 'UE_A: the answer has no MIKEY keys where some were offered'",
        "2, replay, 'UE_B: MESSAGE_REFUSED: the message was accepted before'"
    })
    void anAttackIsRefusedByTheEndThatSeesIt(String scheme, String attack, String refusal) {
        Cli.Result result = Cli.run("call", "--scheme", scheme, "--attack", attack);

        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(1);
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(result.out()).contains("the attacker ");
        assertThat(result.out().replaceAll("\\s+", " ")).endsWith("The call was refused: " + refusal + " ");
        int alarm = result.out().indexOf("the attacker ");
        assertThat(result.out().substring(alarm)).as("media after the attack").doesNotContain("SRTP");
    }

    /** The centres pass on what they cannot read. */
    @ParameterizedTest
    @CsvSource({"pk, PK_INIT, PK_RESP", "rsa-r, RSA_R_INIT, RSA_R_RESP"})
    void otherModesGoEndToEnd(String mode, String offered, String answered) throws IOException {
        Cli.Result result = Cli.run("call", "--scheme", "5", "--mode", mode, "--json");

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        JsonNode json = json(result);
        assertThat(json.get("mode").asText()).isEqualTo(mode);
        assertThat(json.get("framesToCallee").asInt()).isEqualTo(25);
        assertThat(json.get("framesToCaller").asInt()).isEqualTo(25);
        assertThat(path(json, "INVITE")).hasSize(9).allMatch(hop -> hop.endsWith(messages(offered)));
        assertThat(path(json, "200 OK").stream().filter(hop -> hop.endsWith(messages(answered))))
                .hasSize(9);
        assertThat(json.get("events"))
                .filteredOn(event -> event.get("kind").asText().equals("knows"))
                .extracting(event -> event.get("from").asText())
                .containsOnly("UE_A", "UE_B");
    }

    @Test
    void tsharkReadsTheCapture() throws IOException, InterruptedException {
        assumeTrue(Files.exists(TSHARK), "tshark is not installed");
        Path capture = directory.resolve("call.pcap");

        assertThat(Cli.run("call", "--pcap", capture.toString()).exitCode()).isZero();

        assertThat(frames(capture, "sip.Method == \"INVITE\" && sdp.media.proto == \"RTP/SAVP\""))
                .as("INVITEs")
                .isEqualTo(9);
        assertThat(frames(capture, "rtp")).as("SRTP packets").isEqualTo(50);
        assertThat(frames(capture, "_ws.malformed || ip.checksum.status == \"Bad\""))
                .as("malformed packets")
                .isZero();
        assertThat(longestRise(Files.readAllBytes(capture)))
                .as("a frame of voice is 160 octets, each one more than the one before; none may be seen")
                .isLessThan(16);
    }

    private static int longestRise(byte[] octets) {
        int longest = 0;
        int run = 0;
        for (int i = 1; i < octets.length; i++) {
            run = octets[i] == (byte) (octets[i - 1] + 1) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private static long frames(Path capture, String filter) throws IOException, InterruptedException {
        Process tshark = new ProcessBuilder(
                        TSHARK.toString(), "-r", capture.toString(), "-o", "ip.check_checksum:TRUE", "-Y", filter)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String lines = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tshark.waitFor()).isZero();
        return lines.lines().count();
    }

    @Test
    void whatCannotBeIsAUsageError() {
        assertThat(Cli.run("call", "--attack", "shout").exitCode()).isEqualTo(2);
        assertThat(Cli.run("call", "--attack", "shout").err())
                .isEqualTo("mikey: --attack is one of drop, tamper, replay, splice, downgrade, not shout\n");
        assertThat(Cli.run("call", "--scheme", "9").exitCode()).isEqualTo(2);
        assertThat(Cli.run("call", "--scheme", "2", "--mode", "pk").err())
                .isEqualTo("mikey: --mode is for scheme 5; in the others the centres issue the keys\n");
        assertThat(Cli.run("call", "--mode", "ticket").err())
                .isEqualTo("mikey: --mode is one of dh-sign, pk, rsa-r, not ticket\n");
        assertThat(Cli.run("call", "--pcap", "/nonexistent/call.pcap").exitCode())
                .isEqualTo(5);
    }
}

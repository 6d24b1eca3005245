package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.Cli;

/** The runner, with adapters that are right, wrong, slow and gone. */
class ConformanceCommandTest {
    private static final String VECTORS = "../test-vectors";

    @TempDir
    private Path folder;

    private static Cli.Result run(String only, String... adapter) {
        List<String> arguments = new ArrayList<>(List.of(
                "conformance", "run", "--vectors", VECTORS, "--only", only, "--timeout", "60000", "--json", "--"));
        arguments.addAll(List.of(adapter));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private String script(String body) throws IOException {
        Path file = Files.writeString(folder.resolve("adapter"), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }

    /** Says hello, and then does as the script says for each request. */
    private String answering(String each) throws IOException {
        return script("read line; echo '{\"name\":\"odd\",\"version\":\"1\",\"does\":[\"parse\",\"psk-respond\"]}'\n"
                + "while read line; do " + each + "; done\n");
    }

    private static String[] own() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new String[] {
            java,
            "-cp",
            System.getProperty("java.class.path") + ":" + System.getProperty("jdk.module.path", ""),
            "org.mikey4j.cli.Main",
            "conformance",
            "adapter"
        };
    }

    @Test
    void thisImplementationPassesAllOfIt() throws IOException {
        Cli.Result result = run("", own());

        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(json.get("name").asText()).isEqualTo("mikey4j");
        assertThat(json.get("pass").asInt()).isGreaterThan(4800);
        assertThat(json.get("fail").asInt()
                        + json.get("hang").asInt()
                        + json.get("crash").asInt()
                        + json.get("skip").asInt())
                .isZero();
        refusedForTheReasonThatIsStated(json.get("verdicts"));
    }

    private static void refusedForTheReasonThatIsStated(JsonNode verdicts) {
        int stated = 0;
        for (JsonNode verdict : verdicts) {
            Matcher reason = Pattern.compile("To be refused: (\\w+)\\.$")
                    .matcher(verdict.get("about").asText());
            if (reason.find()) {
                stated++;
                assertThat(verdict.get("said").asText())
                        .as(verdict.get("id").asText())
                        .startsWith(reason.group(1) + ": ");
            }
        }
        assertThat(stated).isGreaterThan(2800);
    }

    @Test
    void whoTakesKeysThatNobodySignedForItFails() throws IOException {
        String adapter = script("read line; echo '{\"name\":\"odd\",\"version\":\"1\",\"does\":[\"sakke-respond\"]}'\n"
                + "while read line; do echo '{\"accepted\":true,\"keys\":[]}'; done\n");

        JsonNode json =
                new ObjectMapper().readTree(run("sakke-signatures", adapter).out());

        assertThat(json.get("pass").asInt()).isZero();
        assertThat(json.get("fail").asInt()).isEqualTo(156);
        assertThat(new ObjectMapper()
                        .readTree(run("live-sakke-respond-prf-1", adapter).out())
                        .toString())
                .contains("crypto session 1 has other keys, or none");
    }

    @Test
    void whoAcceptsEverythingFailsWhereItMustRefuse() throws IOException {
        Cli.Result result = run("wire-hdr-version", answering("echo '{\"accepted\":true}'"));

        assertThat(result.exitCode()).isEqualTo(1);
        JsonNode json = new ObjectMapper().readTree(result.out());
        for (JsonNode verdict : json.get("verdicts")) {
            assertThat(verdict.get("outcome").asText()).isEqualTo("fail");
            assertThat(verdict.get("reason").asText()).isEqualTo("it was accepted, and must be refused");
            assertThat(verdict.get("requirements").get(0).asText()).isEqualTo("R3830-6.1-01");
        }
        assertThat(json.get("requirements").get(0).get("bad").asInt())
                .isEqualTo(json.get("verdicts").size());
        assertThat(json.get("verdicts")).isNotEmpty();
    }

    @Test
    void otherKeysAndOtherOctetsAreSeen() throws IOException {
        String keys =
                answering("echo '{\"accepted\":true,\"keys\":[{\"csId\":\"1\",\"tek\":\"00\",\"salt\":\"00\"}]}'");
        assertThat(run("psk-algorithms-prf-0-encr-1-mac-1-v-0", keys).out())
                .contains("crypto session 1 has other keys, or none; TEK 5aece9a4959b9e634f900aa865c2858e");
        String octets = answering("echo '{\"accepted\":true,\"message\":\"00\"}'");
        assertThat(run("wire-hdr-data-type-0", octets).out()).contains("written again it is other octets: 00");
        String refuses = answering("echo '{\"accepted\":false,\"why\":\"no\"}'");
        assertThat(run("wire-hdr-data-type-0", refuses).out()).contains("it was refused, and must be accepted: no");
    }

    @Test
    void hangingAndEndingAreVerdictsAndTheNextScenarioGoesOn() throws IOException {
        String hangs = answering("sleep 60");
        Cli.Result hung = Cli.run(
                "conformance",
                "run",
                "--vectors",
                VECTORS,
                "--only",
                "wire-hdr-version",
                "--timeout",
                "200",
                "--",
                hangs);
        assertThat(hung.exitCode()).isEqualTo(1);
        assertThat(hung.out())
                .contains("hang wire-hdr-version-0: no answer within 200 ms")
                .contains(" hung, 0 crashed");

        String ends = answering("exit 3");
        Cli.Result ended = run("wire-hdr-version", ends);
        assertThat(ended.out()).contains("the adapter ended with 3").contains("\"hang\":0");
    }

    @Test
    void whatIsNotDoneIsNotHeldAgainstAnybody() throws IOException {
        Path junit = folder.resolve("j.xml");
        Path report = folder.resolve("r.html");
        Cli.Result result = Cli.run(
                "conformance",
                "run",
                "--vectors",
                VECTORS,
                "--only",
                "live-psk-initiate",
                "--junit",
                junit.toString(),
                "--report",
                report.toString(),
                "--",
                answering("exit 1"));

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).endsWith("odd 1: 0 passed, 0 failed, 0 hung, 0 crashed, 2 not done\n");
        assertThat(Files.readString(junit))
                .contains("<testsuite name=\"psk initiator, live\" tests=\"2\" failures=\"0\">", "<skipped/>");
        assertThat(Files.readString(report))
                .startsWith("<!DOCTYPE html>")
                .contains("MIKEY conformance of odd 1", "live-psk-initiate-prf-0");
    }

    /** It hangs on payloads that it does not know; two that it knows and two that it must refuse are enough here. */
    @Test
    void gStreamerIsTested() throws IOException {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/usr/lib/x86_64-linux-gnu/libgstsdp-1.0.so.0")), "GStreamer is not installed");
        JsonNode json = new ObjectMapper()
                .readTree(run("wire-hdr-version", "/usr/bin/python3", VECTORS + "/adapters/gstreamer.py")
                        .out());

        assertThat(json.get("name").asText()).isEqualTo("GStreamer");
        assertThat(json.get("pass").asInt())
                .isEqualTo(json.get("verdicts").size())
                .isPositive();
    }

    @Test
    void whatCannotBeIsSaid() throws IOException {
        assertThat(Cli.run("conformance").exitCode()).isEqualTo(2);
        assertThat(Cli.run("conformance", "run").exitCode()).isEqualTo(2);
        assertThat(Cli.run("conformance", "run", "--vectors", "/nonexistent", "x")
                        .err())
                .startsWith("mikey: /nonexistent: the test vectors cannot be read");
        assertThat(Cli.run("conformance", "run", "--vectors", VECTORS, "--", "/nonexistent/adapter")
                        .exitCode())
                .isEqualTo(5);
        assertThat(run("psk", script("echo nonsense\n")).err()).contains("the implementation does not say who it is");
        assertThat(new Cli()
                        .stdin("{\"do\":\"fly\"}\n")
                        .with("conformance", "adapter")
                        .out())
                .isEqualTo("{\"error\":\"no action fly\"}\n");
    }
}

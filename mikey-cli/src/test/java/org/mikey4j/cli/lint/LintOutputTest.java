package org.mikey4j.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.Cli;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What {@code mikey lint} prints, and how it ends. */
class LintOutputTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A message with a FILETIME and no RAND, as Genetec sends it. */
    private static final String GENETEC =
            "AQAFAP1td9ABAADCD1UcAAAAAAoAAdOOGc75XD0BAAAAGAABAQEBEAIBAQMBFAcBAQgBAQoBAQsBCgAAACcAIQAe30C59UrClE0e27UP5h/W"
                    + "ty9UL8+dfzg+2ttmmo3kBAAAAC8A";

    @TempDir
    Path directory;

    private static Cli.Result lint(String input, String... options) {
        List<String> args = new ArrayList<>(List.of("lint"));
        args.addAll(List.of(options));
        return new Cli().stdin(input).with(args.toArray(String[]::new));
    }

    /** Every word is there in every width; what has no space stays whole. */
    @ParameterizedTest
    @CsvSource({"false,50,100", "true,,80", "true,50,50", "true,7,40", "true,200,200"})
    void noLineIsWiderThanTheWindow(boolean terminal, String columns, int width) {
        String[] command = {"lint", "--color", "never", "--transport", "tls"};
        String usual = new Cli().stdin(GENETEC).with(command).out();
        Cli cli = new Cli().stdin(GENETEC);
        if (columns != null) {
            cli.environment("COLUMNS", columns);
        }
        if (terminal) {
            cli.onTerminal();
        }

        String out = cli.with(command).out();

        assertThat(out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
        assertThat(out.lines().mapToInt(String::length).max().orElseThrow())
                .as("the width is used")
                .isGreaterThan(Math.min(width - 20, 100));
        assertThat(out.split("\\s+")).containsExactly(usual.split("\\s+"));
        assertThat(out.equals(usual)).isEqualTo(!terminal);
    }

    @Test
    void textSaysWhereWhatWhyWhoAndWhatToDo() {
        Cli.Result result = lint(GENETEC, "--transport", "tls");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .startsWith("stdin: 102 octets, from base64, PSK_INIT\n")
                .contains("""
              warning T_FILETIME  stdin, T at 19
                The timestamp is a Windows FILETIME: as a FILETIME it is 2018-01-15T15:59:22Z, as NTP
                2037-01-26T22:03:05Z. [RFC 3830, 6.6]
                Write seconds since 1900 in the upper 32 bits. Receivers of such a peer cannot apply a window.
                Known: Genetec, the examples of the ONVIF specification
            """)
                .contains("""
              likely made by Genetec: the timestamp is a Windows FILETIME; no RAND; the policy lists the
              parameters 0 1 2 3 7 8 10 11
            0 errors, 3 warnings, 0 notes
            """);
    }

    @ParameterizedTest
    @CsvSource({"error,0", "warning,1", "warn,1", "note,1", "info,1", "never,0"})
    void endsWithOneIfWhatWasFoundIsTooMuch(String failOn, int exitCode) {
        assertThat(lint(GENETEC, "--transport", "tls", "--fail-on", failOn).exitCode())
                .isEqualTo(exitCode);
    }

    @Test
    void aRuleCanBeIgnoredByNameInEitherSpelling() {
        assertThat(lint(GENETEC, "--ignore", "t-filetime", "--ignore", "RAND_MISSING")
                        .out())
                .doesNotContain("T_FILETIME  ", "RAND_MISSING  ")
                .contains("TEK_HOLDS_SALT");
    }

    @Test
    void profilesWeighTheSameThingDifferently() {
        assertThat(lint(GENETEC, "--profile", "onvif").out())
                .doesNotContain("TEK_HOLDS_SALT")
                .contains("note NULL_WITHOUT_TLS");
        assertThat(lint(GENETEC).out()).contains("warning TEK_HOLDS_SALT", "warning NULL_WITHOUT_TLS");
    }

    @Test
    void anUnprotectedTransportTurnsAKeyInTheClearIntoAnError() {
        assertThat(lint(GENETEC, "--transport", "clear").out()).contains("error NULL_IN_THE_CLEAR");
        assertThat(lint(GENETEC, "--transport", "clear").exitCode()).isEqualTo(1);
    }

    @Test
    void aMessageIsJudgedAsOfTheTimeGiven() {
        String sample = "../test-vectors/messages/rfc4567.b64";

        assertThat(lint("", sample).out()).contains("T_STALE");
        assertThat(lint("", "--at", "2006-10-20T13:43:06Z", sample).out()).doesNotContain("T_STALE");
    }

    @Test
    void everyRuleIsExplainedAndListed() {
        String list = lint("", "--list", "--profile", "ts33180").out();

        for (Rule rule : RuleBook.rules()) {
            assertThat(lint("", "--explain", rule.id()).out()).startsWith(rule.id() + ": " + rule.title());
            assertThat(list.contains(" " + rule.id() + " "))
                    .as(rule.id())
                    .isEqualTo(rule.severity(Profile.TS33180).isPresent());
        }
        assertThat(lint("", "--explain", "SAKKE_PRF").out()).contains("rfc3830:  warning\n", "ts33180:  error\n");
    }

    @Test
    void whatCannotBeAskedForIsAUsageError() {
        assertThat(lint("", "--explain", "NONSENSE").err())
                .isEqualTo("mikey: no rule NONSENSE\nmikey: see: mikey lint --list\n");
        assertThat(lint("", "--profile", "x").err()).isEqualTo("mikey: --profile is rfc3830, onvif, ts33180, not x\n");
        assertThat(lint(GENETEC, "--format", "x").err())
                .isEqualTo("mikey: --format is text, json, sarif or junit, not x\n");
        assertThat(lint(GENETEC, "--fail-on", "x").err())
                .isEqualTo("mikey: --fail-on is error, warning, note or never, not x\n");
        assertThat(lint(GENETEC, "--transport", "x").err())
                .isEqualTo("mikey: --transport is tls, clear or auto, not x\n");
        assertThat(lint("nothing here").exitCode()).isEqualTo(3);
    }

    @Test
    void sarifFollowsTheStructureOfTheStandardAndPointsToTheLine() throws IOException {
        Path file = directory.resolve("cam era.sdp");
        Files.writeString(file, "v=0\na=key-mgmt:mikey " + GENETEC + "\n");
        String sarif = lint("", "--format", "sarif", file.toString()).out();

        assertIsSarif(sarif);
        JsonNode run = JSON.readTree(sarif).at("/runs/0");
        JsonNode rules = run.at("/tool/driver/rules");
        assertThat(run.get("results")).isNotEmpty();
        for (JsonNode result : run.get("results")) {
            assertThat(rules.get(result.get("ruleIndex").asInt()).get("id")).isEqualTo(result.get("ruleId"));
        }
        JsonNode location = run.at("/results/0/locations/0/physicalLocation");
        assertThat(location.at("/artifactLocation/uri").asText()).endsWith("/cam%20era.sdp");
        assertThat(location.at("/region/startLine").asInt()).isEqualTo(2);
    }

    private static void assertIsSarif(String sarif) throws IOException {
        String schema = Files.readString(Path.of("src/test/resources/sarif-2.1.0-subset.schema.json"));
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(schema, InputFormat.JSON)
                        .validate(
                                sarif,
                                InputFormat.JSON,
                                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .isEmpty();
    }

    /** The escapes are those of Python's urllib.parse.quote(name, safe="/"). */
    @ParameterizedTest
    @CsvSource({
        "caméra.sdp, cam%C3%A9ra.sdp",
        "a:b.sdp, a%3Ab.sdp",
        "50% [1]?#.sdp, 50%25%20%5B1%5D%3F%23.sdp",
        "a.b-c_d~1.sdp, a.b-c_d~1.sdp"
    })
    void sarifNamesAnyFileWithAReferenceOfRfc3986(String name, String reference) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, "v=0\na=key-mgmt:mikey " + GENETEC + "\n");

        String sarif = lint("", "--format", "sarif", file.toString()).out();

        assertIsSarif(sarif);
        assertThat(JSON.readTree(sarif)
                        .at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .endsWith("/" + reference);
    }

    @Test
    void sarifNamesTheCaptureAndTellsTheFrame() throws IOException {
        String sarif = lint("", "--format", "sarif", "docs/samples/call.pcap").out();

        assertIsSarif(sarif);
        JsonNode first = JSON.readTree(sarif).at("/runs/0/results/0");
        assertThat(first.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .isEqualTo("docs/samples/call.pcap");
        assertThat(first.at("/locations/0/physicalLocation/region").isMissingNode())
                .isTrue();
        assertThat(first.at("/message/text").asText()).contains("(frame 1, ");
    }

    @Test
    void junitIsXmlWithACaseForEachFinding() throws IOException, ParserConfigurationException, SAXException {
        String xml = lint(GENETEC, "--format", "junit", "--fail-on", "warning", "--transport", "tls")
                .out();

        Document document = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        Element suites = document.getDocumentElement();
        NodeList cases = suites.getElementsByTagName("testcase");
        assertThat(suites.getTagName()).isEqualTo("testsuites");
        assertThat(suites.getAttribute("tests")).isEqualTo(Integer.toString(cases.getLength()));
        assertThat(suites.getAttribute("failures")).isEqualTo("3");
        assertThat(suites.getElementsByTagName("failure").getLength()).isEqualTo(3);
        Element failure = (Element) suites.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("type")).isEqualTo("warning");
        assertThat(((Element) failure.getParentNode()).getAttribute("classname"))
                .isEqualTo("stdin");
    }

    @Test
    void nothingThatATerminalWouldObeyGetsThrough() {
        String sdp =
                "v=0\nm=audio 5004 RTP/AVP\u001b[31m 0\na=key-mgmt:mikey " + GENETEC + "\na=key-mgmt:x\u001b[2J AAAA\n";

        for (String command : List.of("lint", "inspect")) {
            assertThat(new Cli().stdin(sdp).with(command).out())
                    .contains("RTP/AVP?[31m")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void manyMessagesTakeTimeInProportion() {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 1500; i++) {
            Sample sample = i % 2 == 0 ? Sample.psk().csbId(i) : Sample.answer().csbId(i - 1);
            log.append("a=key-mgmt:mikey ").append(sample.base64()).append('\n');
        }
        Cli.Result result = lint(log.toString(), "--fail-on", "never");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("ANSWER_NOT_ASKED_FOR").doesNotContain("ANSWER_CSB_ID");
        assertThat(result.out()
                        .lines()
                        .filter(line -> line.contains("PSK_RESP"))
                        .count())
                .isEqualTo(750);
    }

    @Test
    void noOutputShowsAKey() {
        String key = "df40b9f54ac2944d1edbb50fe61fd6b7";
        for (String format : List.of("text", "json", "sarif", "junit")) {
            assertThat(lint(GENETEC, "--format", format).out()).doesNotContain(key, "30C59UrClE0e27UP5h");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "onvif-setup, Genetec",
        "onvif-get-parameter, live555",
        "stw-md-gmk, Streamwide",
        "alea-gmk, Alea",
        "alea-pck-must-reject, Alea",
        "softil-csk, Softil",
        "smartms-gmk-2, SmartMS"
    })
    void knownSendersAreRecognised(String vector, String sender) throws IOException {
        JsonNode found = JSON.readTree(lint(vector(vector), "--json").out()).at("/parts/0/senders/0");

        assertThat(found.get("name").asText()).isEqualTo(sender);
        assertThat(found.get("evidence")).isNotEmpty();
    }

    @Test
    void aMessageOfOursHasNoOtherMaker() throws IOException {
        assertThat(JSON.readTree(lint(Sample.psk().hex(), "--json").out()).at("/parts/0/senders"))
                .isEmpty();
    }

    private static String vector(String id) throws IOException {
        JsonNode vectors =
                JSON.readTree(Path.of("../test-vectors/messages/peers.json").toFile());
        for (JsonNode group : vectors.get("groups")) {
            for (JsonNode test : group.get("tests")) {
                if (test.get("id").asText().equals(id)) {
                    return test.get("message").asText();
                }
            }
        }
        throw new AssertionError(id);
    }
}

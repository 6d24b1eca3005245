package org.mikey4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.Cli;

/** The report that {@code mikey lint --report} writes. */
class LintReportTest {
    private static final String GENETEC =
            "AQAFAP1td9ABAADCD1UcAAAAAAoAAdOOGc75XD0BAAAAGAABAQEBEAIBAQMBFAcBAQgBAQoBAQsBCgAAACcAIQAe30C59UrClE0e27UP5h/W"
                    + "ty9UL8+dfzg+2ttmmo3kBAAAAC8A";
    private static final Pattern OCTET = Pattern.compile("<i class=\"[^\"]*\" data-f=\"[^\"]*\"[^>]*>([^<]*)</i>");

    @TempDir
    Path directory;

    private String report(String input) throws IOException {
        Path file = directory.resolve("report.html");
        Cli.Result result = new Cli().stdin(input).with("lint", "--fail-on", "never", "--report", file.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        return Files.readString(file);
    }

    private static List<String> octets(String html) {
        return OCTET.matcher(html)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    @Test
    void showsEveryOctetButThoseOfKeys() throws IOException {
        List<String> octets = octets(report(GENETEC));

        assertThat(octets).hasSize(102);
        assertThat(octets.subList(0, 10)).containsExactly("01", "00", "05", "00", "fd", "6d", "77", "d0", "01", "00");
        assertThat(octets.subList(66, 96)).containsOnly("\u00b7\u00b7");
        assertThat(octets.subList(96, 102)).containsExactly("04", "00", "00", "00", "2f", "00");
    }

    @Test
    void hasTheFindingsThePolicyAndTheLikelySender() throws IOException {
        assertThat(report(GENETEC))
                .contains("<b>The timestamp is a Windows FILETIME</b>")
                .contains("T_FILETIME, RFC 3830, 6.6, stdin")
                .contains("Likely made by Genetec: ")
                .contains("<td data-label=\"Session\">CS 1</td><td data-label=\"Stream\">ssrc c20f551c, roc 0</td>"
                        + "<td data-label=\"Policy\">0, AES_CM_128_HMAC_SHA1_80</td>")
                .contains("KEMAC \u203a KEY_DATA \u203a keyType, kv: 2 TEK; 1 SPI");
    }

    @Test
    void severalMessagesMakeALadderThatLeadsToThem() throws IOException {
        String html = report("a=key-mgmt:mikey " + GENETEC + "\na=key-mgmt:mikey " + GENETEC + "\n");

        assertThat(html).contains("<svg class=\"ladder\"", "<a href=\"#m1\">", "<section class=\"message\" id=\"m1\">");
        assertThat(report(GENETEC)).doesNotContain("<svg");
    }

    @Test
    void whatCannotBeReadIsNotDrawnAsAnAnswer() throws IOException {
        assertThat(report("a=key-mgmt:mikey " + GENETEC + "\na=key-mgmt:mikey AQ...\n"))
                .contains(">not readable</text>")
                .contains("<line class=\"shaft\" x1=\"88\" y1=\"117\" x2=\"280\" y2=\"117\"/>");
    }

    @Test
    void loadsNothingFromAnywhere() throws IOException {
        assertThat(report(GENETEC))
                .startsWith("<!DOCTYPE html>")
                .contains("content=\"default-src 'none';")
                .doesNotContain("src=\"", "<link", "url(", "@import");
    }

    @Test
    void showsTextOfMessagesAndNamesOfFilesAsText() throws IOException {
        Path file = directory.resolve("<script>alert(1)</script>.b64".replace("/", "&"));
        Files.writeString(file, GENETEC);
        Path html = directory.resolve("r.html");
        Cli.run("lint", "--report", html.toString(), file.toString());

        assertThat(Files.readString(html)).contains("&lt;script&gt;alert(1)").doesNotContain("<script>alert");
    }

    @Test
    void inspectWritesOneTooAndOnlyItsOwnerReadsKeys() throws IOException {
        Path file = directory.resolve("inspect.html");
        new Cli().stdin(GENETEC).with("inspect", "--report", file.toString());

        assertThat(octets(Files.readString(file))).hasSize(102).contains("\u00b7\u00b7");
        new Cli().stdin(GENETEC).with("inspect", "--show-secrets", "--report", file.toString());
        assertThat(octets(Files.readString(file)).subList(66, 70)).containsExactly("df", "40", "b9", "f5");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aReportThatCannotBeWrittenIsAnError() {
        Cli.Result result = new Cli()
                .stdin(GENETEC)
                .with("lint", "--report", directory.resolve("no/where").toString());

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.err()).contains("no/where: cannot be written");
    }

    @Test
    void aLadderDrawsArrowsBothWaysAndEventsAtOneEnd() {
        String svg = LadderSvg.draw(new Ladder(
                List.of("alice", "<bob>"),
                List.of(
                        new Ladder.Arrow(0, 1, "0.0 s", "offer", "CSB 1", Ladder.Kind.GOOD, "m0"),
                        new Ladder.Arrow(1, 0, "", "answer", "", Ladder.Kind.BAD, ""),
                        new Ladder.Arrow(1, 1, "", "keys made", "", Ladder.Kind.PLAIN, ""))));

        assertThat(svg)
                .contains(
                        "&lt;bob&gt;",
                        "<g class=\"arrow good\">",
                        "<g class=\"arrow bad\">",
                        "<g class=\"arrow plain\">")
                .contains("<line class=\"shaft\" x1=\"88\" y1=\"63\" x2=\"280\" y2=\"63\"/>")
                .contains("<line class=\"shaft\" x1=\"288\" y1=\"117\" x2=\"96\" y2=\"117\"/>")
                .contains("<path class=\"shaft\" d=\"M288 149 h-26 v12 h26\"/>");
    }
}

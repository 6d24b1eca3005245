package org.mikey4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.Cli;

/** Reports as Chromium lays them out: nothing is cut off, nothing loads, and octets say what they are when they are pointed at. */
class ReportInBrowserTest {
    private static final List<String> BROWSERS = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser");

    /** Measures the page, and points at the third octet of the first message. */
    private static final String PROBE = """
            <script>
            addEventListener('load', function () {
              var out = { wide: document.documentElement.scrollWidth - innerWidth, cut: [], small: [], faint: 0 };
              document.querySelectorAll('svg.ladder').forEach(function (svg) {
                var box = svg.viewBox.baseVal;
                svg.querySelectorAll('text').forEach(function (t) {
                  var b = t.getBBox();
                  if (b.x < 0 || b.x + b.width > box.width) { out.cut.push(t.textContent); }
                  if (t.getBoundingClientRect().height < 9) { out.small.push(t.textContent); }
                });
              });
              document.querySelectorAll('.figure strong').forEach(function (figure) {
                figure.textContent = 'not set up';
              });
              document.querySelectorAll('.figure strong').forEach(function (figure) {
                if (figure.scrollWidth > figure.clientWidth) { out.cut.push(figure.textContent); }
              });
              var octet = document.querySelectorAll('.octets i')[2];
              octet.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
              out.readout = document.querySelector('.readout').textContent;
              out.lit = document.querySelectorAll('.octets i.on').length;
              out.colours = new Set(Array.from(document.querySelectorAll('[data-map]')[0].querySelectorAll('.octets i'),
                  function (i) { return getComputedStyle(i).backgroundColor; })).size;
              out.body = getComputedStyle(document.body).backgroundColor;
              out.loaded = performance.getEntriesByType('resource').length;
              document.title = JSON.stringify(out);
            });
            </script></body>""";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"trace, 1280, false", "trace, 390, true", "lint, 1280, true", "lint, 390, false", "inspect, 390, false"
    })
    void isReadableAtAnyWidth(String command, int width, boolean dark) throws Exception {
        Path report = folder.resolve("report.html");
        String input = command.equals("inspect") ? "docs/samples/rfc4567.b64" : "docs/samples/call.pcap";
        Cli.run(command, "--report", report.toString(), input);

        JsonNode seen = look(report, width, dark);

        assertThat(seen.get("wide").asInt())
                .as("what stands beyond the right edge")
                .isNotPositive();
        assertThat(seen.get("cut")).as("texts that are cut off").isEmpty();
        assertThat(seen.get("small")).as("texts that are too small").isEmpty();
        assertThat(seen.get("readout").asText()).contains("nextPayload");
        assertThat(seen.get("lit").asInt()).isEqualTo(1);
        assertThat(seen.get("colours").asInt()).as("a colour for each payload").isGreaterThan(4);
        assertThat(seen.get("loaded").asInt()).as("what was loaded").isZero();
        assertThat(seen.get("body").asText()).isEqualTo(dark ? "rgb(18, 22, 28)" : "rgb(246, 247, 249)");
    }

    private JsonNode look(Path report, int width, boolean dark) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                BROWSERS.stream().anyMatch(name -> Files.isExecutable(Path.of(name))), "Chromium is not installed");
        String html = Files.readString(report);
        Path probed = Files.writeString(folder.resolve("probed.html"), html.replace("</body>", PROBE));
        // The frame of the window has a least width, that of a frame in it has none.
        Path frame = Files.writeString(
                folder.resolve("frame.html"),
                "<iframe width=" + width + " height=4000 src=probed.html></iframe><script>setInterval(function () {"
                        + "document.title = frames[0].document.title; }, 20);</script>");
        Process browser = new ProcessBuilder(
                        BROWSERS.stream()
                                .filter(name -> Files.isExecutable(Path.of(name)))
                                .findFirst()
                                .orElseThrow(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--allow-file-access-from-files",
                        "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=3000",
                        "--dump-dom",
                        (width < 500 ? frame : probed).toUri().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String dom = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Matcher title = Pattern.compile("<title>(\\{.*?\\})</title>").matcher(dom);
        assertThat(title.find())
                .as(dom.substring(0, Math.min(dom.length(), 500)))
                .isTrue();
        return new ObjectMapper()
                .readTree(title.group(1).replace("&quot;", "\"").replace("&amp;", "&"));
    }
}

package org.mikey4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual pages. */
class ManPagesTest {
    private static final Path GROFF = Path.of("/usr/bin/groff");

    @TempDir
    Path directory;

    @Test
    void everyCommandHasAPageWithEveryOptionAndItsExamples() {
        Map<String, String> pages = ManPages.of("1.2.3");

        for (String name : Commands.NAMES) {
            CommandSpec spec = Commands.named(name).spec();
            String page = pages.get("mikey-" + name + ".1");
            assertThat(page)
                    .startsWith(".TH \"MIKEY\\-")
                    .contains("mikey4j 1.2.3")
                    .contains(".SH EXAMPLES");
            for (OptionSpec option : spec.options()) {
                if (!option.hidden()) {
                    assertThat(page)
                            .contains(".B " + String.join(", ", option.names()).replace("-", "\\-"));
                }
            }
            assertThat(pages.get("mikey.1")).contains(".B mikey " + name, "mikey\\-" + name + " (1)");
        }
        assertThat(pages).containsKeys("mikey-generate-psk.1", "mikey.1");
    }

    @Test
    void theProgramThatFormatsThemHasNothingToSay() throws IOException, InterruptedException {
        assumeTrue(Files.exists(GROFF), "groff is not installed");
        ManPages.main(new String[] {directory.toString()});
        Process groff = new ProcessBuilder(
                        "sh", "-c", "for page in *.1; do " + GROFF + " -ww -z -man -Tutf8 \"$page\" || exit 1; done")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(groff.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(groff.exitValue()).isZero();
    }
}

package org.mikey4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.cli.lint.RuleBook;
import org.mikey4j.cli.lint.SeverityText;

/**
 * The pages in {@code docs} print what the commands print. After a change: {@code mvn -pl mikey-cli -am test -Dtest=DocsTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dmikey.docs=write} writes them anew, to be looked at and committed.
 */
class DocsTest {
    private static final Path DOCS = Path.of("docs");
    private static final boolean WRITE = "write".equals(System.getProperty("mikey.docs"));

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyExamplePrintsWhatThePageSays(Path page) throws IOException {
        check(page, new DocPage(Files.readString(page)).run());
    }

    @Test
    void theListOfRulesIsThatOfTheProgram() throws IOException {
        StringBuilder text = new StringBuilder("""
                # The rules of mikey lint

                Made from the program by `DocsTest`. How much a finding matters is given for the profiles rfc3830, onvif and
                ts33180; a dash means that the rule does not apply. `mikey lint --explain RULE` says what to do.

                | rule | rfc3830 | onvif | ts33180 | what is found | section |
                |---|---|---|---|---|---|
                """);
        for (Rule rule : RuleBook.rules()) {
            text.append("| ").append(rule.id());
            for (Profile profile : Profile.values()) {
                text.append(" | ")
                        .append(rule.severity(profile).map(SeverityText::of).orElse("-"));
            }
            text.append(" | ")
                    .append(rule.title())
                    .append(" | ")
                    .append(rule.section())
                    .append(" |\n");
        }
        check(DOCS.resolve("rules.md"), text.toString());
    }

    @Test
    void everyPageIsInTheIndex() throws IOException {
        String index = Files.readString(DOCS.resolve("README.md"));

        assertThat(pages())
                .filteredOn(page -> !page.endsWith("README.md"))
                .allSatisfy(page -> assertThat(index).contains("(" + page.getFileName() + ")"));
    }

    private static void check(Path page, String wanted) throws IOException {
        if (WRITE) {
            Files.writeString(page, wanted);
        }
        assertThat(Files.readString(page)).isEqualTo(wanted);
    }
}

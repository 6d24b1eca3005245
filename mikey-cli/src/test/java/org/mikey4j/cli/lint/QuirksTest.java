package org.mikey4j.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of habits names rules that exist, which {@link RuleTableTest} tests, or says why there is none. */
class QuirksTest {
    private static final Path TABLE = Path.of("../spec-notes/quirks.md");
    private static final Pattern ROW = Pattern.compile("\\| Q(\\d+) \\| [^|]+ \\| ([^|]+) \\|");
    private static final int ALL = 60;

    @Test
    void everyHabitHasRulesOrAReason() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                continue;
            }
            numbers.add(Integer.valueOf(row.group(1)));
            String rules = row.group(2);
            if (rules.startsWith("n/a: ")) {
                assertThat(rules).as(line).hasSizeGreaterThan(20);
                continue;
            }
            for (String id : rules.split(", ", -1)) {
                assertThat(RuleBook.rule(id)).as(line + ": " + id).isPresent();
            }
        }
        assertThat(numbers).hasSize(ALL).isSorted().doesNotHaveDuplicates().startsWith(1);
    }
}

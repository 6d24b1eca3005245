package org.mikey4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Holds the tables of {@code spec-notes/conformance} to the sources: every requirement is shown to be met by a test that
 * carries its id, or says why not. {@code mvn -pl mikey-core test -Dtest=ConformanceTest -Dconformance.write=true} enters the
 * tests into the tables.
 */
class ConformanceTest {
    private static final String REMEDY =
            "; -Dtest=ConformanceTest -Dconformance.write=true enters the tests that carry an id into the tables";

    private final Map<String, Set<String>> tests = SourceTree.tests();

    private static List<Requirement> requirements() {
        return SourceTree.tables().values().stream()
                .flatMap(List::stream)
                .filter(Requirement::isRow)
                .map(Requirement::of)
                .toList();
    }

    private List<String> carrying(String id) {
        return tests.entrySet().stream()
                .filter(e -> e.getValue().contains(id))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void everyTestThatTheTablesNameCarriesTheId() throws IOException {
        if (Boolean.getBoolean("conformance.write")) {
            write();
        }
        assertThat(requirements())
                .allSatisfy(
                        r -> assertThat(carrying(r.id())).as(r.id() + REMEDY).containsAll(r.tests()));
    }

    private void write() throws IOException {
        for (Map.Entry<Path, List<String>> table : SourceTree.tables().entrySet()) {
            List<String> lines = new ArrayList<>();
            for (String line : table.getValue()) {
                List<String> shownBy =
                        Requirement.isRow(line) ? carrying(Requirement.of(line).id()) : List.of();
                lines.add(shownBy.isEmpty() ? line : Requirement.of(line).shownBy(shownBy));
            }
            Files.write(table.getKey(), lines);
        }
    }

    @Test
    void everyIdOfATestIsInATable() {
        Set<String> known = new TreeSet<>();
        requirements()
                .forEach(
                        r -> assertThat(known.add(r.id())).as(r.id() + " twice").isTrue());

        tests.forEach((test, ids) -> assertThat(known).as(test).containsAll(ids));
    }

    @Test
    void everyRequirementIsShownToBeMetOrSaysWhyNot() {
        assertThat(requirements()).hasSizeGreaterThan(300).allSatisfy(r -> {
            assertThat(r.level()).as(r.id()).isIn("MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY", "rule");
            if (r.isProven()) {
                assertThat(r.where()).as(r.id() + " is implemented").isNotEmpty();
                assertThat(r.tests()).as(r.id() + " is shown" + REMEDY).isNotEmpty();
            } else {
                assertThat(r.proof()).as(r.id()).matches("(n/a|open): .{10,}");
            }
        });
    }

    @Test
    void whatImplementsIsThere() {
        Set<String> implementations = SourceTree.implementations();

        assertThat(requirements())
                .allSatisfy(r -> assertThat(implementations).as(r.id()).containsAll(r.where()));
    }

    /** The coverage, for whoever reads the build's output; also in {@code target/conformance.txt}. */
    @Test
    void theCoverageIsWrittenDown() throws IOException {
        StringBuilder out = new StringBuilder("conformance: shown by tests / all that apply\n");
        SourceTree.tables().forEach((file, lines) -> {
            List<Requirement> rows = lines.stream()
                    .filter(Requirement::isRow)
                    .map(Requirement::of)
                    .filter(r -> !r.isNotApplicable())
                    .toList();
            out.append(String.format(
                    Locale.ROOT,
                    "  %-8s MUST %s, SHOULD %s, other %s%n",
                    file.getFileName().toString().replace(".md", ""),
                    share(rows, Requirement::isMust),
                    share(rows, Requirement::isShould),
                    share(rows, r -> !r.isMust() && !r.isShould())));
        });
        Path target = Files.createDirectories(SourceTree.ROOT.resolve("mikey-core/target"));
        Files.writeString(target.resolve("conformance.txt"), out);

        List<Requirement> musts = requirements().stream()
                .filter(r -> r.isMust() && !r.isNotApplicable())
                .toList();
        assertThat(musts.stream().filter(Requirement::isProven).count()).isGreaterThan(musts.size() * 8L / 10);
    }

    private String share(List<Requirement> rows, Predicate<Requirement> kind) {
        List<Requirement> all = rows.stream().filter(kind).toList();
        long shown = all.stream().filter(r -> !carrying(r.id()).isEmpty()).count();
        return shown + "/" + all.size();
    }
}

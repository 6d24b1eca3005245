package org.mikey4j.conformance;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of a conformance table.
 *
 * @param id the requirement's id, for example {@code R3830-5.4-03}
 * @param level MUST, MUST NOT, SHOULD, SHOULD NOT, MAY, or rule for plain text that has to be obeyed
 * @param text the requirement in our own words
 * @param where the classes or packages that implement it
 * @param proof tests, or {@code n/a:} or {@code open:} and a reason
 */
record Requirement(String id, String level, String text, List<String> where, String proof) {
    static final Pattern ID = Pattern.compile("(?:R\\d{4}|T\\d{5})-[0-9A-Z.]+-\\d+");
    private static final Pattern ROW =
            Pattern.compile("\\| ([RT]\\S+) \\| ([^|]+) \\| (.*) \\| ([^|]*) \\| ([^|]*) \\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    static boolean isRow(String line) {
        return line.startsWith("| R") || line.startsWith("| T");
    }

    static Requirement of(String line) {
        Matcher row = ROW.matcher(line);
        if (!row.matches()) {
            throw new AssertionError("not a row of a conformance table: " + line);
        }
        return new Requirement(
                row.group(1),
                row.group(2).strip(),
                row.group(3),
                coded(row.group(4)),
                row.group(5).strip());
    }

    /** The row with these tests as its proof. */
    String shownBy(List<String> tests) {
        return "| " + id + " | " + level + " | " + text + " | " + coding(where) + " | " + coding(tests) + " |";
    }

    boolean isProven() {
        return !proof.startsWith("n/a:") && !proof.startsWith("open:");
    }

    boolean isNotApplicable() {
        return proof.startsWith("n/a:");
    }

    /** Whether a standard makes it a duty. */
    boolean isMust() {
        return level.startsWith("MUST");
    }

    boolean isShould() {
        return level.startsWith("SHOULD");
    }

    List<String> tests() {
        return isProven() ? coded(proof) : List.of();
    }

    private static List<String> coded(String cell) {
        return CODE.matcher(cell).results().map(r -> r.group(1)).toList();
    }

    private static String coding(List<String> names) {
        return String.join(", ", names.stream().map(n -> "`" + n + "`").toList());
    }
}

package org.mikey4j.cli.lint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.TextSink;
import org.mikey4j.cli.output.Layout;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.output.Style;
import org.mikey4j.message.Severity;

/** What was found, for a person. */
public final class LintText {
    /** In files and pipes; there a line that says where something is stays one, however long. */
    private static final int WIDTH = 100;

    private static final String INDENT = "    ";

    private final TextSink out;
    private final int width;
    private final Layout heads;

    /** Writes to this sink, as wide as its window if it is a terminal. */
    public LintText(TextSink out, Map<String, String> environment, Painter painter) {
        this.out = out;
        this.width = Layout.of(out, environment, painter, WIDTH).width();
        this.heads = Layout.of(out, environment, painter, Integer.MAX_VALUE);
    }

    /** Everything that was found, and how much it is. */
    public void write(Outcome outcome) {
        for (Outcome.Part part : outcome.parts()) {
            out.line(heads.row(INDENT.length()).add("", null, part.title()).toString());
            part.findings().forEach(this::write);
            part.senders().stream()
                    .findFirst()
                    .ifPresent(sender -> paragraph(
                            "  ", "likely made by " + sender.name() + ": " + String.join("; ", sender.evidence())));
        }
        out.line(count(outcome, Severity.ERROR, "error") + ", " + count(outcome, Severity.WARNING, "warning") + ", "
                + count(outcome, Severity.INFO, "note"));
    }

    private static String count(Outcome outcome, Severity severity, String name) {
        int count = outcome.count(severity);
        return count + " " + name + (count == 1 ? "" : "s");
    }

    private void write(Finding finding) {
        Rule rule = finding.rule();
        String place = finding.offset().isPresent()
                ? finding.where() + " at " + finding.offset().getAsInt()
                : finding.where();
        out.line(heads.row(INDENT.length())
                .add("", null, "  ")
                .add("", style(finding.severity()), SeverityText.of(finding.severity()))
                .add(" ", Style.NAME, rule.id())
                .add("  ", null, finding.source() + ", " + place)
                .toString());
        paragraph(INDENT, rule.title() + ": " + finding.message() + ". [" + rule.section() + "]");
        paragraph(INDENT, rule.remedy());
        if (!rule.implementations().isEmpty()) {
            paragraph(INDENT, "Known: " + String.join(", ", rule.implementations()));
        }
    }

    /** All that there is to say about a rule. */
    public void explain(Rule rule) {
        out.line(heads.row(INDENT.length())
                .add("", Style.NAME, rule.id())
                .add("", null, ": " + rule.title())
                .toString());
        out.line("");
        paragraph("", rule.explanation());
        out.line("");
        paragraph("", "What to do: " + rule.remedy());
        out.line("");
        paragraph("", "Section:  " + rule.section());
        for (Profile profile : Profile.values()) {
            Optional<Severity> severity = rule.severity(profile);
            out.line(String.format(
                    "%-9s %s",
                    profile.label() + ":", severity.map(SeverityText::of).orElse("-")));
        }
        if (!rule.implementations().isEmpty()) {
            paragraph("", "Known:    " + String.join(", ", rule.implementations()));
        }
    }

    /** One line for each rule of a profile. */
    public void list(List<Rule> rules, Profile profile) {
        for (Rule rule : rules) {
            rule.severity(profile)
                    .ifPresent(severity -> out.line(heads.row(INDENT.length())
                            .add("", null, String.format("%-8s %-34s", SeverityText.of(severity), rule.id()))
                            .add(" ", null, rule.title())
                            .toString()));
        }
    }

    private static Style style(Severity severity) {
        return switch (severity) {
            case ERROR -> Style.BAD;
            case WARNING -> Style.WARNING;
            case INFO -> Style.DIM;
        };
    }

    private void paragraph(String indent, String text) {
        StringBuilder line = new StringBuilder(WIDTH);
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && indent.length() + line.length() + 1 + word.length() > width) {
                out.line(indent + line);
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        out.line(indent + line);
    }
}

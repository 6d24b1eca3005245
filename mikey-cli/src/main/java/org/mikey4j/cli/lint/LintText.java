package org.mikey4j.cli.lint;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.TextSink;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.output.Style;
import org.mikey4j.message.Severity;

/** What was found, for a person. */
public final class LintText {
    private static final int WIDTH = 100;
    private static final String INDENT = "    ";

    private final TextSink out;
    private final Painter painter;

    /** Writes to this sink. */
    public LintText(TextSink out, Painter painter) {
        this.out = out;
        this.painter = painter;
    }

    /** Everything that was found, and how much it is. */
    public void write(Outcome outcome) {
        for (Outcome.Part part : outcome.parts()) {
            out.line(part.title());
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
        out.line("  " + painter.paint(style(finding.severity()), SeverityText.of(finding.severity())) + " "
                + painter.paint(Style.NAME, rule.id()) + "  " + finding.source() + ", " + place);
        paragraph(INDENT, rule.title() + ": " + finding.message() + ". [" + rule.section() + "]");
        paragraph(INDENT, rule.remedy());
        if (!rule.implementations().isEmpty()) {
            paragraph(INDENT, "Known: " + String.join(", ", rule.implementations()));
        }
    }

    /** All that there is to say about a rule. */
    public void explain(Rule rule) {
        out.line(painter.paint(Style.NAME, rule.id()) + ": " + rule.title());
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
                    .ifPresent(severity -> out.line(
                            String.format("%-8s %-34s %s", SeverityText.of(severity), rule.id(), rule.title())));
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
            if (line.length() > 0 && indent.length() + line.length() + 1 + word.length() > WIDTH) {
                out.line(indent + line);
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        out.line(indent + line);
    }
}

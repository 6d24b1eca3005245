package org.mikey4j.cli.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Outcome;
import org.mikey4j.cli.view.MessageView;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.Severity;
import org.mikey4j.message.registry.DataType;

/** What {@code mikey lint} found, as a report. */
public final class LintReport {
    /** More messages than these are not shown octet by octet; browsers get slow. */
    private static final int MOST_MESSAGES = 200;

    private static final Pattern FRAME = Pattern.compile(" (frame \\d+)(?::\\d+)?$");

    private LintReport() {}

    /**
     * The report.
     *
     * @param now when it is made
     */
    public static HtmlReport of(Outcome outcome, Instant now) {
        List<Outcome.Part> messages = outcome.parts().stream()
                .filter(part -> part.message().isPresent())
                .toList();
        HtmlReport report = new HtmlReport(
                "MIKEY report: "
                        + outcome.parts().stream()
                                .map(part -> part.source().replaceAll("( frame \\d+)?(:\\d+)?$", ""))
                                .distinct()
                                .collect(Collectors.joining(", ")),
                "Made " + now.truncatedTo(ChronoUnit.SECONDS) + " under the profile "
                        + outcome.profile().label() + ". Keys are not shown.",
                false);
        report.figures(List.of(
                new HtmlReport.Figure(Integer.toString(messages.size()), "messages", ""),
                figure(outcome, Severity.ERROR, "errors", "error"),
                figure(outcome, Severity.WARNING, "warnings", "warning"),
                figure(outcome, Severity.INFO, "notes", "note")));
        if (messages.size() > 1) {
            report.ladder("Who sent what", ladder(messages));
        }
        for (Outcome.Part part : outcome.parts()) {
            if (part.message().isEmpty()) {
                report.findings(part.title(), part.findings());
            }
        }
        for (int i = 0; i < Math.min(messages.size(), MOST_MESSAGES); i++) {
            Outcome.Part part = messages.get(i);
            MessageSubject message = part.message().orElseThrow();
            MessageView view = MessageView.of(part.source(), message.octets(), List.of(), Optional.empty());
            report.message("m" + i, name(message), part.title(), view, part.findings(), part.senders());
        }
        if (messages.size() > MOST_MESSAGES) {
            report.text((messages.size() - MOST_MESSAGES) + " more messages are not shown.");
        }
        return report;
    }

    private static HtmlReport.Figure figure(Outcome outcome, Severity severity, String name, String kind) {
        int count = outcome.count(severity);
        return new HtmlReport.Figure(Integer.toString(count), name, count == 0 ? "good" : kind);
    }

    private static Ladder ladder(List<Outcome.Part> messages) {
        List<Ladder.Arrow> arrows = new ArrayList<>();
        for (int i = 0; i < Math.min(messages.size(), MOST_MESSAGES); i++) {
            Outcome.Part part = messages.get(i);
            MessageSubject message = part.message().orElseThrow();
            // Of what cannot be read nobody knows the way; most is sent first.
            boolean initial = message.isInitial() || message.header().isEmpty();
            arrows.add(new Ladder.Arrow(
                    initial ? 0 : 1,
                    initial ? 1 : 0,
                    line(part.source()),
                    name(message),
                    message.header()
                            .map(CommonHeader::csbId)
                            .map(id -> String.format("CSB %08x", id))
                            .orElse(""),
                    kind(part),
                    "m" + i));
        }
        return new Ladder(List.of("Initiator", "Responder"), arrows);
    }

    /** The packet, if it is of a capture, and otherwise the line, if the source has lines. */
    private static String line(String source) {
        Matcher frame = FRAME.matcher(source);
        if (frame.find()) {
            return frame.group(1);
        }
        int colon = source.lastIndexOf(':');
        boolean number = colon >= 0 && source.substring(colon + 1).matches("\\d+");
        return number ? "line " + source.substring(colon + 1) : "";
    }

    private static Ladder.Kind kind(Outcome.Part part) {
        if (part.findings().stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
            return Ladder.Kind.BAD;
        }
        return part.findings().stream().anyMatch(finding -> finding.severity() == Severity.WARNING)
                ? Ladder.Kind.WARNING
                : Ladder.Kind.PLAIN;
    }

    private static String name(MessageSubject message) {
        return message.header()
                .map(header -> DataType.REGISTRY.name(header.dataType()))
                .orElse("not readable");
    }
}

package org.mikey4j.cli.call;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.report.HtmlReport;
import org.mikey4j.cli.report.Ladder;
import org.mikey4j.cli.view.MessageView;
import org.mikey4j.message.Octets;

/** A call as a report in one HTML file. */
final class CallReport {
    private final String scheme;
    private final List<CallScheme.Lesson> lessons;
    private final List<CallTrace.Event> events;
    private final Map<Octets, String> ids = new LinkedHashMap<>();

    CallReport(String scheme, List<CallScheme.Lesson> lessons, List<CallTrace.Event> events) {
        this.scheme = scheme;
        this.lessons = List.copyOf(lessons);
        this.events = List.copyOf(events);
        for (CallTrace.Event event : events) {
            event.keys().forEach(message -> ids.putIfAbsent(message, "m" + ids.size()));
        }
    }

    /** The file. */
    String write(CallRun.Result result, Optional<Attack> attack, Instant now) throws IOException {
        HtmlReport report = new HtmlReport(
                "A call, " + scheme,
                "Made " + now.truncatedTo(ChronoUnit.SECONDS)
                        + " by mikey call, all on one machine. Keys are not shown.",
                false);
        report.figures(List.of(
                new HtmlReport.Figure(
                        result.established() ? "set up" : "refused",
                        "the call",
                        result.established() ? "good" : "error"),
                new HtmlReport.Figure(Integer.toString(ids.size()), "MIKEY messages", ""),
                new HtmlReport.Figure(Integer.toString(result.framesToCallee()), "frames heard by UE_B", ""),
                new HtmlReport.Figure(Integer.toString(result.framesToCaller()), "frames heard by UE_A", "")));
        attack.ifPresent(a -> report.text("An attacker at S-CSCF_B " + a.what() + "."));
        if (!result.refusal().isEmpty()) {
            report.text("Why there is no call: " + result.refusal());
        }
        KeyKnowledge knowledge = new KeyKnowledge(lessons, events);
        report.text(knowledge.legend());
        report.table("Who knew which key, and when", knowledge.columns(), knowledge.rows());
        report.table(
                "What a listener could read",
                List.of("Where", "Reads", "Hears the call"),
                lessons.stream()
                        .map(l -> List.of(l.where(), l.learns(), l.hears() ? "yes" : "no"))
                        .toList());
        report.ladder("What passed", ladder());
        report.table("What happened to the keys", List.of("Time", "Who", "What"), knowledge());
        ids.forEach((message, id) -> report.message(
                id,
                CallText.name(message),
                where(message) + ", " + message.length() + " octets",
                MessageView.of(id, message, List.of(), Optional.empty()),
                List.of(),
                List.of()));
        return report.write();
    }

    private String where(Octets message) {
        return events.stream()
                .filter(e -> e.keys().contains(message))
                .findFirst()
                .map(e -> "first seen in " + e.label() + " from " + e.from() + " to " + e.to())
                .orElse("");
    }

    private Instant began() {
        return events.isEmpty() ? Instant.EPOCH : events.get(0).at();
    }

    private String time(CallTrace.Event event) {
        return Duration.between(began(), event.at()).toMillis() + " ms";
    }

    private Ladder ladder() {
        List<Ladder.Arrow> arrows = new ArrayList<>();
        for (CallTrace.Event event : events) {
            int from = Network.ELEMENTS.indexOf(event.from());
            int to = Network.ELEMENTS.indexOf(event.to());
            boolean shown = from >= 0
                    && to >= 0
                    && !event.label().startsWith("100 ")
                    && (event.kind() != CallTrace.Kind.RTP || event.label().startsWith("SRTP 1/"));
            if (shown) {
                arrows.add(new Ladder.Arrow(
                        from,
                        to,
                        time(event),
                        event.kind() == CallTrace.Kind.RTP ? "SRTP ..." : event.label(),
                        event.keys().isEmpty() ? "" : CallText.names(event.keys()),
                        kind(event),
                        event.keys().isEmpty()
                                ? ""
                                : ids.getOrDefault(event.keys().get(0), "")));
            }
        }
        return new Ladder(Network.ELEMENTS, arrows);
    }

    private static Ladder.Kind kind(CallTrace.Event event) {
        return switch (event.kind()) {
            case ALARM -> Ladder.Kind.BAD;
            case KNOWS, RTP -> Ladder.Kind.GOOD;
            case SIP, TLS -> Ladder.Kind.PLAIN;
        };
    }

    private List<List<String>> knowledge() {
        return events.stream()
                .filter(e -> e.kind() == CallTrace.Kind.KNOWS || e.kind() == CallTrace.Kind.ALARM)
                .map(e -> List.of(time(e), e.from(), e.label()))
                .toList();
    }
}

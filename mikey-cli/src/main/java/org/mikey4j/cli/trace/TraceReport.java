package org.mikey4j.cli.trace;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.cli.report.HtmlReport;
import org.mikey4j.cli.report.Ladder;
import org.mikey4j.cli.view.MessageView;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.registry.DataType;

/** What {@code mikey trace} found, as a report. */
public final class TraceReport {
    /** More exchanges, or ends, than these are not drawn; browsers get slow, and people lost. */
    public static final int MOST_EXCHANGES = 100;

    private static final int MOST_ENDS = 10;

    private TraceReport() {}

    /**
     * What is known of an exchange.
     *
     * @param verdict what checking it came to; empty if it was not checked
     * @param isGood whether that is well
     * @param departures the known departures from the standard that its messages follow
     */
    public record Checked(TracedExchange exchange, String verdict, boolean isGood, List<Diagnostic> departures) {
        public Checked {
            departures = List.copyOf(departures);
        }

        /** Without departures. */
        public Checked(TracedExchange exchange, String verdict, boolean isGood) {
            this(exchange, verdict, isGood, List.of());
        }

        /** Whether it is as it should be. */
        public boolean isFine() {
            return isGood && exchange.isFine();
        }
    }

    /**
     * The report.
     *
     * @param name of the capture
     * @param shown the first exchanges, at most {@link #MOST_EXCHANGES}
     * @param all how many there are
     * @param fine how many are as they should be
     * @param problems what could not be placed
     * @param now when it is made
     */
    public static HtmlReport of(
            String name, List<Checked> shown, long all, long fine, List<String> problems, Instant now) {
        HtmlReport report = new HtmlReport(
                "MIKEY in " + name, "Made " + now.truncatedTo(ChronoUnit.SECONDS) + ". Keys are not shown.", false);
        report.figures(List.of(
                new HtmlReport.Figure(Long.toString(all), "exchanges", ""),
                new HtmlReport.Figure(Long.toString(fine), "as they should be", "good"),
                new HtmlReport.Figure(Long.toString(all - fine), "not so", fine == all ? "good" : "error")));
        problems.forEach(report::text);
        for (Checked checked : shown) {
            add(report, checked);
        }
        if (shown.size() < all) {
            report.text((all - shown.size()) + " more exchanges are not shown.");
        }
        return report;
    }

    private static void add(HtmlReport report, Checked checked) {
        TracedExchange exchange = checked.exchange();
        List<TracedMessage> messages = new ArrayList<>(List.of(exchange.offer()));
        messages.addAll(exchange.answers());
        List<String> ends = new ArrayList<>(ends(messages, exchange.failure()));
        List<Ladder.Arrow> arrows = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            TracedMessage message = messages.get(i);
            Signal signal = message.first();
            arrows.add(new Ladder.Arrow(
                    ends.indexOf(signal.source()),
                    ends.indexOf(message.last().target()),
                    time(exchange, signal),
                    signal.label().isEmpty() ? signal.protocol() : signal.label(),
                    type(message) + (message.seen() > 1 ? ", seen " + message.seen() + " times" : ""),
                    TracedExchange.isError(message) ? Ladder.Kind.BAD : Ladder.Kind.PLAIN,
                    id(exchange, i)));
        }
        exchange.failure()
                .ifPresent(signal -> arrows.add(new Ladder.Arrow(
                        ends.indexOf(signal.source()),
                        ends.indexOf(signal.target()),
                        time(exchange, signal),
                        signal.label(),
                        "",
                        Ladder.Kind.BAD,
                        "")));
        String title = "Exchange " + exchange.number() + ": CSB ID " + String.format("%08x", exchange.csbId())
                + (exchange.update() > 0 ? ", re-keying " + exchange.update() : "");
        report.ladder(
                title,
                new Ladder(
                        ends,
                        arrows.stream()
                                .filter(a -> a.from() >= 0 && a.to() >= 0)
                                .toList()));
        report.text(sentence(exchange.state().text())
                + (checked.verdict().isEmpty() ? "" : " " + sentence(checked.verdict())));
        checked.departures().forEach(departure -> report.text(sentence(departure(departure))));
        for (int i = 0; i < messages.size(); i++) {
            TracedMessage message = messages.get(i);
            report.message(
                    id(exchange, i),
                    type(message),
                    message.first().place() + ", from " + message.carrier(),
                    MessageView.of(id(exchange, i), message.octets(), List.of(), Optional.empty()),
                    List.of(),
                    List.of());
        }
    }

    /** One that a message follows, in a sentence. */
    public static String departure(Diagnostic departure) {
        return "departs from the standard: " + departure.message() + " (" + departure.rule() + ") ["
                + departure.section() + "]";
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    private static Set<String> ends(List<TracedMessage> messages, Optional<Signal> failure) {
        Set<String> ends = new LinkedHashSet<>();
        for (TracedMessage message : messages) {
            ends.add(message.first().source());
            ends.add(message.last().target());
        }
        failure.ifPresent(signal -> {
            ends.add(signal.source());
            ends.add(signal.target());
        });
        return new LinkedHashSet<>(List.copyOf(ends).subList(0, Math.min(ends.size(), MOST_ENDS)));
    }

    private static String id(TracedExchange exchange, int message) {
        return "e" + exchange.number() + "m" + message;
    }

    private static String type(TracedMessage message) {
        return DataType.REGISTRY.name(message.dataType());
    }

    private static String time(TracedExchange exchange, Signal signal) {
        if (!signal.isCaptured()) {
            return signal.place();
        }
        Duration since = Duration.between(exchange.offer().first().at(), signal.at());
        return String.format(Locale.ROOT, "%.3f s", since.toNanos() / 1e9);
    }
}

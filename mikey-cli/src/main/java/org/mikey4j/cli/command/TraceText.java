package org.mikey4j.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.mikey4j.cli.TextSink;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.output.Style;
import org.mikey4j.cli.trace.TraceReport;
import org.mikey4j.cli.trace.TracedExchange;
import org.mikey4j.cli.trace.TracedMessage;
import org.mikey4j.cli.view.ReadableText;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.UnusablePolicyException;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.registry.DataType;

/** The exchanges of a capture, for a person. */
final class TraceText {
    private final TextSink out;
    private final Painter painter;

    TraceText(TextSink out, Painter painter) {
        this.out = out;
        this.painter = painter;
    }

    /** What could not be placed, and how many exchanges there are. */
    void end(List<String> problems, long all, long fine) {
        for (String problem : problems) {
            out.line(painter.paint(Style.BAD, "not placed") + ": " + ReadableText.harmless(problem));
        }
        out.line(all + (all == 1 ? " exchange, " : " exchanges, ") + fine + " as they should be");
    }

    void write(TraceReport.Checked checked) {
        TracedExchange exchange = checked.exchange();
        out.line(painter.paint(Style.NAME, "exchange " + exchange.number()) + ": CSB ID "
                + String.format("%08x", exchange.csbId())
                + (exchange.update() > 0 ? ", re-keying " + exchange.update() : "")
                + policy(exchange));
        write(exchange, exchange.offer());
        exchange.answers().forEach(answer -> write(exchange, answer));
        exchange.failure().ifPresent(signal -> out.line(row(exchange, signal, signal.target(), signal.label(), "")));
        out.line("  "
                + painter.paint(
                        exchange.isFine() ? Style.GOOD : Style.BAD,
                        exchange.state().text()));
        sessions(exchange);
        if (!checked.verdict().isEmpty()) {
            out.line("  " + painter.paint(checked.isGood() ? Style.GOOD : Style.BAD, checked.verdict()));
        }
        for (Diagnostic departure : checked.departures()) {
            out.line("  " + painter.paint(Style.WARNING, TraceReport.departure(departure)));
        }
    }

    /** What came of it: the SSRCs that the answer chose, where the offer left them open. */
    private void sessions(TracedExchange exchange) {
        if (exchange.state() != TracedExchange.State.ANSWERED) {
            return;
        }
        TracedMessage answer = exchange.realAnswers().get(exchange.realAnswers().size() - 1);
        if (answer.message().header().csIdMap() instanceof SrtpIdMap map && map.csCount() > 0) {
            StringBuilder text = new StringBuilder("  agreed:");
            for (int i = 0; i < map.entries().size(); i++) {
                SrtpId entry = map.entries().get(i);
                text.append(i == 0 ? " " : ", ")
                        .append(String.format(
                                "CS %d ssrc %08x under policy %d", i + 1, entry.ssrc(), entry.policyNo()));
            }
            out.line(text.toString());
        }
    }

    private static String policy(TracedExchange exchange) {
        MikeyMessage offer = exchange.offer().message();
        int sessions = offer.header().csIdMap().csCount();
        StringBuilder text =
                new StringBuilder(", " + sessions + (sessions == 1 ? " crypto session" : " crypto sessions"));
        for (SpPayload sp : offer.payloads(SpPayload.class)) {
            text.append(", policy ").append(sp.policyNo()).append(": ").append(suite(sp));
        }
        return text.toString();
    }

    private static String suite(SpPayload sp) {
        try {
            return SrtpPolicy.of(sp).name().orElse("one without a name");
        } catch (IllegalArgumentException | UnusablePolicyException e) {
            return "not readable";
        }
    }

    private void write(TracedExchange exchange, TracedMessage message) {
        Signal signal = message.first();
        String detail = DataType.REGISTRY.name(message.dataType()) + ", "
                + message.octets().length() + " octets"
                + (message.seen() > 1 ? ", seen " + message.seen() + " times" : "");
        out.line(row(exchange, signal, message.last().target(), signal.label(), detail));
    }

    private String row(TracedExchange exchange, Signal signal, String target, String label, String detail) {
        Instant began = exchange.offer().first().at();
        String time = signal.isCaptured()
                ? String.format(
                        Locale.ROOT,
                        "%10.3f s",
                        Duration.between(began, signal.at()).toNanos() / 1e9)
                : "   ";
        return painter.paint(Style.DIM, time) + "  "
                + ReadableText.harmless(signal.source() + " -> " + target + "  "
                        + (label.isEmpty() ? signal.protocol() : signal.protocol() + " " + label))
                + (detail.isEmpty() ? "" : "  " + detail) + painter.paint(Style.DIM, "  " + signal.place());
    }
}

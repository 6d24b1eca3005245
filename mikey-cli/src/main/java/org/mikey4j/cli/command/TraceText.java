package org.mikey4j.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mikey4j.cli.TextSink;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.cli.output.Layout;
import org.mikey4j.cli.output.Row;
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
    /** The width of a time and the gap after it. */
    private static final int TIME_WIDTH = 14;

    private static final int INDENT = 4;

    private final TextSink out;
    private final Layout layout;

    TraceText(TextSink out, Layout layout) {
        this.out = out;
        this.layout = layout;
    }

    /** What could not be placed, and how many exchanges there are. */
    void end(List<String> problems, long all, long fine) {
        for (String problem : problems) {
            out.line(layout.row(INDENT)
                    .add("", Style.BAD, "not placed")
                    .add("", null, ": " + ReadableText.harmless(problem))
                    .toString());
        }
        out.line(all + (all == 1 ? " exchange, " : " exchanges, ") + fine + " as they should be");
    }

    void write(TraceReport.Checked checked) {
        TracedExchange exchange = checked.exchange();
        head(exchange);
        write(exchange, exchange.offer());
        exchange.answers().forEach(answer -> write(exchange, answer));
        exchange.failure().ifPresent(signal -> row(exchange, signal, signal.target(), ""));
        result(exchange.isFine() ? Style.GOOD : Style.BAD, exchange.state().text());
        sessions(exchange);
        if (!checked.verdict().isEmpty()) {
            result(checked.isGood() ? Style.GOOD : Style.BAD, checked.verdict());
        }
        for (Diagnostic departure : checked.departures()) {
            result(Style.WARNING, TraceReport.departure(departure));
        }
    }

    private void result(Style style, String text) {
        out.line(layout.row(INDENT).add("  ", style, text).toString());
    }

    /** What came of it: the SSRCs that the answer chose, where the offer left them open. */
    private void sessions(TracedExchange exchange) {
        if (exchange.state() != TracedExchange.State.ANSWERED) {
            return;
        }
        TracedMessage answer = exchange.realAnswers().get(exchange.realAnswers().size() - 1);
        if (answer.message().header().csIdMap() instanceof SrtpIdMap map && map.csCount() > 0) {
            Row row = layout.row(INDENT).add("  ", null, "agreed:");
            int entries = map.entries().size();
            for (int i = 0; i < entries; i++) {
                SrtpId entry = map.entries().get(i);
                String text = String.format("CS %d ssrc %08x under policy %d", i + 1, entry.ssrc(), entry.policyNo());
                row.add(" ", null, i + 1 < entries ? text + "," : text);
            }
            out.line(row.toString());
        }
    }

    private void head(TracedExchange exchange) {
        MikeyMessage offer = exchange.offer().message();
        List<String> pieces = new ArrayList<>();
        pieces.add(": CSB ID " + String.format("%08x", exchange.csbId()));
        if (exchange.update() > 0) {
            pieces.add("re-keying " + exchange.update());
        }
        int sessions = offer.header().csIdMap().csCount();
        pieces.add(sessions + (sessions == 1 ? " crypto session" : " crypto sessions"));
        for (SpPayload sp : offer.payloads(SpPayload.class)) {
            pieces.add("policy " + sp.policyNo() + ": " + suite(sp));
        }
        Row row = layout.row(INDENT).add("", Style.NAME, "exchange " + exchange.number());
        for (int i = 0; i < pieces.size(); i++) {
            row.add(i == 0 ? "" : " ", null, pieces.get(i) + (i + 1 < pieces.size() ? "," : ""));
        }
        out.line(row.toString());
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
        row(exchange, signal, message.last().target(), detail);
    }

    private void row(TracedExchange exchange, Signal signal, String target, String detail) {
        Instant began = exchange.offer().first().at();
        String time = signal.isCaptured()
                ? String.format(
                        Locale.ROOT,
                        "%10.3f s",
                        Duration.between(began, signal.at()).toNanos() / 1e9)
                : "   ";
        String label = signal.label().isEmpty() ? signal.protocol() : signal.protocol() + " " + signal.label();
        out.line(layout.row(signal.isCaptured() ? TIME_WIDTH : INDENT + 1)
                .add("", Style.DIM, time)
                .add("  ", null, ReadableText.harmless(signal.source() + " -> " + target))
                .add("  ", null, ReadableText.harmless(label))
                .add("  ", Style.DIM, signal.place())
                .add("  ", null, detail)
                .toString());
    }
}

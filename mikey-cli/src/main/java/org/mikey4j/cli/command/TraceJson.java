package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.cli.trace.TraceReport;
import org.mikey4j.cli.trace.TracedExchange;
import org.mikey4j.cli.trace.TracedMessage;
import org.mikey4j.cli.view.JsonWriter;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.registry.DataType;

/** An exchange of a capture, for a program. */
final class TraceJson {
    private TraceJson() {}

    static String write(TraceReport.Checked checked) throws IOException {
        TracedExchange exchange = checked.exchange();
        try (JsonDocument json = new JsonDocument()) {
            json.text("schema", "mikey-trace/1");
            json.number("exchange", exchange.number());
            json.text("csbId", String.format("%08x", exchange.csbId()));
            json.number("update", exchange.update());
            json.text("state", exchange.state().name().toLowerCase(Locale.ROOT));
            json.bool("fine", checked.isFine());
            json.text("verdict", checked.verdict());
            JsonWriter.writeDiagnostics(json, checked.departures());
            json.beginArray("messages");
            List<TracedMessage> messages = new ArrayList<>(List.of(exchange.offer()));
            messages.addAll(exchange.answers());
            for (TracedMessage message : messages) {
                Signal signal = message.first();
                json.beginObject();
                json.text("type", DataType.REGISTRY.name(message.dataType()));
                json.number("octets", message.octets().length());
                if (signal.isCaptured()) {
                    json.number("frame", signal.frame());
                    json.text("time", signal.at().toString());
                } else {
                    json.number("line", signal.frame());
                }
                json.text("from", signal.source());
                json.text("to", message.last().target());
                json.text("protocol", signal.protocol());
                json.text("label", signal.label());
                json.text("dialog", signal.dialog());
                json.text("carrier", message.carrier());
                json.number("seen", message.seen());
                json.endObject();
            }
            json.endArray();
            json.beginArray("agreed");
            for (TracedMessage answer : exchange.realAnswers()) {
                if (answer.message().header().csIdMap() instanceof SrtpIdMap map) {
                    for (SrtpId entry : map.entries()) {
                        json.beginObject();
                        json.number("policyNo", entry.policyNo());
                        json.text("ssrc", String.format("%08x", entry.ssrc()));
                        json.endObject();
                    }
                }
            }
            json.endArray();
            if (exchange.failure().isPresent()) {
                json.text("failure", exchange.failure().orElseThrow().label());
            }
            return json.finish();
        }
    }
}

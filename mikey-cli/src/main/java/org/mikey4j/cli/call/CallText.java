package org.mikey4j.cli.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.mikey4j.cli.TextSink;
import org.mikey4j.cli.output.Layout;
import org.mikey4j.cli.output.Row;
import org.mikey4j.cli.output.Style;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;

/** Prints a call as it goes: a line for each message. */
final class CallText {
    /** The width of a time and the gap after it. */
    private static final int TIME_WIDTH = 11;

    private final TextSink out;
    private final Layout layout;
    private final Instant began;

    CallText(TextSink out, Layout layout, Instant began) {
        this.out = out;
        this.layout = layout;
        this.began = began;
    }

    void line(CallTrace.Event event) {
        if (event.kind() == CallTrace.Kind.RTP && !isEdge(event.label())) {
            return;
        }
        String time = String.format(
                Locale.ROOT, "%6d ms  ", Duration.between(began, event.at()).toMillis());
        Row row = layout.row(TIME_WIDTH + 2).add("", Style.DIM, time);
        switch (event.kind()) {
            case SIP, TLS, RTP ->
                row.add("", null, String.format(Locale.ROOT, "%-8s -> %-8s", event.from(), event.to()))
                        .add("  ", null, event.label())
                        .add("  ", Style.NAME, event.keys().isEmpty() ? "" : "[" + names(event.keys()) + "]");
            case KNOWS -> happening(row, Style.GOOD, '*', event);
            case ALARM -> happening(row, Style.BAD, '!', event);
        }
        out.line(row.toString());
        out.flush();
    }

    private static void happening(Row row, Style style, char mark, CallTrace.Event event) {
        row.add("", style, String.format(Locale.ROOT, "%-8s  %c", event.from(), mark))
                .add(" ", style, event.label());
    }

    /** The first packet of a direction and the last stand for all. */
    private static boolean isEdge(String label) {
        int slash = label.indexOf('/');
        String number = label.substring(label.lastIndexOf(' ') + 1, slash);
        return number.equals("1") || number.equals(label.substring(slash + 1));
    }

    /** The names of messages, with their sizes. */
    static String names(List<Octets> messages) {
        return messages.stream()
                .map(octets -> name(octets) + ", " + octets.length() + " octets")
                .collect(Collectors.joining("; "));
    }

    /** The data type of a message by name. */
    static String name(Octets octets) {
        return MikeyMessage.inspect(octets, DecodeOptions.STRICT)
                .message()
                .map(m -> DataType.REGISTRY.name(m.header().dataType()))
                .orElse("not readable");
    }
}

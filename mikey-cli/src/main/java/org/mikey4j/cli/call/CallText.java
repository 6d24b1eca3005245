package org.mikey4j.cli.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.mikey4j.cli.TextSink;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.output.Style;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;

/** Prints a call as it goes: a line for each message. */
final class CallText {
    private final TextSink out;
    private final Painter painter;
    private final Instant began;

    CallText(TextSink out, Painter painter, Instant began) {
        this.out = out;
        this.painter = painter;
        this.began = began;
    }

    void line(CallTrace.Event event) {
        if (event.kind() == CallTrace.Kind.RTP && !isEdge(event.label())) {
            return;
        }
        String time = String.format(
                Locale.ROOT, "%6d ms  ", Duration.between(began, event.at()).toMillis());
        String text = switch (event.kind()) {
            case SIP, TLS, RTP ->
                String.format(Locale.ROOT, "%-9s -> %-9s  %s", event.from(), event.to(), event.label())
                        + (event.keys().isEmpty()
                                ? ""
                                : "  " + painter.paint(Style.NAME, "[" + names(event.keys()) + "]"));
            case KNOWS ->
                painter.paint(
                        Style.GOOD, String.format(Locale.ROOT, "%-9s  * %-9s  %s", event.from(), "", event.label()));
            case ALARM ->
                painter.paint(
                        Style.BAD, String.format(Locale.ROOT, "%-9s  ! %-9s  %s", event.from(), "", event.label()));
        };
        out.line(painter.paint(Style.DIM, time) + text);
        out.flush();
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

package org.mikey4j.cli.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.cli.carrier.Carried;
import org.mikey4j.cli.carrier.CarrierReader;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;

/**
 * The messages of SIP and RTSP in a text such as a log, each from its start line to the next. MIKEY before the first start line, or
 * in a text without any, stands for itself.
 */
public final class TextLog {
    private static final Pattern START = Pattern.compile("(?:^|[\\s>\\]])"
            + "(?:[A-Z_]{3,20} \\S+ (?:SIP/2\\.0|RTSP/[12]\\.0)|(?:SIP/2\\.0|RTSP/[12]\\.0) [1-6]\\d\\d(?: .*)?)\\s*$");
    private static final Pattern LINE = Pattern.compile(":(\\d+)$");

    private final CarrierReader.Input input;
    private final List<Signal> signals = new ArrayList<>();
    private int next;

    private TextLog(CarrierReader.Input input) {
        this.input = input;
    }

    /** What is in the text, in its order. */
    public static List<Signal> signals(CarrierReader.Input input) {
        return new TextLog(input).read();
    }

    private List<Signal> read() {
        List<String> lines = input.text().lines().toList();
        int from = -1;
        for (int i = 0; i < lines.size(); i++) {
            Matcher start = START.matcher(lines.get(i));
            if (start.find()) {
                add(lines, from, i);
                from = i;
            }
        }
        add(lines, from, lines.size());
        // Octets as they are have no lines.
        messages(Integer.MAX_VALUE).forEach(carried -> signals.add(bare(carried)));
        return signals;
    }

    private void add(List<String> lines, int from, int to) {
        List<Carried> messages = messages(to);
        if (from < 0) {
            messages.forEach(carried -> signals.add(bare(carried)));
            return;
        }
        // A log has something before the start line, such as the time.
        Matcher start = START.matcher(lines.get(from));
        String first = start.find() ? lines.get(from).substring(start.start()).strip() : "";
        String rest = String.join("\n", lines.subList(from + 1, to));
        signals.add(Signal.ofText(from + 1L, first.replaceFirst("^[>\\]]\\s*", "") + "\n" + rest, messages));
    }

    /** Those that stand before the line with this index, counted from 0, and were not taken yet. */
    private List<Carried> messages(int before) {
        List<Carried> found = new ArrayList<>();
        while (next < input.messages().size() && line(input.messages().get(next)) <= before) {
            found.add(input.messages().get(next));
            next++;
        }
        return found;
    }

    /** The line of a message, counted from 1. */
    private static long line(Carried carried) {
        Matcher line = LINE.matcher(carried.source());
        return line.find() ? Long.parseLong(line.group(1)) : Integer.MAX_VALUE;
    }

    private static Signal bare(Carried carried) {
        long line = line(carried);
        Octets octets = carried.message();
        boolean ofInitiator = octets.length() > 1 && isOfInitiator(octets.at(1) & 0xff);
        return Signal.ofMessage(line == Integer.MAX_VALUE ? 0 : line, ofInitiator, carried);
    }

    /** IBAKE alone takes a second message of the Initiator. */
    private static boolean isOfInitiator(int dataType) {
        return Tracer.isInitial(dataType) || dataType == DataType.I_MESSAGE_2;
    }
}

package org.mikey4j.cli.lint.rule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.mikey4j.cli.lint.InputSubject;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Placed;
import org.mikey4j.cli.lint.Report;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;

/** What only several messages together show. */
public final class SetRules {
    private static final int LEAST_DIGITS = 9;

    private SetRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(sameMessage(), sameKey(), sameRand(), sameTime(), oddHex());
    }

    private static Rule sameMessage() {
        return Rule.warning("MESSAGE_REPEATED", "RFC 3830, 5.4")
                .title("The same message twice")
                .why(
                        "It was sent again, or replayed; the standard has receivers refuse the second. Several implementations keep "
                                + "no record, and one forgets all of it at every tick of a timer.")
                .remedy("Keep what was accepted until its timestamp is outside the window.")
                .known(
                        "minisip libmikey and Streamwide (comparison left out)",
                        "maisieed (forgets periodically)",
                        "GStreamer, live555 and gortsplib (no record)")
                .input((input, report) ->
                        twice(input, report, "the octets are those of ", message -> List.of(message.octets())));
    }

    private static Rule sameKey() {
        return Rule.warning("KEY_REPEATED", "RFC 3830, 4.2.2; RFC 3711, 9.1")
                .title("Two messages with one key")
                .why(
                        "Streams under one key and one SSRC have the same key stream. A sender that gives one key to everybody, or "
                                + "never changes it, protects nothing from those who had it once.")
                .remedy("Draw a key for each message, unless both ends are to share one on purpose.")
                .known("gortsplib (test messages)")
                .input((input, report) -> twice(
                        distinct(input),
                        report,
                        "the key is that of ",
                        message -> message.keys().stream()
                                .map(key -> key.value().key())
                                .toList()));
    }

    private static Rule sameRand() {
        return Rule.warning("RAND_REPEATED", "RFC 3830, 6.11")
                .title("Two bundles with one random value")
                .why(
                        "Each bundle draws its own; the same one twice means a generator that starts over. One group key that is "
                                + "sent to several members by MIKEY-SAKKE has one random value on purpose.")
                .remedy("Draw it anew for each bundle.")
                .input((input, report) -> twice(
                        distinct(input),
                        report,
                        "the random value is that of ",
                        // I_MESSAGE_2 repeats that of I_MESSAGE_1 (RFC 6267, 4.2.2.5).
                        message -> message.isOf(DataType.SAKKE, DataType.I_MESSAGE_2)
                                ? List.of()
                                : message.all(RandPayload.class).stream()
                                        .map(rand -> rand.value().rand())
                                        .toList()));
    }

    private static Rule sameTime() {
        return Rule.warning("T_REPEATED", "RFC 3830, 5.2")
                .title("Two messages with one timestamp")
                .why("Each message of a sender has a timestamp of its own, by which a replay is known.")
                .remedy("Fill in the fraction of the second, or wait.")
                .input((input, report) -> twice(
                        distinct(input),
                        report,
                        "the timestamp is that of ",
                        message -> message.isInitial()
                                ? message.all(TPayload.class).stream()
                                        .map(Placed::value)
                                        .map(TPayload::valueOctets)
                                        .toList()
                                : List.of()));
    }

    private static Rule oddHex() {
        return Rule.error("HEX_ODD", "RFC 3830, 6")
                .title("An odd number of hexadecimal digits")
                .why("Somewhere a digit is missing: numbers below 16 were printed with one digit.")
                .remedy("Print each octet with two digits.")
                .known("tools for mission-critical services (key IDs with 7 digits)")
                .input((input, report) -> {
                    String text = input.text().strip();
                    boolean odd = text.length() % 2 == 1 && text.length() >= LEAST_DIGITS;
                    if (odd && text.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0)) {
                        report.at(1, "hex", text.length() + " digits");
                    }
                });
    }

    private static void twice(
            InputSubject input, Report report, String text, Function<MessageSubject, List<Octets>> what) {
        Map<Octets, String> seen = new HashMap<>();
        for (MessageSubject message : input.messages()) {
            for (Octets octets : what.apply(message)) {
                String before = seen.putIfAbsent(octets, message.carried().source());
                if (before != null && !octets.isEmpty()) {
                    report.at(Report.NOWHERE, message.carried().source(), text + before);
                }
            }
        }
    }

    /** Without those that are the same throughout, which have a rule of their own. */
    private static InputSubject distinct(InputSubject input) {
        Set<Octets> seen = new HashSet<>();
        List<MessageSubject> messages = input.messages().stream()
                .filter(message -> seen.add(message.octets()))
                .toList();
        return new InputSubject(input.name(), input.text(), messages);
    }
}

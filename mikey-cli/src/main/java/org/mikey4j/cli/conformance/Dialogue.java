package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Octets;

/**
 * What a scenario asks of an implementation that is told the time, one request after the other.
 *
 * @param subject the implementation
 * @param tested what it has
 */
record Dialogue(Subject subject, Map<String, String> tested) {
    /** When exchanges begin. */
    static final String AT = "2026-11-01T12:00:00Z";
    /** When they go on. */
    static final String SOON = "2026-11-01T12:00:01Z";
    /** Our own clock. */
    static final Clock CLOCK = Clock.fixed(Instant.parse(AT), ZoneOffset.UTC);

    /** How a scenario is played that may end early. */
    @FunctionalInterface
    interface Script {
        Play.Judgement with(Subject subject) throws Silent, IOException, Wrong;

        /** The scenario's own form. */
        default Play play() {
            return subject -> {
                try {
                    return with(subject);
                } catch (Wrong e) {
                    return e.judgement();
                }
            };
        }
    }

    /** The first request, which sets up a new end. */
    JsonTree begin(String action, Map<String, String> more) throws Silent, IOException {
        Map<String, String> request = new LinkedHashMap<>(tested);
        request.put("do", action);
        request.put("new", "true");
        request.put("at", AT);
        request.putAll(more);
        return subject.ask(request);
    }

    /** The first request, with a message. */
    JsonTree begin(String action, Octets message) throws Silent, IOException {
        return begin(action, Map.of("message", message.toHex()));
    }

    /** A later request. */
    JsonTree goOn(String action, Octets message) throws Silent, IOException {
        return goOn(action, message, "");
    }

    /** A later request, whose message came in a context. */
    JsonTree goOn(String action, Octets message, String context) throws Silent, IOException {
        return subject.ask(Map.of("do", action, "at", SOON, "message", message.toHex(), "context", context));
    }

    /**
     * The message that it made.
     *
     * @param about what it is
     * @throws Wrong if there is none
     */
    static Octets made(JsonTree answer, String about) throws Wrong {
        try {
            Octets octets = Octets.ofHex(answer.text("message").orElse(""));
            if (!octets.isEmpty()) {
                return octets;
            }
        } catch (IllegalArgumentException e) {
            throw new Wrong(about + " is not in hexadecimal digits", Octets.EMPTY);
        }
        throw new Wrong(
                "no " + about + ": "
                        + answer.text("error").or(() -> answer.text("why")).orElse(""),
                Octets.EMPTY);
    }

    /**
     * Goes on if it accepted a message.
     *
     * @throws Wrong if not
     */
    static JsonTree accepted(JsonTree answer, Octets message) throws Wrong {
        return expected(answer, message, Scenario.Expected.ACCEPT);
    }

    /** Right if it refused a message. */
    static Play.Judgement refused(JsonTree answer, Octets message) throws Wrong {
        expected(answer, message, Scenario.Expected.REFUSE);
        return Play.Judgement.right(message.toHex());
    }

    private static JsonTree expected(JsonTree answer, Octets message, Scenario.Expected expected) throws Wrong {
        String wrong = Answers.accepted(answer, expected);
        if (!wrong.isEmpty()) {
            throw new Wrong(wrong, message);
        }
        return answer;
    }

    /** Right if it has the keys that we have. */
    static Play.Judgement sameKeys(SecurityAssociation ours, JsonTree answer, Octets message) {
        try (ours) {
            return new Play.Judgement(Answers.sameKeys(Answers.keys(ours), answer), message.toHex());
        }
    }
}

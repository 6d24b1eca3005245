package org.mikey4j.cli.conformance;

import java.util.List;

/**
 * One thing that is asked of an implementation.
 *
 * @param id stays the same from version to version: that of the test vector, or what is done
 * @param group what it is about: a payload, or a role with its subject
 * @param about what it tests, in a few words
 * @param requirements the ids of the requirements that it tests; see {@code spec-notes/conformance}
 * @param action what the implementation has to do, for example {@code parse} or {@code psk-respond}
 * @param message the message in hexadecimal digits; empty if it is only made when the scenario is played
 * @param play how it is played
 */
public record Scenario(
        String id, String group, String about, List<String> requirements, String action, String message, Play play) {
    public Scenario {
        requirements = List.copyOf(requirements);
    }

    /** What is right. */
    enum Expected {
        /** The message must be accepted. */
        ACCEPT,
        /** The message must be refused. */
        REFUSE,
        /** Either is right. */
        EITHER;

        /** What a test vector's result says. */
        static Expected of(String result) {
            return switch (result) {
                case "valid", "accepted", "answered" -> ACCEPT;
                case "invalid", "refused" -> REFUSE;
                default -> EITHER;
            };
        }
    }
}

package org.mikey4j.cli.lint;

import java.util.List;

/**
 * Who likely made a message.
 *
 * @param name the implementation
 * @param evidence what speaks for it
 * @param weight how much speaks for it; {@link Senders#LEAST} is the least that is told
 */
public record Sender(String name, List<String> evidence, int weight) {
    public Sender {
        evidence = List.copyOf(evidence);
    }
}

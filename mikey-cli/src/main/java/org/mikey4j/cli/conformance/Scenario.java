package org.mikey4j.cli.conformance;

import java.util.List;
import java.util.Map;

/**
 * One thing that is asked of an implementation.
 *
 * @param id stays the same from version to version: that of the test vector
 * @param group what it is about: a payload, or a role with its subject
 * @param requirement what it tests, in a few words
 * @param action {@code parse}, {@code psk-respond} or {@code psk-initiate}
 * @param request the members of the request besides the action
 * @param expected what is right
 * @param keys the keys that an accepted message must lead to: crypto session, TEK and salt; empty if it is not said
 */
public record Scenario(
        String id,
        String group,
        String requirement,
        String action,
        Map<String, String> request,
        Expected expected,
        List<Keys> keys) {
    public Scenario {
        request = Map.copyOf(request);
        keys = List.copyOf(keys);
    }

    /** What is right. */
    public enum Expected {
        /** The message must be accepted. */
        ACCEPT,
        /** The message must be refused. */
        REFUSE,
        /** Either is right. */
        EITHER
    }

    /** Keys of a crypto session in hexadecimal digits. */
    public record Keys(String csId, String tek, String salt) {}
}

package org.mikey4j.cli.lint;

import java.util.List;
import org.mikey4j.sdp.Sdp;

/**
 * An input as a whole.
 *
 * @param name what it is called
 * @param text its text; empty if it has none
 * @param messages the messages in it, in their order
 */
public record InputSubject(String name, String text, List<MessageSubject> messages) {
    public InputSubject {
        messages = List.copyOf(messages);
    }

    /** The descriptions in the text, at least one: any text is one. */
    public List<Sdp> sdps() {
        return Sdp.parseAll(text);
    }

    /** The lines of the text, without their ends. */
    public List<String> lines() {
        return text.lines().toList();
    }
}

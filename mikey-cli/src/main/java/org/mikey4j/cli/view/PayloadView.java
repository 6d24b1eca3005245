package org.mikey4j.cli.view;

import java.util.List;

/**
 * One payload as it is shown, or a part of one that has fields of its own.
 *
 * @param type the payload type, -1 for the common header and for parts that are not payloads
 * @param name the payload's name as in the standard
 * @param offset octets from the start of the message
 * @param length octets
 * @param parts its fields and what else is inside it, in the order of the wire
 */
public record PayloadView(int type, String name, int offset, int length, List<Part> parts) implements Part {
    public PayloadView {
        parts = List.copyOf(parts);
    }
}

package org.mikey4j.message;

import java.util.List;

/**
 * Where one payload and its fields stand in a message.
 *
 * @param type the payload type (see {@code PayloadType}); -1 for the common header
 * @param name the payload's name as in the standard, {@code HDR} for the common header
 * @param offset octets from the start of the message to the payload's first octet
 * @param length octets of the payload, as far as it was there
 * @param fields its fields in the order of the wire, those of sub-payloads that are in the clear excepted
 * @param children the sub-payloads that are in the clear
 */
public record PayloadLayout(
        int type, String name, int offset, int length, List<FieldLayout> fields, List<PayloadLayout> children) {
    /** The type that stands for the common header, which has no number. */
    public static final int HDR = -1;

    public PayloadLayout {
        fields = List.copyOf(fields);
        children = List.copyOf(children);
    }
}

package org.mikey4j.sdp;

import java.util.List;

/**
 * How a failure is told in SIP: 488 (Not Acceptable Here) with such warnings (RFC 4567, 4.1.2).
 *
 * @param code the warning code, 300 to 399
 * @param text the warning text, on one line
 */
public record Warning(int code, String text) {
    /** The status code of the response. */
    public static final int SIP_NOT_ACCEPTABLE_HERE = 488;

    /** The answerer does not support a protocol or a parameter of the offer. */
    public static final Warning ATTRIBUTE_NOT_UNDERSTOOD = new Warning(306, "Attribute not understood");

    /** What is said about a failed exchange; how far it got is nobody's business. */
    static final Warning FAILED = miscellaneous("Key management failed");

    public Warning {
        if (code < 300 || code > 399) {
            throw new IllegalArgumentException("warning code: " + code);
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("warning text: control characters cannot stand in it");
        }
    }

    /** Something else, said in free text. */
    public static Warning miscellaneous(String text) {
        return new Warning(399, text);
    }

    /** The warnings of a refusal: one at least, and 306 where something is not supported or keys were to be changed. */
    static List<Warning> of(boolean notUnderstood, Warning detail) {
        return notUnderstood ? List.of(ATTRIBUTE_NOT_UNDERSTOOD, detail) : List.of(detail);
    }

    /** The value of a Warning header from this host. */
    public String header(String host) {
        return code + " " + host + " \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}

package org.mikey4j.sdp;

/**
 * How a failure is told in SIP: 488 (Not Acceptable Here) with this warning (RFC 4567, 4.1.2).
 *
 * @param code the warning code
 * @param text the warning text
 */
public record Warning(int code, String text) {
    /** The status code of the response. */
    public static final int SIP_NOT_ACCEPTABLE_HERE = 488;

    /** The answerer knows none of the offered protocols. */
    public static final Warning ATTRIBUTE_NOT_UNDERSTOOD = new Warning(306, "Attribute not understood");

    /** Something else, said in free text. */
    public static Warning miscellaneous(String text) {
        return new Warning(399, text);
    }

    /** The value of a Warning header from this host. */
    public String header(String host) {
        return code + " " + host + " \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}

package org.mikey4j.message;

import java.util.Locale;

/**
 * One finding about a message: what is wrong or noteworthy, and exactly where.
 *
 * @param severity how much it matters
 * @param rule a stable identifier of the rule, for example {@code TRUNCATED}
 * @param offset octets from the start of the message to what the finding is about
 * @param payload the payload's name as in the standard, for example {@code KEMAC}; {@code HDR} for the common header
 * @param message one sentence for a person; never contains key material
 * @param section the section that the rule comes from, for example {@code RFC 3830, 6.2}
 */
public record Diagnostic(Severity severity, String rule, int offset, String payload, String message, String section) {

    @Override
    public String toString() {
        return severity.name().toLowerCase(Locale.ROOT) + " " + rule + " at offset " + offset + " (" + payload + "): "
                + message + " [" + section + "]";
    }
}

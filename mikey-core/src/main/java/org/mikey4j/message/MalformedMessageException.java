package org.mikey4j.message;

import org.mikey4j.MikeyException;

/** The octets are not a well-formed MIKEY message. Says which rule is broken, and where. */
public final class MalformedMessageException extends MikeyException {
    private static final long serialVersionUID = 1L;

    private final DecodeRule rule;
    private final int offset;
    private final String payload;
    private final String field;

    MalformedMessageException(DecodeRule rule, int offset, String payload, String field, String detail) {
        super(payload + " payload, " + field + " at offset " + offset + ": " + detail + " [" + rule.section() + "]");
        this.rule = rule;
        this.offset = offset;
        this.payload = payload;
        this.field = field;
    }

    /** The rule that is broken. */
    public DecodeRule rule() {
        return rule;
    }

    /**
     * Octets from the start of the message to the field that breaks the rule. Of a length that is wrong that is the length
     * field, of a payload that cannot stand there its first octet, and of something that is missing the place where it
     * should begin.
     */
    public int offset() {
        return offset;
    }

    /** The payload's name, {@code HDR} for the common header. */
    public String payload() {
        return payload;
    }

    /** The field's name, in the RFC's words. */
    public String field() {
        return field;
    }

    /** The same as a finding. */
    public Diagnostic toDiagnostic() {
        return rule.at(offset, payload, String.valueOf(getMessage()));
    }
}

package org.mikey4j.sdp;

import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Severity;

/** The rules that the carriage of a message in text is held to. Names are stable. */
public enum KeyMgmtRule {
    /** No data where a message is expected. */
    DATA_MISSING(Severity.ERROR, "RFC 4567, 3.1"),
    /** The protocol identifier is not letters and digits. */
    PROTOCOL_ID(Severity.ERROR, "RFC 4567, 3"),
    /** A character that base64 does not have. */
    BASE64_CHARACTER(Severity.ERROR, "RFC 4567, 3"),
    /** Characters of the alphabet for URLs, which SDP does not use. */
    BASE64_URL_ALPHABET(Severity.ERROR, "RFC 4567, 3"),
    /** Padding inside the data, or a last group that stands for no octets. */
    BASE64_LENGTH(Severity.ERROR, "RFC 4567, 3"),
    /** An ellipsis: the data is an example from a document that was shortened. */
    DOCUMENTATION_PLACEHOLDER(Severity.ERROR, "RFC 4567, 3.1"),
    /** The padding is missing. */
    BASE64_PADDING(Severity.WARNING, "RFC 4567, 3"),
    /** White space inside the data, as when a line was folded. */
    BASE64_WHITE_SPACE(Severity.WARNING, "RFC 4567, 3"),
    /** Bits that no octet uses are not zero. */
    BASE64_SPARE_BITS(Severity.WARNING, "RFC 4567, 3"),
    /** The name of the attribute or header is spelled in the wrong case. */
    NAME_CASE(Severity.WARNING, "RFC 4567, 3.1"),
    /** White space where the grammar has none, or more than one space where it has one. */
    STRAY_WHITE_SPACE(Severity.WARNING, "RFC 4567, 3.1"),
    /** One protocol stands twice at a level; it is for alternatives, not for options of one protocol. */
    PROTOCOL_REPEATED(Severity.ERROR, "RFC 4567, 4.1.2"),
    /** Several protocols where the description allows one only, and nothing protects the choice. */
    SEVERAL_PROTOCOLS(Severity.ERROR, "RFC 4567, 4.1.3 and 4.2"),
    /** A KeyMgmt header without what it must have. */
    HEADER_SYNTAX(Severity.ERROR, "RFC 4567, 3.2"),
    /** The URI of a KeyMgmt header is not that of the session, nor of the media of the request. */
    URI_UNKNOWN(Severity.ERROR, "RFC 4567, 3.2"),
    /** Session-level keys without the aggregate control URI. */
    URI_MISSING(Severity.WARNING, "RFC 4567, 4.2"),
    /** A re-keying parameter that carries a header value instead of bare base64. */
    PARAMETER_FORM(Severity.WARNING, "ONVIF Streaming");

    private final Severity severity;
    private final String section;

    KeyMgmtRule(Severity severity, String section) {
        this.severity = severity;
        this.section = section;
    }

    /** How much it matters. */
    public Severity severity() {
        return severity;
    }

    /** The section that the rule comes from. */
    public String section() {
        return section;
    }

    /** A finding; {@code offset} counts characters from the start of the text. */
    Diagnostic at(int offset, String where, String message) {
        return new Diagnostic(severity, name(), offset, where, message, section);
    }
}

package org.mikey4j.message;

import org.mikey4j.message.registry.ErrorNo;

/** The rules that the decoder holds a message to. The names are stable: tools and tests refer to them. */
public enum DecodeRule {
    /** The octets end inside a field. */
    TRUNCATED(Severity.ERROR, "RFC 3830, 6", ErrorNo.UNSPECIFIED),
    /** A length field claims more octets than there are. */
    LENGTH_OVERRUN(Severity.ERROR, "RFC 3830, 6", ErrorNo.UNSPECIFIED),
    /** A length field is zero although the field cannot be empty. */
    ZERO_LENGTH(Severity.ERROR, "RFC 3830, 6", ErrorNo.UNSPECIFIED),
    /** The message has more octets than the options allow. */
    TOO_LARGE(Severity.ERROR, "RFC 3830, 6", ErrorNo.UNSPECIFIED),
    /** The version is not 1. */
    UNSUPPORTED_VERSION(Severity.ERROR, "RFC 3830, 6.1", ErrorNo.UNSPECIFIED),
    /** The map type is unknown and there are crypto sessions, so the length of the map cannot be known. */
    UNKNOWN_CS_ID_MAP_TYPE(Severity.ERROR, "RFC 3830, 6.1", ErrorNo.UNSPECIFIED),
    /** #CS promises more map entries than there are octets for. */
    CS_COUNT_MISMATCH(Severity.ERROR, "RFC 3830, 6.1", ErrorNo.UNSPECIFIED),
    /** A payload type that is not known; it cannot be skipped, because payloads have no common length field. */
    UNKNOWN_PAYLOAD_TYPE(Severity.ERROR, "RFC 3830, 6.1", ErrorNo.UNSPECIFIED),
    /** A sub-payload type in the outer chain, or an outer one among the sub-payloads. */
    MISPLACED_PAYLOAD(Severity.ERROR, "RFC 3830, 6.1", ErrorNo.UNSPECIFIED),
    /** The last next payload field names a payload, and no octets follow. */
    CHAIN_RUNS_ON(Severity.ERROR, "RFC 3830, 6.1", ErrorNo.UNSPECIFIED),
    /** Octets follow the last payload. */
    TRAILING_OCTETS(Severity.ERROR, "RFC 3830, 5.2", ErrorNo.UNSPECIFIED),
    /** One zero octet follows the last payload, and the options accept it. */
    TRAILING_ZERO_OCTET(Severity.WARNING, "RFC 3830, 5.2", ErrorNo.UNSPECIFIED),
    /** The MAC algorithm is unknown, so the length of the MAC cannot be known. */
    UNKNOWN_MAC_ALG(Severity.ERROR, "RFC 3830, 6.2", ErrorNo.INVALID_MAC),
    /** The Diffie-Hellman group is unknown, so the length of the value cannot be known. */
    UNKNOWN_DH_GROUP(Severity.ERROR, "RFC 3830, 6.4", ErrorNo.INVALID_DH),
    /** The timestamp type is unknown, so the length of the value cannot be known. */
    UNKNOWN_TS_TYPE(Severity.ERROR, "RFC 3830, 6.6", ErrorNo.INVALID_TS),
    /** The hash function is unknown, so the length of the hash cannot be known. */
    UNKNOWN_HASH_FUNC(Severity.ERROR, "RFC 3830, 6.8", ErrorNo.INVALID_HA),
    /** The curve is unknown, so the length of the point cannot be known. */
    UNKNOWN_ECC_CURVE(Severity.ERROR, "RFC 6267, 6.1.4", ErrorNo.UNSPECIFIED),
    /** The key data type is unassigned, so it cannot be known whether a salt follows. */
    UNKNOWN_KEY_DATA_TYPE(Severity.ERROR, "RFC 3830, 6.13", ErrorNo.UNSPECIFIED),
    /** The kind of key validity is unknown, so the length of its data cannot be known. */
    UNKNOWN_KV_TYPE(Severity.ERROR, "RFC 3830, 6.13", ErrorNo.UNSPECIFIED),
    /** The parameters of a policy do not add up to the length of the list. */
    SP_PARAM_OVERRUN(Severity.ERROR, "RFC 3830, 6.10", ErrorNo.INVALID_SPPAR),
    /** Two policies of one message have the same number. */
    DUPLICATE_POLICY_NO(Severity.ERROR, "RFC 3830, 6.10", ErrorNo.INVALID_SPPAR),
    /** A policy stands beside an empty map, which says that the policy is conveyed elsewhere. */
    SP_WITH_EMPTY_MAP(Severity.WARNING, "RFC 4563, 5", ErrorNo.INVALID_SPPAR),
    /** Reserved bits are not zero; they are ignored, but stay in the received octets that a MAC covers. */
    RESERVED_NOT_ZERO(Severity.WARNING, "RFC 3830, 6", ErrorNo.UNSPECIFIED),
    /** The random value is shorter than 16 octets. */
    SHORT_RAND(Severity.WARNING, "RFC 3830, 6.11", ErrorNo.UNSPECIFIED),
    /** A value that the registry does not assign. */
    UNASSIGNED_VALUE(Severity.INFO, "RFC 3830, 10", ErrorNo.UNSPECIFIED);

    private final Severity severity;
    private final String section;
    private final int errorNo;

    DecodeRule(Severity severity, String section, int errorNo) {
        this.severity = severity;
        this.section = section;
        this.errorNo = errorNo;
    }

    /** Errors stop the strict decoder; the others are reported only when a message is inspected. */
    public Severity severity() {
        return severity;
    }

    /** The section that the rule comes from. */
    public String section() {
        return section;
    }

    /** The error number that tells the sender about it (RFC 3830, 6.12); see {@code ErrorNo}. */
    public int errorNo() {
        return errorNo;
    }

    Diagnostic at(int offset, String payload, String message) {
        return new Diagnostic(severity, name(), offset, payload, message, section);
    }
}

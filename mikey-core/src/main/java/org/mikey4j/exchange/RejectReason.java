package org.mikey4j.exchange;

import org.mikey4j.message.registry.ErrorNo;

/** Why a message was refused, and whether the other end is told (RFC 3830, 5.1.2 and 5.3). */
public enum RejectReason {
    /** The octets are not a well-formed message. */
    MALFORMED(ErrorNo.UNSPECIFIED, Report.IN_CLEAR),
    /** The data type is not one that is expected here. */
    WRONG_DATA_TYPE(ErrorNo.INVALID_DT, Report.IN_CLEAR),
    /** The pseudo-random function is not supported. */
    UNSUPPORTED_PRF(ErrorNo.INVALID_PRF, Report.IN_CLEAR),
    /** The message authentication code is not supported, or NULL and not allowed. */
    UNSUPPORTED_MAC(ErrorNo.INVALID_MAC, Report.IN_CLEAR),
    /** The cipher is not supported, or NULL and not allowed. */
    UNSUPPORTED_ENCRYPTION(ErrorNo.INVALID_EA, Report.IN_CLEAR),
    /** The hash function is not supported. */
    UNSUPPORTED_HASH(ErrorNo.INVALID_HA, Report.IN_CLEAR),
    /** The Diffie-Hellman group or value is not acceptable. */
    UNSUPPORTED_DH(ErrorNo.INVALID_DH, Report.AUTHENTICATED),
    /** A payload that the exchange needs is missing. */
    MISSING_PAYLOAD(ErrorNo.UNSPECIFIED, Report.IN_CLEAR),
    /** A payload stands where the exchange does not allow it. */
    UNEXPECTED_PAYLOAD(ErrorNo.UNSPECIFIED, Report.IN_CLEAR),
    /** The timestamp is too far from the local clock. */
    TIMESTAMP_OUTSIDE_WINDOW(ErrorNo.INVALID_TS, Report.NEVER),
    /** The timestamp is of a kind that cannot be checked here. */
    TIMESTAMP_UNSUPPORTED(ErrorNo.INVALID_TS, Report.IN_CLEAR),
    /** An update does not carry a later timestamp, or a counter did not go up. */
    TIMESTAMP_NOT_NEWER(ErrorNo.INVALID_TS, Report.NEVER),
    /** The message may have been accepted before this end lost track of what it accepted. */
    NOT_TRACKED(ErrorNo.INVALID_TS, Report.NEVER),
    /** The message was accepted before. */
    REPLAYED(ErrorNo.INVALID_TS, Report.NEVER),
    /** The replay cache is full, so replays could no longer be told apart. */
    REPLAY_CACHE_FULL(ErrorNo.UNSPECIFIED, Report.NEVER),
    /** The MAC or the signature is wrong, or there is no key to check it with. */
    AUTHENTICATION_FAILED(ErrorNo.AUTH_FAILURE, Report.BY_POLICY),
    /** The certificate is not acceptable. */
    CERTIFICATE_REFUSED(ErrorNo.INVALID_CERT, Report.IN_CLEAR),
    /** The identity is not acceptable. */
    IDENTITY_REFUSED(ErrorNo.INVALID_ID, Report.AUTHENTICATED),
    /** The security protocol of a policy is not supported. */
    UNSUPPORTED_PROTOCOL(ErrorNo.INVALID_SP, Report.AUTHENTICATED),
    /** The policy, or a parameter of it, is not acceptable. */
    POLICY_REFUSED(ErrorNo.INVALID_SPPAR, Report.AUTHENTICATED),
    /** The protocols of the offer are not those that the message lists: somebody may have bid it down (RFC 4567, 7). */
    OFFER_CHANGED(ErrorNo.UNSPECIFIED, Report.AUTHENTICATED),
    /** The ticket is of a kind that cannot be used here, or cannot be opened (RFC 6043, 6.9). */
    TICKET_REFUSED(ErrorNo.INVALID_TICKET, Report.IN_CLEAR),
    /** The ticket policy contradicts itself, is not for this end or this time, or is not acceptable (RFC 6043, 6.9). */
    TICKET_POLICY_REFUSED(ErrorNo.INVALID_TPPAR, Report.IN_CLEAR),
    /** The keys do not fit together or cannot be used. */
    KEYS_UNUSABLE(ErrorNo.UNSPECIFIED, Report.AUTHENTICATED),
    /** The message is about another bundle, or echoes another timestamp or SSRC, than the one it answers. */
    MISMATCH(ErrorNo.UNSPECIFIED, Report.NEVER),
    /** The other end answered with an error message. */
    PEER_ERROR(ErrorNo.UNSPECIFIED, Report.NEVER);

    /** Whether and how the other end is told. */
    enum Report {
        /** The standard says to discard the message silently. */
        NEVER,
        /** Only if the settings say so. */
        BY_POLICY,
        /** Before authentication is possible, in an error message that nothing protects. */
        IN_CLEAR,
        /** In an error message that the keys of the exchange protect. */
        AUTHENTICATED
    }

    private final int errorNo;
    private final Report report;

    RejectReason(int errorNo, Report report) {
        this.errorNo = errorNo;
        this.report = report;
    }

    /** The error number that stands for it on the wire (RFC 3830, 6.12; RFC 6043, 6.9). */
    public int errorNo() {
        return errorNo;
    }

    /** Whether an error message is made under these settings. */
    public boolean isReported(ExchangeSettings settings) {
        return report == Report.BY_POLICY ? settings.reportAuthenticationFailures() : report != Report.NEVER;
    }
}

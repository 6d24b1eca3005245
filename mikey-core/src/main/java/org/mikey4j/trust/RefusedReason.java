package org.mikey4j.trust;

/** Why a certificate is not accepted. */
public enum RefusedReason {
    /** There is none. */
    NO_CERTIFICATE,
    /** More certificates or octets than are read. */
    TOO_MANY,
    /** The octets are not an X.509 certificate. */
    NOT_A_CERTIFICATE,
    /** The CERT payload has a type that is not supported. */
    UNSUPPORTED_TYPE,
    /** The certificate is given by a URL, and nobody is there to fetch it. */
    NO_FETCHER,
    /** The certificate could not be fetched. */
    FETCH_FAILED,
    /** The payload says that the certificate is for another use (RFC 3830, 6.7). */
    WRONG_CERT_TYPE,
    /** The certificate's key usage does not allow the use. */
    WRONG_KEY_USAGE,
    /** The certificate's extended key usage does not allow the use. */
    WRONG_EXTENDED_KEY_USAGE,
    /** The key is not RSA. */
    UNSUPPORTED_KEY,
    /** The key is too short. */
    WEAK_KEY,
    /** A signature in the path uses a hash that is no longer accepted. */
    WEAK_DIGEST,
    /** The time of the message is after the validity of a certificate. */
    EXPIRED,
    /** The time of the message is before the validity of a certificate. */
    NOT_YET_VALID,
    /** No path leads to a trust anchor. */
    NO_PATH,
    /** A signature in the path is wrong. */
    BAD_SIGNATURE,
    /** A certificate in the middle of the path may not issue others. */
    NOT_A_CA,
    /** The path is longer than a certificate in it allows. */
    PATH_TOO_LONG,
    /** A critical extension is not understood. */
    UNKNOWN_CRITICAL_EXTENSION,
    /** A certificate is not within the name constraints of one above it. */
    NAME_CONSTRAINT,
    /** A certificate was revoked. */
    REVOKED,
    /** Whether a certificate was revoked is not known, and policy wants to know. */
    REVOCATION_UNKNOWN,
    /** The path is invalid for another cause. */
    INVALID_PATH,
    /** The certificate is not that of the claimed identity. */
    WRONG_NAME
}

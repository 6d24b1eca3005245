package org.mikey4j.exchange;

/**
 * Departures from the standard that are known of other implementations. Each is accepted only when it is named in {@link
 * ExchangeSettings}, and a diagnostic says when a message was accepted because of it.
 */
public enum Compatibility {
    /** The authentication key is 128 instead of 160 bits long, as in the sample of RFC 4567, 5.1 (RFC 3830, 4.2.4). */
    AUTH_KEY_128,
    /** The verification MAC leaves out the identities, as minisip does (RFC 3830, 5.2). */
    V_WITHOUT_IDENTITIES,
    /** The PRF takes the last block of a key of a multiple of 32 octets as empty, as minisip does (RFC 3830, 4.1.2). */
    PRF_EMPTY_LAST_BLOCK,
    /** The response carries a timestamp of its own instead of the Initiator's, as minisip does (RFC 3830, 5.2). */
    RESPONSE_WITH_NEW_TIMESTAMP,
    /** An unprotected message has no RAND, which its keys do not need, as in ONVIF's examples (RFC 3830, 3.1). */
    NULL_WITHOUT_RAND,
    /**
     * SRTP parameter 3, the session authentication key length, holds the length of the tag, 10 or 4, as GStreamer has it; the
     * key then has 20 octets (RFC 3830, 6.10.1).
     */
    AUTH_KEY_LENGTH_IS_TAG_LENGTH,
    /** A TEK is the SRTP master key and the master salt run together, as RTSP implementations have it (RFC 3830, 6.13). */
    TEK_WITH_SALT_APPENDED,
    /** The signature of an RSA-R answer leaves out the two octets before it that give its type and length (RFC 4738, 3.6). */
    SIGNATURE_WITHOUT_SIGN_HEADER
}

package org.mikey4j.exchange;

import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Severity;

/**
 * Departures from the standard that are known of other implementations, and other readings of what it leaves open. Each is
 * accepted only when it is named in {@link ExchangeSettings}, and a diagnostic says when a message was accepted because of it.
 */
public enum Compatibility {
    /** The authentication key is 128 instead of 160 bits long, as in the sample of RFC 4567, 5.1 (RFC 3830, 4.2.4). */
    AUTH_KEY_128("RFC 3830, 4.2.4", "the MAC is right only under a 128-bit authentication key"),
    /** The verification MAC leaves out the identities, as minisip does (RFC 3830, 5.2). */
    V_WITHOUT_IDENTITIES("RFC 3830, 5.2", "the verification MAC is right only if it leaves out the identities"),
    /**
     * The PRF takes the last block of a key of a multiple of 32 octets as empty, as minisip does (RFC 3830, 4.1.2). No
     * signature, and a MAC under keys of other lengths, cannot tell; there the option decides.
     */
    PRF_EMPTY_LAST_BLOCK("RFC 3830, 4.1.2", "keys are derived with an empty last block, as the settings have it"),
    /** The response carries a timestamp of its own instead of the Initiator's, as minisip does (RFC 3830, 5.2). */
    RESPONSE_WITH_NEW_TIMESTAMP("RFC 3830, 5.2", "the answer carries a timestamp of its own"),
    /** An unprotected message has no RAND, which its keys do not need, as in ONVIF's examples (RFC 3830, 3.1). */
    NULL_WITHOUT_RAND("RFC 3830, 3.1", "the message has no RAND"),
    /**
     * SRTP parameter 3, the session authentication key length, holds the length of the tag, 10 or 4, as GStreamer has it; the
     * key then has 20 octets (RFC 3830, 6.10.1).
     */
    AUTH_KEY_LENGTH_IS_TAG_LENGTH("RFC 3830, 6.10.1", "the length of the authentication key is that of the tag"),
    /** A TEK is the SRTP master key and the master salt run together, as RTSP implementations have it (RFC 3830, 6.13). */
    TEK_WITH_SALT_APPENDED("RFC 3830, 6.13", "a TEK has the master salt run on behind it"),
    /** A signature leaves out the two octets before it that give its type and length (RFC 4738, 3.6; RFC 3830, 5.2). */
    SIGNATURE_WITHOUT_SIGN_HEADER("RFC 4738, 3.6", "the signature is right only if it leaves out its type and length"),
    /**
     * The signature or the MAC of a Diffie-Hellman answer covers the data of IDi and IDr and the TS value behind the message, as
     * that of a verification message does (RFC 3830, 5.2).
     */
    ANSWER_COVERS_IDENTITIES(
            "RFC 3830, 3.3 and 5.2", "the answer is authentic only if both identities and the timestamp follow it"),
    /** The signature of an RSA-R answer covers the identities that stand in the answer, which IDi does not (RFC 4738, 3.6). */
    ANSWER_SIGNED_WITHOUT_IDI("RFC 4738, 3.6", "the signature is right only if it leaves out the Initiator's identity"),
    /**
     * The keys that protect an RSA-R answer for a group are derived with the CSB ID of the header, and only the TEKs with that
     * of the extension (RFC 4738, 3.6).
     */
    GROUP_PROTECTED_BY_HEADER_CSB_ID(
            "RFC 4738, 3.6", "the MAC is right only with the CSB ID of the header, not that of the group"),
    /**
     * The KEMAC of DHHMAC has the algorithm numbers that RFC 4650, 4.2 prints, 2 for NULL encryption and 0 for HMAC-SHA-1,
     * instead of the registry's 0 and 1. The answer is in the numbers of the message.
     */
    DHHMAC_NUMBERS_AS_PRINTED("RFC 4650, 4.2", "the KEMAC has the algorithm numbers that RFC 4650 prints"),
    /**
     * A Diffie-Hellman TGK is as long as the number is, without leading zero octets (RFC 3830, 3.3). Nothing on the wire tells;
     * it makes a difference in one exchange out of 256.
     */
    DH_TGK_WITHOUT_LEADING_ZEROS(
            "RFC 3830, 3.3", "leading zero octets of the TGK are left out, as the settings have it"),
    /**
     * A Diffie-Hellman TGK that is shorter than the prime is filled up with zeros behind it, as minisip does (RFC 3830, 3.3).
     * Nothing on the wire tells; it makes a difference in one exchange out of 256.
     */
    DH_TGK_LEFT_ALIGNED("RFC 3830, 3.3", "the TGK is filled up with zeros behind it, as the settings have it");

    private final String section;
    private final String finding;

    Compatibility(String section, String finding) {
        this.section = section;
        this.finding = finding;
    }

    /**
     * The diagnostic of a message that was accepted because of it.
     *
     * @param offset octets from the start of the message to the payload that shows it
     * @param payload the name of that payload
     */
    public Diagnostic at(int offset, String payload) {
        return new Diagnostic(Severity.WARNING, name(), offset, payload, finding, section);
    }
}

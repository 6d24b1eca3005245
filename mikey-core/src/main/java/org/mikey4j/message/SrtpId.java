package org.mikey4j.message;

/**
 * One entry of the SRTP-ID map. Its crypto session ID is its position in the map, counted from 1 (RFC 3830, 6.1.1).
 *
 * @param policyNo the number of the SP payload that applies; a label, not an index
 * @param ssrc the SSRC of the stream, 32 bits; 0 where its sender is to fill it in
 * @param roc the current rollover counter, 32 bits; 0 before the stream starts
 */
public record SrtpId(int policyNo, long ssrc, long roc) {
    /** Octets of an entry. */
    static final int LENGTH = 9;

    public SrtpId {
        Check.u8("policy no", policyNo);
        Check.u32("SSRC", ssrc);
        Check.u32("ROC", roc);
    }
}

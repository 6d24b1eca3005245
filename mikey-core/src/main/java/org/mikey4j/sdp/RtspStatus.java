package org.mikey4j.sdp;

/**
 * What an RTSP server answers a request with, as far as keys decide it (RFC 4567, 3.2 and 4.2).
 *
 * @param code the status code
 * @param reason the reason phrase
 */
public record RtspStatus(int code, String reason) {
    /** A request brings no keys although they are expected. */
    public static final RtspStatus FORBIDDEN = new RtspStatus(403, "Forbidden");

    /** Key management failed; a KeyMgmt header may say more. */
    public static final RtspStatus KEY_MANAGEMENT_FAILURE = new RtspStatus(463, "Key management failure");
}

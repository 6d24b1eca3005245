package org.mikey4j.sdp;

import java.util.List;

/**
 * The session part of an SDP, or one of its media descriptions.
 *
 * @param media the number of the media description, counted from 0; {@link #SESSION} for the session part
 * @param port the port of the m= line, 0 where the stream is refused or RTSP tells it elsewhere; -1 if there is none
 * @param profile the transport of the m= line, for example {@code RTP/SAVP}; empty for the session part
 * @param start characters from the start of the SDP to the first of the section
 * @param end characters from the start of the SDP to the end of the section
 * @param attributes its key-mgmt attributes, in order of preference
 */
public record SdpSection(int media, int port, String profile, int start, int end, List<KeyMgmtAttribute> attributes) {
    /** Stands for the session part. */
    public static final int SESSION = -1;

    public SdpSection {
        attributes = List.copyOf(attributes);
    }

    /** Reads the m= line between {@code from} and {@code to} as a section that has no end yet. */
    static SdpSection ofMedia(String sdp, int media, int from, int to) {
        int port = TextLines.skipBlanks(sdp, TextLines.skipToBlank(sdp, from, to), to);
        int portEnd = TextLines.skipToBlank(sdp, port, to);
        int profile = TextLines.skipBlanks(sdp, portEnd, to);
        int profileEnd = TextLines.skipToBlank(sdp, profile, to);
        return new SdpSection(
                media, port(sdp, port, portEnd), sdp.substring(profile, profileEnd), from, from, List.of());
    }

    private static int port(String sdp, int from, int to) {
        int port = 0;
        int at = from;
        while (at < to && sdp.charAt(at) >= '0' && sdp.charAt(at) <= '9' && port <= 0xffff) {
            port = 10 * port + sdp.charAt(at) - '0';
            at++;
        }
        boolean ended = at == to || sdp.charAt(at) == '/';
        return at > from && ended && port <= 0xffff ? port : -1;
    }

    SdpSection complete(int sectionEnd, List<KeyMgmtAttribute> found) {
        return new SdpSection(media, port, profile, start, sectionEnd, found);
    }

    /** Whether the media is to be protected by SRTP, so that session-level keys are for it too (RFC 4567, 5.2). */
    public boolean isSecure() {
        for (String part : profile.split("/", -1)) {
            if (part.equalsIgnoreCase("SAVP") || part.equalsIgnoreCase("SAVPF")) {
                return true;
            }
        }
        return false;
    }

    /** The protocols of the attributes, in their order; what the SDP IDs extension lists. */
    public List<String> prtclIds() {
        return attributes.stream().map(KeyMgmtAttribute::prtclId).toList();
    }

    /** The MIKEY attributes; more than one is an error (RFC 4567, 4.1.2). */
    List<KeyMgmtAttribute> mikey() {
        return attributes.stream().filter(KeyMgmtAttribute::isMikey).toList();
    }
}

package org.mikey4j.sdp;

import java.util.List;
import java.util.Locale;

/**
 * The session part of an SDP, or one of its media descriptions.
 *
 * @param media the number of the media description, counted from 0; {@link #SESSION} for the session part
 * @param profile the transport of the m= line, for example {@code RTP/SAVP}; empty for the session part
 * @param start characters from the start of the SDP to the first of the section
 * @param end characters from the start of the SDP to the end of the section
 * @param attributes its key-mgmt attributes, in order of preference
 */
public record SdpSection(int media, String profile, int start, int end, List<KeyMgmtAttribute> attributes) {
    /** Stands for the session part. */
    public static final int SESSION = -1;

    public SdpSection {
        attributes = List.copyOf(attributes);
    }

    /** Whether the media is to be protected, so that session-level keys are for it too (RFC 4567, 5.2). */
    public boolean isSecure() {
        return profile.toUpperCase(Locale.ROOT).contains("SAVP");
    }

    /** The protocols of the attributes, in their order; what the SDP IDs extension lists. */
    public List<String> prtclIds() {
        return attributes.stream().map(KeyMgmtAttribute::prtclId).toList();
    }
}

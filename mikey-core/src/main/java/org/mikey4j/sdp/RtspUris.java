package org.mikey4j.sdp;

import java.util.List;
import java.util.Optional;

/**
 * The control URIs of a description, resolved as the RTSP stack resolves them for its requests (RFC 2326, C.1.1).
 *
 * @param aggregate that of the session; empty if the media are controlled one by one only
 * @param media those of the media descriptions, in their order
 */
public record RtspUris(Optional<String> aggregate, List<String> media) {
    public RtspUris {
        media = List.copyOf(media);
    }

    /** Whether a URI is that of a section; a slash at the end makes no difference. */
    boolean isOf(int section, String uri) {
        String own = section == SdpSection.SESSION ? aggregate.orElse("") : media.get(section);
        return !own.isEmpty() && withoutSlash(own).equals(withoutSlash(uri));
    }

    private static String withoutSlash(String uri) {
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }
}

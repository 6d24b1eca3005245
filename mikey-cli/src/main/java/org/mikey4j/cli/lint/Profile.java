package org.mikey4j.cli.lint;

import java.util.Locale;

/** What a message is held to. Rules may weigh more or less, or not at all, under one of them. */
public enum Profile {
    /** The standards of the IETF alone. */
    RFC3830,
    /** Cameras and their clients: RTSP with keys in the clear inside TLS (ONVIF Streaming Specification). */
    ONVIF,
    /** Mission-critical services: MIKEY-SAKKE as 3GPP profiles it (TS 33.180, annex E). */
    TS33180;

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

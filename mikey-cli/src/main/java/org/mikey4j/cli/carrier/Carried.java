package org.mikey4j.cli.carrier;

import java.util.List;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;

/**
 * One message found in an input.
 *
 * @param message its octets; empty if they could not be read
 * @param source the input and, where it has lines, the line: {@code cam.sdp:12}
 * @param carrier what carried it: {@code raw octets}, {@code hex}, {@code base64}, {@code a=key-mgmt, session}, {@code
 *     a=key-mgmt, media 0 (RTP/SAVP)}, {@code KeyMgmt header}, {@code mikey parameter}
 * @param prtclIds the key management protocols at the same level of the SDP; empty elsewhere
 * @param diagnostics what is odd about the way it was carried
 */
public record Carried(
        Octets message, String source, String carrier, List<String> prtclIds, List<Diagnostic> diagnostics) {
    public Carried {
        prtclIds = List.copyOf(prtclIds);
        diagnostics = List.copyOf(diagnostics);
    }

    /** Whether the octets are there. */
    public boolean isReadable() {
        return diagnostics.stream().noneMatch(d -> d.severity() == Severity.ERROR);
    }
}

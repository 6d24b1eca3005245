package org.mikey4j.cli.command;

import java.util.List;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;

/**
 * A message in the input.
 *
 * @param source where it was found, for example {@code cam.sdp:12}
 * @param carrier what carried it, for example {@code base64} or {@code KeyMgmt header}
 * @param octets the message
 * @param diagnostics what is odd about the way it was carried
 */
record FoundMessage(String source, String carrier, Octets octets, List<Diagnostic> diagnostics) {
    FoundMessage {
        diagnostics = List.copyOf(diagnostics);
    }
}

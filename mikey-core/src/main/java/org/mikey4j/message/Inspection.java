package org.mikey4j.message;

import java.util.List;
import java.util.Optional;

/**
 * What can be said of octets that may or may not be a MIKEY message.
 *
 * @param message the message, as far as it could be read; empty if not even the common header could
 * @param layout where each field that was read stands, the common header first
 * @param diagnostics what was found, in the order of the octets
 */
public record Inspection(Optional<MikeyMessage> message, List<PayloadLayout> layout, List<Diagnostic> diagnostics) {
    /** Whether the strict decoder would accept the octets. */
    public boolean isWellFormed() {
        return diagnostics.stream().noneMatch(d -> d.severity() == Severity.ERROR);
    }
}

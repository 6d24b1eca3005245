package org.mikey4j.cli.lint;

import java.util.List;
import org.mikey4j.message.Diagnostic;

/**
 * What came of checking a message, and perhaps its answer, with keys.
 *
 * @param message the message that began the exchange
 * @param isAnswered whether its answer was checked, too
 * @param problem why it is not verified; empty if it is
 * @param diagnostics what was noteworthy, among it the departures from the standard under which it is right
 */
public record ProofSubject(MessageSubject message, boolean isAnswered, String problem, List<Diagnostic> diagnostics) {
    public ProofSubject {
        diagnostics = List.copyOf(diagnostics);
    }

    /** Whether both messages passed the check. */
    public boolean isExchangeVerified() {
        return isAnswered && problem.isEmpty();
    }
}

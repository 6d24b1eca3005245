package org.mikey4j.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;

/**
 * What came of checking a message, and its answer if there was one.
 *
 * @param mode the mode of the exchange
 * @param association the keys, if they are known; {@link #close} wipes them
 * @param answer the answer, if it was checked, too
 * @param problem why it is not verified; empty if it is
 * @param diagnostics what was noteworthy
 * @param proof what proves it, or as far as it was opened, where the message alone does not tell; empty otherwise
 */
record Verification(
        Mode mode,
        Optional<SecurityAssociation> association,
        Optional<Octets> answer,
        String problem,
        List<Diagnostic> diagnostics,
        String proof)
        implements AutoCloseable {
    Verification {
        diagnostics = List.copyOf(diagnostics);
    }

    Verification(
            Mode mode,
            Optional<SecurityAssociation> association,
            Optional<Octets> answer,
            String problem,
            List<Diagnostic> diagnostics) {
        this(mode, association, answer, problem, diagnostics, "");
    }

    /** The same, with one thing more that is noteworthy. */
    Verification with(Diagnostic diagnostic) {
        List<Diagnostic> all = new ArrayList<>(diagnostics);
        all.add(diagnostic);
        return new Verification(mode, association, answer, problem, all, proof);
    }

    boolean verified() {
        return problem.isEmpty();
    }

    /** The known departures from the standard under which it is right, or would be. */
    List<Diagnostic> departures() {
        return diagnostics.stream().filter(Verification::isDeparture).toList();
    }

    private static boolean isDeparture(Diagnostic diagnostic) {
        return Arrays.stream(Compatibility.values())
                .anyMatch(departure -> departure.name().equals(diagnostic.rule()));
    }

    @Override
    public void close() {
        association.ifPresent(SecurityAssociation::close);
    }
}

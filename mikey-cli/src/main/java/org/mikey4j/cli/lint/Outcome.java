package org.mikey4j.cli.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.message.Severity;

/**
 * All that was found.
 *
 * @param profile what the inputs were held to
 * @param parts the messages and inputs, in the order in which they were read
 */
public record Outcome(Profile profile, List<Part> parts) {
    public Outcome {
        parts = List.copyOf(parts);
    }

    /**
     * What was found in one message, or in an input as a whole.
     *
     * @param source where it is
     * @param title what it is, for a heading
     * @param message the message; empty for an input as a whole
     * @param senders who likely made it; none for an input as a whole
     * @param findings what was found
     */
    public record Part(
            String source,
            String title,
            Optional<MessageSubject> message,
            List<Sender> senders,
            List<Finding> findings) {
        public Part {
            senders = List.copyOf(senders);
            findings = List.copyOf(findings);
        }
    }

    /** All findings. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        parts.forEach(part -> findings.addAll(part.findings()));
        return findings;
    }

    /** How many findings are this serious. */
    public int count(Severity severity) {
        return (int) findings().stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    /** Whether something at least this serious was found. */
    public boolean has(Severity least) {
        return findings().stream().anyMatch(finding -> finding.severity().compareTo(least) <= 0);
    }
}

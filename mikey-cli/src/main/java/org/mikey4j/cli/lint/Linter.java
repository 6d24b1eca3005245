package org.mikey4j.cli.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.mikey4j.cli.lint.Rule.OnExchange;
import org.mikey4j.cli.lint.Rule.OnInput;
import org.mikey4j.cli.lint.Rule.OnMessage;
import org.mikey4j.cli.lint.Rule.OnProof;
import org.mikey4j.cli.view.ReadableText;
import org.mikey4j.message.Severity;

/** Applies the rules of a profile. */
public final class Linter {
    private final List<Rule> rules = RuleBook.rules();
    private final Profile profile;

    /** Applies those rules that hold under the profile. */
    public Linter(Profile profile) {
        this.profile = profile;
    }

    /** What is found in one message, in the order of its octets. */
    public List<Finding> lint(MessageSubject message) {
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.check() instanceof OnMessage check
                    && rule.severity(profile).isPresent()) {
                check.look(message, octets(rule, message, findings));
            }
        }
        findings.sort(Comparator.comparingInt(finding -> finding.offset().orElse(-1)));
        return findings;
    }

    /** What is found in an input as a whole, and not in a single message. */
    public List<Finding> lint(InputSubject input) {
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.check() instanceof OnInput check && rule.severity(profile).isPresent()) {
                check.look(
                        input,
                        (line, where, text) -> findings.add(new Finding(
                                rule,
                                severity(rule),
                                line == Report.NOWHERE ? input.name() : input.name() + ":" + line,
                                OptionalInt.empty(),
                                ReadableText.harmless(where),
                                ReadableText.harmless(text))));
            }
        }
        return findings;
    }

    /** What a message and its answer show together; the offsets are in the answer. */
    public List<Finding> lint(ExchangeSubject exchange) {
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.check() instanceof OnExchange check
                    && rule.severity(profile).isPresent()) {
                check.look(exchange, octets(rule, exchange.answer(), findings));
            }
        }
        return findings;
    }

    /** What came of checking a message with keys. */
    public List<Finding> lint(ProofSubject proof) {
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.check() instanceof OnProof check && rule.severity(profile).isPresent()) {
                check.look(proof, octets(rule, proof.message(), findings));
            }
        }
        return findings;
    }

    private Report octets(Rule rule, MessageSubject message, List<Finding> findings) {
        return (offset, where, text) -> findings.add(new Finding(
                rule,
                severity(rule),
                message.carried().source(),
                offset == Report.NOWHERE ? OptionalInt.empty() : OptionalInt.of(offset),
                ReadableText.harmless(where),
                ReadableText.harmless(text)));
    }

    private Severity severity(Rule rule) {
        return rule.severity(profile).orElseThrow();
    }
}

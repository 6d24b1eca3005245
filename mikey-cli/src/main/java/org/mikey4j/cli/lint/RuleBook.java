package org.mikey4j.cli.lint;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mikey4j.cli.lint.rule.CarriageRules;
import org.mikey4j.cli.lint.rule.ExchangeRules;
import org.mikey4j.cli.lint.rule.KeyRules;
import org.mikey4j.cli.lint.rule.KeyUseRules;
import org.mikey4j.cli.lint.rule.McxRules;
import org.mikey4j.cli.lint.rule.NegotiationRules;
import org.mikey4j.cli.lint.rule.PeerRules;
import org.mikey4j.cli.lint.rule.PolicyRules;
import org.mikey4j.cli.lint.rule.ProofRules;
import org.mikey4j.cli.lint.rule.ProtectionRules;
import org.mikey4j.cli.lint.rule.RtspRules;
import org.mikey4j.cli.lint.rule.SakkeRules;
import org.mikey4j.cli.lint.rule.SdpIdsRules;
import org.mikey4j.cli.lint.rule.SdpRules;
import org.mikey4j.cli.lint.rule.SessionRules;
import org.mikey4j.cli.lint.rule.SetRules;
import org.mikey4j.cli.lint.rule.StrengthRules;
import org.mikey4j.cli.lint.rule.StructureRules;
import org.mikey4j.cli.lint.rule.TimeRules;
import org.mikey4j.cli.lint.rule.WeakMediaRules;
import org.mikey4j.cli.lint.rule.WireRules;

/** All rules. */
public final class RuleBook {
    private static final List<Rule> RULES = gather();

    private RuleBook() {}

    /** The rules, those of one subject together. */
    public static List<Rule> rules() {
        return RULES;
    }

    private static List<Rule> gather() {
        return Stream.of(
                        WireRules.all(),
                        CarriageRules.all(),
                        StructureRules.all(),
                        SessionRules.all(),
                        TimeRules.all(),
                        ProtectionRules.all(),
                        StrengthRules.all(),
                        PolicyRules.all(),
                        WeakMediaRules.all(),
                        KeyRules.all(),
                        KeyUseRules.all(),
                        SakkeRules.all(),
                        McxRules.all(),
                        PeerRules.all(),
                        SdpRules.all(),
                        SdpIdsRules.all(),
                        RtspRules.all(),
                        NegotiationRules.all(),
                        SetRules.all(),
                        ExchangeRules.all(),
                        ProofRules.all())
                .flatMap(List::stream)
                .toList();
    }

    /** The rule with this id, in either case, with hyphens or underscores. */
    public static Optional<Rule> rule(String id) {
        String wanted = id.replace('-', '_');
        return rules().stream()
                .filter(rule -> rule.id().equalsIgnoreCase(wanted))
                .findFirst();
    }
}

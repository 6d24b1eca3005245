package org.mikey4j.cli.lint;

import java.util.List;

/**
 * A rule, an input that it finds something in, and one like it that it does not.
 *
 * @param rule the rule's id
 * @param profile the profile under which it applies
 * @param found an input with the fault
 * @param clean an input without it
 * @param given the keys that both are judged with
 */
record RuleCase(String rule, Profile profile, String found, String clean, Given given) {
    /**
     * Keys and certificates.
     *
     * @param foundPsk the pre-shared key of the input with the fault
     * @param cleanPsk that of the other
     * @param options name certificates and other keys
     */
    record Given(String foundPsk, String cleanPsk, List<String> options) {
        static final Given USUAL = new Given(ProofCases.PSK, ProofCases.PSK, List.of());
    }

    RuleCase(String rule, Profile profile, String found, String clean) {
        this(rule, profile, found, clean, Given.USUAL);
    }

    static RuleCase of(String rule, Sample found, Sample clean) {
        return of(rule, found.hex(), clean.hex());
    }

    static RuleCase of(String rule, String found, String clean) {
        return new RuleCase(rule, Profile.RFC3830, found, clean, Given.USUAL);
    }

    RuleCase in(Profile other) {
        return new RuleCase(rule, other, found, clean, given);
    }

    RuleCase with(Given others) {
        return new RuleCase(rule, profile, found, clean, others);
    }

    @Override
    public String toString() {
        return rule;
    }
}

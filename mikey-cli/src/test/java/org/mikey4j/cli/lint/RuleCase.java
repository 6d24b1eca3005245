package org.mikey4j.cli.lint;

/**
 * A rule, an input that it finds something in, and one like it that it does not.
 *
 * @param rule the rule's id
 * @param profile the profile under which it applies
 * @param found an input with the fault
 * @param clean an input without it
 */
record RuleCase(String rule, Profile profile, String found, String clean) {
    static RuleCase of(String rule, Sample found, Sample clean) {
        return of(rule, found.hex(), clean.hex());
    }

    static RuleCase of(String rule, String found, String clean) {
        return new RuleCase(rule, Profile.RFC3830, found, clean);
    }

    RuleCase in(Profile other) {
        return new RuleCase(rule, other, found, clean);
    }

    @Override
    public String toString() {
        return rule;
    }
}

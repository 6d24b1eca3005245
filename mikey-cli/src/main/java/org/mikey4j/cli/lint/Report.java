package org.mikey4j.cli.lint;

/** Takes what a rule finds. */
@FunctionalInterface
public interface Report {
    /** Stands for a finding that is not about particular octets. */
    int NOWHERE = -1;

    /**
     * One finding.
     *
     * @param offset octets from the start of the message, or {@link #NOWHERE}; for rules about an input as a whole the line,
     *     counted from 1
     * @param where the payload or the line it is about
     * @param message one sentence about this very case; must not contain key material
     */
    void at(int offset, String where, String message);
}

package org.mikey4j.cli.conformance;

/**
 * What came of a scenario.
 *
 * @param outcome whether it was right
 * @param reason why not; empty if it was
 * @param said why the implementation refused the last message, in its own words; empty if it did not
 * @param message the message that decided, in hexadecimal digits; empty if there was none
 * @param micros how long the answer took
 */
public record Verdict(Scenario scenario, Outcome outcome, String reason, String said, String message, long micros) {
    /** Whether it was right. */
    public enum Outcome {
        /** As it must be. */
        PASS,
        /** Not as it must be. */
        FAIL,
        /** No answer within the time. */
        HANG,
        /** The program ended. */
        CRASH,
        /** The implementation does not do this. */
        SKIP
    }

    /** Whether it counts against the implementation. */
    public boolean isBad() {
        return outcome != Outcome.PASS && outcome != Outcome.SKIP;
    }
}

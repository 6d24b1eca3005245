package org.mikey4j.cli.conformance;

import java.io.IOException;

/** How a scenario is played with the implementation that is tested. */
@FunctionalInterface
public interface Play {
    /**
     * Plays it.
     *
     * @throws Silent if no answer comes
     * @throws IOException if the answer cannot be read
     */
    Judgement with(Subject subject) throws Silent, IOException;

    /**
     * What came of it.
     *
     * @param wrong why it is wrong; empty if it is right
     * @param message the message that decided, in hexadecimal digits
     */
    record Judgement(String wrong, String message) {
        static Judgement right(String message) {
            return new Judgement("", message);
        }
    }
}

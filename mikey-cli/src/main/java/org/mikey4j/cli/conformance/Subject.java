package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** An implementation that is tested, wherever it is. */
public interface Subject extends AutoCloseable {
    /**
     * Who it is.
     *
     * @param does the actions that it can be asked for
     */
    record Introduction(String name, String version, List<String> does) {
        public Introduction {
            does = List.copyOf(does);
        }
    }

    /**
     * Asks who it is.
     *
     * @throws Silent if it does not say
     */
    Introduction hello() throws Silent, IOException;

    /**
     * Asks it to do something.
     *
     * @param request the action as {@code do}, and what belongs to it
     * @throws Silent if no answer comes
     */
    JsonTree ask(Map<String, String> request) throws Silent, IOException;

    /** Whether it has a clock of its own, as what is tested over a network has: then only what is made now can be played. */
    boolean keepsTime();

    @Override
    void close();
}

package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.List;
import org.mikey4j.cli.output.JsonDocument;

/** Actions of this implementation that belong together, with what their ends remember. */
interface OwnActions {
    /** What it can be asked to do. */
    List<String> names();

    /**
     * Does it.
     *
     * @param action one of the names
     * @param json gets the members of the answer
     */
    void answer(String action, JsonTree asked, JsonDocument json) throws IOException;
}

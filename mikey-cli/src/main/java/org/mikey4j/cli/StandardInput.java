package org.mikey4j.cli;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Standard input, which can be read for one purpose only. */
public final class StandardInput {
    private final InputStream stream;
    private @Nullable String purpose;

    /** The stream must not be read in any other way. */
    public StandardInput(InputStream stream) {
        this.stream = stream;
    }

    /**
     * The stream, which the caller reads.
     *
     * @param newPurpose what it is read for, for the message when it is wanted twice
     * @throws CliFailure if it was taken before
     */
    public InputStream take(String newPurpose) {
        if (purpose != null) {
            throw CliFailure.usage("standard input cannot give two things: " + purpose + " and " + newPurpose);
        }
        purpose = newPurpose;
        return stream;
    }
}

package org.mikey4j.cli.call;

import org.mikey4j.cli.CliFailure;

/** The schemes by number. */
final class Schemes {
    /** For the help text. */
    static final String SUMMARY = "5 (default), signed Diffie-Hellman end to end";

    private Schemes() {}

    /** @throws CliFailure if there is no such scheme */
    static int number(String text) {
        if (!text.equals("5")) {
            throw CliFailure.usage("--scheme is " + SUMMARY + ", not " + text);
        }
        return 5;
    }

    static CallRun.SchemeMaker maker(int number, Parties parties, CallTrace trace) {
        return streams -> new EndToEndScheme(parties, streams, trace);
    }
}

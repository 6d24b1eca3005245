package org.mikey4j.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One subcommand: what it takes and what it does. */
public interface Command {
    /** Options, parameters and help texts; made only for the subcommand that runs. */
    CommandSpec spec();

    /**
     * Does the work.
     *
     * @throws CliFailure if it cannot
     * @throws IOException if a file or stream fails in a way that needs no explanation
     */
    ExitCode run(ParseResult options, CliContext context) throws IOException;
}

package org.mikey4j.cli.command;

import java.io.IOException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.view.FieldNotesFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey explain}: as inspect, with what each field is for and where the standards say so. */
public final class ExplainCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = InspectCommand.spec(
                "explain", "Show every field of the messages in FILE, what it is for, and where that is written.");
        StandardOptions.examples(spec, "mikey explain camera.sdp", "mikey explain --credentials psk.json offer.b64");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        return new InspectCommand(FieldNotesFile.load()).run(options, context);
    }
}

package org.mikey4j.cli.command;

import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate MODE}: makes an I_MESSAGE. */
public final class GenerateCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command("generate", "Make a message that begins an exchange.");
        spec.addSubcommand(GeneratePsk.NAME, GeneratePsk.spec());
        StandardOptions.examples(
                spec, "mikey generate psk --psk file:alice-bob.psk --ssrc 1a2b3c4d", "mikey generate psk --help");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) {
        if (!options.hasSubcommand()) {
            throw CliFailure.usage("generate: which mode? psk").withHint("see: mikey generate --help");
        }
        return new GeneratePsk(options.subcommand(), context).run();
    }
}

package org.mikey4j.cli.command;

import java.io.IOException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey kmc}: a key management centre. */
public final class KmcCommand implements Command {
    private final KmcServe serve = new KmcServe();

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command("kmc", "Run a key management centre for an IMS network.");
        spec.addSubcommand(KmcServe.NAME, serve.spec());
        StandardOptions.examples(spec, "mikey kmc serve --config kmc.conf", "mikey kmc serve --help");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        if (!options.hasSubcommand()) {
            throw CliFailure.usage("kmc: do what? serve").withHint("see: mikey kmc --help");
        }
        return serve.run(options.subcommand(), context);
    }
}

package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey kmc}: a key management centre. */
public final class KmcCommand implements Command {
    private final Map<String, Command> subcommands = new LinkedHashMap<>();

    /** With all that it does. */
    public KmcCommand() {
        subcommands.put(KmcServe.NAME, new KmcServe());
        subcommands.put(KmcGroup.NAME, new KmcGroup());
        subcommands.put(KmcRelease.NAME, new KmcRelease());
        subcommands.put(KmcAudit.NAME, new KmcAudit());
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command("kmc", "Run a key management centre for an IMS network.");
        subcommands.forEach((name, command) -> spec.addSubcommand(name, command.spec()));
        StandardOptions.examples(spec, "mikey kmc serve --config kmc.conf", "mikey kmc audit --config kmc.conf");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        if (!options.hasSubcommand()) {
            throw CliFailure.usage("kmc: do what? serve, group, release, audit").withHint("see: mikey kmc --help");
        }
        ParseResult chosen = options.subcommand();
        return Objects.requireNonNull(subcommands.get(chosen.commandSpec().name()))
                .run(chosen, context);
    }
}

package org.mikey4j.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey help [COMMAND...]}. */
final class HelpCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command("help", "Show the options of a command.");
        spec.addPositional(StandardOptions.parameters("COMMAND", "The command, for example: generate psk"));
        StandardOptions.examples(spec, "mikey help inspect", "mikey help generate psk");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) {
        String[] names = options.matchedPositionalValue(0, new String[0]);
        if (names.length == 0) {
            context.out().text(CommandLineParser.summary());
            return ExitCode.OK;
        }
        CommandSpec spec = CommandLineParser.root();
        Command command = Commands.named(names[0]);
        spec.addSubcommand(names[0], command.spec());
        for (String name : names) {
            CommandLine next = spec.subcommands().get(name);
            if (next == null) {
                throw CliFailure.usage("no command " + String.join(" ", names)).withHint("see: mikey help");
            }
            spec = next.getCommandSpec();
        }
        context.out().text(CommandLineParser.usage(spec));
        return ExitCode.OK;
    }
}

package org.mikey4j.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey completion}. */
final class CompletionCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command("completion", "Print a completion script for bash and zsh.");
        StandardOptions.examples(spec, "source <(mikey completion)", "mikey completion > /etc/bash_completion.d/mikey");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) {
        CommandSpec root = CommandLineParser.root();
        Commands.addAll(root);
        context.out().text(AutoComplete.bash("mikey", new CommandLine(root)));
        return ExitCode.OK;
    }
}

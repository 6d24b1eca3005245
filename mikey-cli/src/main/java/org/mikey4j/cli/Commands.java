package org.mikey4j.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The subcommands by name. A subcommand's class is loaded only when it is asked for. */
final class Commands {
    /** In the order of the help text. */
    static final List<String> NAMES = List.of("completion", "help");

    private Commands() {}

    /** @throws CliFailure if there is no such command */
    static Command named(String name) {
        return switch (name) {
            case "completion" -> new CompletionCommand();
            case "help" -> new HelpCommand();
            default ->
                throw CliFailure.usage("no command " + name)
                        .withHint("commands: " + String.join(", ", NAMES) + "; see: mikey help");
        };
    }

    static void addAll(CommandSpec root) {
        for (String name : NAMES) {
            root.addSubcommand(name, named(name).spec());
        }
    }
}

package org.mikey4j.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The subcommands by name. A subcommand's class is loaded only when it is asked for. */
final class Commands {
    /** In the order of the help text. */
    static final List<String> NAMES = List.of("completion", "help");

    private Commands() {}

    static Optional<Command> named(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "completion" -> new CompletionCommand();
                    case "help" -> new HelpCommand();
                    default -> null;
                });
    }

    static void addAll(CommandSpec root) {
        for (String name : NAMES) {
            root.addSubcommand(name, named(name).orElseThrow().spec());
        }
    }
}

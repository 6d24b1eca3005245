package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey kms}: a key management service of identity-based keys, as files. */
public final class KmsCommand implements Command {
    private static Map<String, Command> actions() {
        Map<String, Command> actions = new LinkedHashMap<>();
        actions.put(KmsInit.NAME, new KmsInit());
        actions.put(KmsIssue.NAME, new KmsIssue());
        actions.put(KmsReceive.NAME, new KmsReceive());
        actions.put(KmsCheck.NAME, new KmsCheck());
        actions.put(KmsShow.NAME, new KmsShow());
        return actions;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                "kms", "Set up a key management service for SAKKE or IBAKE, issue identity keys and check them.");
        actions().forEach((name, action) -> spec.addSubcommand(name, action.spec()));
        StandardOptions.examples(
                spec,
                "mikey kms init --uri kms.example.org --out kms.json",
                "mikey kms issue --kms kms.json --user sip:alice@example.org --out alice.xml");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        if (!options.hasSubcommand()) {
            throw CliFailure.usage(
                            "kms: do what? " + String.join(", ", actions().keySet()))
                    .withHint("see: mikey kms --help");
        }
        ParseResult action = options.subcommand();
        Command command = actions().get(action.commandSpec().name());
        if (command == null) {
            throw new IllegalStateException(action.commandSpec().name());
        }
        return command.run(action, context);
    }
}

package org.mikey4j.cli;

import java.util.List;
import org.mikey4j.cli.call.CallCommand;
import org.mikey4j.cli.command.CertCommand;
import org.mikey4j.cli.command.ConformanceCommand;
import org.mikey4j.cli.command.ConvertCommand;
import org.mikey4j.cli.command.DiffCommand;
import org.mikey4j.cli.command.ExplainCommand;
import org.mikey4j.cli.command.ExportCommand;
import org.mikey4j.cli.command.GenerateCommand;
import org.mikey4j.cli.command.InspectCommand;
import org.mikey4j.cli.command.KeygenCommand;
import org.mikey4j.cli.command.KmcCommand;
import org.mikey4j.cli.command.KmsCommand;
import org.mikey4j.cli.command.LintCommand;
import org.mikey4j.cli.command.RedactCommand;
import org.mikey4j.cli.command.RespondCommand;
import org.mikey4j.cli.command.SrtpCommand;
import org.mikey4j.cli.command.TraceCommand;
import org.mikey4j.cli.command.VerifyCommand;
import picocli.CommandLine.Model.CommandSpec;

/** The subcommands by name. A subcommand's class is loaded only when it is asked for. */
final class Commands {
    /** In the order of the help text. */
    static final List<String> NAMES = List.of(
            "inspect",
            "explain",
            "diff",
            "lint",
            "redact",
            "generate",
            "respond",
            "verify",
            "keygen",
            "cert",
            "export",
            "convert",
            "trace",
            "srtp",
            "call",
            "kmc",
            "kms",
            "conformance",
            "completion",
            "help");

    private Commands() {}

    /** @throws CliFailure if there is no such command */
    static Command named(String name) {
        return switch (name) {
            case "inspect" -> new InspectCommand();
            case "explain" -> new ExplainCommand();
            case "lint" -> new LintCommand();
            case "redact" -> new RedactCommand();
            case "diff" -> new DiffCommand();
            case "generate" -> new GenerateCommand();
            case "respond" -> new RespondCommand();
            case "verify" -> new VerifyCommand();
            case "keygen" -> new KeygenCommand();
            case "cert" -> new CertCommand();
            case "export" -> new ExportCommand();
            case "convert" -> new ConvertCommand();
            case "srtp" -> new SrtpCommand();
            case "trace" -> new TraceCommand();
            case "call" -> new CallCommand();
            case "kmc" -> new KmcCommand();
            case "kms" -> new KmsCommand();
            case "conformance" -> new ConformanceCommand();
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

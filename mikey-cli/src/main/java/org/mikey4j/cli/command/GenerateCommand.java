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

/** {@code mikey generate MODE}: makes an I_MESSAGE. */
public final class GenerateCommand implements Command {
    private static Map<String, Command> modes() {
        Map<String, Command> modes = new LinkedHashMap<>();
        modes.put(GeneratePsk.NAME, new GeneratePsk());
        modes.put(GeneratePk.NAME, new GeneratePk());
        modes.put(GenerateDh.NAME, new GenerateDh());
        modes.put(GenerateDhHmac.NAME, new GenerateDhHmac());
        modes.put(GenerateRsaR.NAME, new GenerateRsaR());
        modes.put(GenerateTicketRequest.NAME, new GenerateTicketRequest());
        modes.put(GenerateTicketTransfer.NAME, new GenerateTicketTransfer());
        modes.put(GenerateTicketResolve.NAME, new GenerateTicketResolve());
        modes.put(GenerateSakke.NAME, new GenerateSakke());
        modes.put(GenerateIbake.NAME, new GenerateIbake());
        modes.put(GenerateIbakeSecond.NAME, new GenerateIbakeSecond());
        modes.put(GenerateIbakeRequestKey.NAME, new GenerateIbakeRequestKey());
        return modes;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command("generate", "Make a message that begins an exchange.");
        modes().forEach((name, mode) -> spec.addSubcommand(name, mode.spec()));
        StandardOptions.examples(
                spec, "mikey generate psk --psk file:alice-bob.psk --ssrc 1a2b3c4d", "mikey generate dh --help");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        if (!options.hasSubcommand()) {
            throw CliFailure.usage("generate: which mode? " + String.join(", ", modes().keySet()))
                    .withHint("see: mikey generate --help");
        }
        ParseResult mode = options.subcommand();
        Command command = modes().get(mode.commandSpec().name());
        if (command == null) {
            throw new IllegalStateException(mode.commandSpec().name());
        }
        return command.run(mode, context);
    }
}

package org.mikey4j.cli.command;

import java.io.IOException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey srtp}: what is done with the media that the keys are for. */
public final class SrtpCommand implements Command {
    private final SrtpDecrypt decrypt = new SrtpDecrypt();

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command("srtp", "Do something with the media that the keys are for.");
        spec.addSubcommand(SrtpDecrypt.NAME, decrypt.spec());
        StandardOptions.examples(
                spec,
                "mikey srtp decrypt --credentials psk.json --out plain.pcap call.pcap",
                "mikey srtp decrypt --help");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        if (!options.hasSubcommand()) {
            throw CliFailure.usage("srtp: do what? decrypt").withHint("see: mikey srtp --help");
        }
        return decrypt.run(options.subcommand(), context);
    }
}

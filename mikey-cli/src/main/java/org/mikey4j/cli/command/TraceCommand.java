package org.mikey4j.cli.command;

import java.io.IOException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey trace}: the exchanges in a capture, who answered whom, and what both ends should hold. */
public final class TraceCommand implements Command {
    static final String KEYS_OUT = "--keys-out";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                "trace", "Follow the exchanges in the capture or log FILE; exit 1 if one did not come to keys.");
        spec.addOption(StandardOptions.credentials());
        EndsOptions.addTo(spec);
        ExchangeOptions.addTo(spec);
        spec.addOption(StandardOptions.value(
                KEYS_OUT, "FILE", "Write the keys of the exchanges that were verified to FILE, as a key log."));
        spec.addOption(ReportFile.option());
        spec.addOption(StandardOptions.json("One JSON object a line for each exchange."));
        spec.addOption(StandardOptions.color());
        spec.addPositional(StandardOptions.optionalParameter(
                "FILE", "A capture, pcap or pcapng, or a text such as a log; - is standard input."));
        StandardOptions.examples(
                spec,
                "mikey trace --report call.html call.pcapng",
                "mikey trace --credentials psk.json --json call.pcap");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        String file = options.matchedPositionalValue(0, "-");
        try (TraceRun run = new TraceRun(options, context)) {
            ExchangeCheck.trace(file, context, run);
            return run.finish(file);
        }
    }
}

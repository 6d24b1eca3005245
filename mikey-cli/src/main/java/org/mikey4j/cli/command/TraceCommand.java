package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.trace.TraceReport;
import org.mikey4j.cli.trace.TracedExchange;
import org.mikey4j.cli.trace.Tracer;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.media.SrtpKeyLog;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.media.UnusableKeyException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey trace}: the exchanges in a capture, who answered whom, and what both ends should hold. */
public final class TraceCommand implements Command {
    private static final String KEYS_OUT = "--keys-out";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                "trace", "Follow the exchanges in the capture FILE; exit 1 if one did not come to keys.");
        spec.addOption(StandardOptions.credentials());
        EndsOptions.addTo(spec);
        ExchangeOptions.addTo(spec);
        spec.addOption(StandardOptions.value(
                KEYS_OUT, "FILE", "Write the keys of the exchanges that were verified to FILE, as a key log."));
        spec.addOption(ReportFile.option());
        spec.addOption(StandardOptions.json("One JSON object a line for each exchange."));
        spec.addOption(StandardOptions.color());
        spec.addPositional(StandardOptions.parameter(0, "FILE", "The capture, pcap or pcapng; - is standard input."));
        StandardOptions.examples(
                spec,
                "mikey trace --report call.html call.pcapng",
                "mikey trace --credentials psk.json --json call.pcap");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        String file = options.matchedPositionalValue(0, "-");
        Tracer tracer = ExchangeCheck.trace(file, context);
        if (tracer.exchanges().isEmpty() && tracer.problems().isEmpty()) {
            throw CliFailure.notMikey(file + ": no MIKEY message in it");
        }
        List<String> keys = new ArrayList<>();
        List<TraceReport.Checked> checked = new ArrayList<>();
        boolean wanted = isChecked(options);
        ExchangeCheck check = new ExchangeCheck(options, context);
        for (TracedExchange exchange : tracer.exchanges()) {
            checked.add(
                    wanted
                            ? check.check(exchange, (association, accepted) -> log(association, accepted, keys))
                            : new TraceReport.Checked(exchange, "", true));
        }
        if (options.matchedOptionValue(StandardOptions.JSON, false)) {
            for (TraceReport.Checked each : checked) {
                context.out().line(TraceJson.write(each));
            }
        } else {
            Painter painter = Painter.of(
                    options.matchedOptionValue(StandardOptions.COLOR, "auto"), context.out(), context.environment());
            new TraceText(context.out(), painter).write(checked, tracer.problems());
        }
        if (ReportFile.isWanted(options)) {
            ReportFile.write(
                    options,
                    TraceReport.of(
                            file, checked, tracer.problems(), context.clock().instant()));
        }
        if (options.hasMatchedOption(KEYS_OUT)) {
            OwnerFile.write(options.matchedOptionValue(KEYS_OUT, ""), keys, context);
        }
        boolean fine = tracer.problems().isEmpty()
                && checked.stream().allMatch(c -> c.isGood() && c.exchange().isFine());
        return fine ? ExitCode.OK : ExitCode.NO;
    }

    private static boolean isChecked(ParseResult options) {
        return options.hasMatchedOption(StandardOptions.CREDENTIALS)
                || options.hasMatchedOption(IdentityOptions.IDENTITY)
                || options.hasMatchedOption(TrustOptions.TRUST)
                || ExchangeOptions.allowsNull(options)
                || options.hasMatchedOption(KEYS_OUT);
    }

    private static void log(SecurityAssociation association, Set<Compatibility> accepted, List<String> keys) {
        try {
            for (SrtpKeys stream : SrtpKeys.of(association, accepted)) {
                try (stream) {
                    keys.addAll(SrtpKeyLog.lines(association.csbId(), stream));
                }
            }
        } catch (UnusableKeyException e) {
            keys.add("# CSB " + String.format("%08x", association.csbId()) + ": " + e.getMessage());
        }
    }
}

package org.mikey4j.cli.command;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.capture.CaptureInput;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.trace.TraceReport;
import org.mikey4j.cli.trace.TracedExchange;
import org.mikey4j.cli.trace.TracedMessage;
import org.mikey4j.cli.trace.Tracer;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.media.SrtpKeyLog;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.media.UnusableKeyException;
import org.mikey4j.message.Octets;
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
        Tracer tracer = SourceFile.read(file, "a capture", context, (name, in) -> {
            CaptureInput input = CaptureInput.of(in);
            if (!input.isCapture()) {
                throw CliFailure.notMikey(name + ": is no capture").withHint("for text see: mikey inspect, mikey lint");
            }
            Tracer traced = new Tracer();
            CaptureSource.read(name, input.stream(), context, traced::add);
            return traced;
        });
        if (tracer.exchanges().isEmpty() && tracer.problems().isEmpty()) {
            throw CliFailure.notMikey(file + ": no MIKEY message in it");
        }
        List<String> keys = new ArrayList<>();
        List<TraceReport.Checked> checked = new ArrayList<>();
        boolean wanted = isChecked(options);
        for (TracedExchange exchange : tracer.exchanges()) {
            checked.add(wanted ? check(exchange, options, context, keys) : new TraceReport.Checked(exchange, "", true));
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
                || options.hasMatchedOption(KEYS_OUT);
    }

    /** Checks an exchange as both of its ends would. */
    private static TraceReport.Checked check(
            TracedExchange exchange, ParseResult options, CliContext context, List<String> keys) {
        TracedMessage offer = exchange.offer();
        Optional<Mode> mode = Mode.beginningWith(offer.message().header().dataType());
        if (mode.isEmpty()) {
            return new TraceReport.Checked(exchange, "not checked: this mode is not known here", true);
        }
        Optional<Octets> answer = exchange.answers().stream()
                .map(message -> message.message().octets())
                .findFirst();
        CliContext then = at(offer.first().at(), context);
        ExchangeOptions exchangeOptions = new ExchangeOptions(options, then);
        try (Mode.Ends ends =
                        new EndsOptions(options, then, exchangeOptions).of(mode.orElseThrow(), offer.message(), false);
                Verification verification =
                        new Verifier(mode.orElseThrow(), ends, exchangeOptions).verify(offer.message(), answer)) {
            if (!verification.verified()) {
                return new TraceReport.Checked(exchange, "not verified: " + verification.problem(), false);
            }
            verification.association().ifPresent(association -> log(association, exchangeOptions, keys));
            return new TraceReport.Checked(exchange, verdict(exchange, verification), true);
        } catch (CliFailure e) {
            return new TraceReport.Checked(exchange, "not checked: " + e.message(), false);
        }
    }

    /** Timestamps are judged by the time at which the message passed. */
    private static CliContext at(Instant time, CliContext context) {
        return new CliContext(
                context.stdin(),
                context.out(),
                context.err(),
                context.environment(),
                Clock.fixed(time, ZoneOffset.UTC),
                context.random(),
                context.prompt());
    }

    private static String verdict(TracedExchange exchange, Verification verification) {
        boolean both =
                verification.answer().isPresent() && verification.association().isPresent();
        String fingerprint = verification
                .association()
                .filter(association -> !association.keys().isEmpty())
                .map(association ->
                        " (sha256/8=" + association.keys().get(0).key().fingerprint() + ")")
                .orElse("");
        if (both) {
            return "verified: both ends have the same keys" + fingerprint;
        }
        return exchange.answers().isEmpty()
                ? "the message is verified" + fingerprint
                : "the message is verified; for its answer the Initiator's secrets are missing";
    }

    private static void log(SecurityAssociation association, ExchangeOptions options, List<String> keys) {
        try {
            for (SrtpKeys stream : SrtpKeys.of(association, options.accepted())) {
                try (stream) {
                    keys.addAll(SrtpKeyLog.lines(association.csbId(), stream));
                }
            }
        } catch (UnusableKeyException e) {
            keys.add("# CSB " + String.format("%08x", association.csbId()) + ": " + e.getMessage());
        }
    }
}

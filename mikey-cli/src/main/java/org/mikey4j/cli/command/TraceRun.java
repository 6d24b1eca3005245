package org.mikey4j.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.output.Layout;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.trace.TraceReport;
import org.mikey4j.cli.trace.TracedExchange;
import org.mikey4j.cli.trace.Tracer;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.media.SrtpKeyLog;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.media.UnusableKeyException;
import picocli.CommandLine.ParseResult;

/** Tells of each exchange as soon as it is over, checks it if there is anything to check it with, and writes down its keys. */
final class TraceRun implements Tracer.Listener, AutoCloseable {
    private static final int MOST_PROBLEMS = 1000;

    private final ParseResult options;
    private final CliContext context;
    private final ExchangeCheck check;
    private final TraceText text;
    private final List<String> keys = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<TraceReport.Checked> shown = new ArrayList<>();
    private long all;
    private long fine;
    private long moreProblems;

    TraceRun(ParseResult options, CliContext context) {
        this.options = options;
        this.context = context;
        this.check = new ExchangeCheck(options, context);
        this.text = new TraceText(
                context.out(),
                Layout.of(
                        context.out(),
                        context.environment(),
                        Painter.of(
                                options.matchedOptionValue(StandardOptions.COLOR, "auto"),
                                context.out(),
                                context.environment())));
    }

    @Override
    public void exchange(TracedExchange exchange) {
        TraceReport.Checked checked =
                isChecked() ? check.check(exchange, this::log) : new TraceReport.Checked(exchange, "", true);
        all++;
        if (checked.isFine()) {
            fine++;
        }
        if (shown.size() < TraceReport.MOST_EXCHANGES) {
            shown.add(checked);
        }
        if (isJson()) {
            try {
                context.out().line(TraceJson.write(checked));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else {
            text.write(checked);
        }
    }

    @Override
    public void problem(String what) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(what);
        } else {
            moreProblems++;
        }
    }

    /**
     * Tells the rest, once all was read.
     *
     * @throws CliFailure if there was nothing
     */
    ExitCode finish(String file) throws IOException {
        if (all == 0 && problems.isEmpty()) {
            throw CliFailure.notMikey(SourceFile.name(file) + ": no MIKEY message in it");
        }
        if (moreProblems > 0) {
            problems.add(moreProblems + " more messages");
        }
        if (!isJson()) {
            text.end(problems, all, fine);
        }
        if (ReportFile.isWanted(options)) {
            ReportFile.write(
                    options,
                    TraceReport.of(
                            SourceFile.name(file),
                            shown,
                            all,
                            fine,
                            problems,
                            context.clock().instant()));
        }
        if (options.hasMatchedOption(TraceCommand.KEYS_OUT)) {
            OwnerFile.write(options.matchedOptionValue(TraceCommand.KEYS_OUT, ""), keys, context);
        }
        return fine == all && problems.isEmpty() ? ExitCode.OK : ExitCode.NO;
    }

    @Override
    public void close() {
        check.close();
    }

    private boolean isJson() {
        return options.matchedOptionValue(StandardOptions.JSON, false);
    }

    private boolean isChecked() {
        return options.hasMatchedOption(StandardOptions.CREDENTIALS)
                || options.hasMatchedOption(IdentityOptions.IDENTITY)
                || options.hasMatchedOption(TrustOptions.TRUST)
                || options.hasMatchedOption(KmsFiles.KMS)
                || options.hasMatchedOption(TicketEnds.TPK)
                || ExchangeOptions.allowsNull(options)
                || options.hasMatchedOption(TraceCommand.KEYS_OUT);
    }

    private void log(SecurityAssociation association, Set<Compatibility> accepted) {
        if (!options.hasMatchedOption(TraceCommand.KEYS_OUT)) {
            return;
        }
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

package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.Version;
import org.mikey4j.cli.lint.JunitWriter;
import org.mikey4j.cli.lint.LintJson;
import org.mikey4j.cli.lint.LintText;
import org.mikey4j.cli.lint.Outcome;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.cli.lint.RuleBook;
import org.mikey4j.cli.lint.SarifWriter;
import org.mikey4j.cli.lint.Transport;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.report.LintReport;
import org.mikey4j.message.Severity;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey lint}: what is wrong, weak or risky about messages and what carries them. */
public final class LintCommand implements Command {
    private static final String PROFILE = "--profile";
    private static final String FAIL_ON = "--fail-on";
    private static final String FORMAT = "--format";
    private static final String TRANSPORT = "--transport";
    private static final String IGNORE = "--ignore";
    private static final String EXPLAIN = "--explain";
    private static final String LIST = "--list";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                "lint", "Say what is wrong, weak or risky about the messages in FILE; exit 1 if that is too much.");
        spec.addOption(
                StandardOptions.value(PROFILE, "NAME", "What to hold them to: " + profiles() + " (default rfc3830)."));
        spec.addOption(StandardOptions.value(
                FAIL_ON, "SEVERITY", "What is too much: error (default), warning, note or never."));
        spec.addOption(StandardOptions.values(IGNORE, "RULE", "Leave out what this rule finds; can be repeated."));
        spec.addOption(
                StandardOptions.value(
                        TRANSPORT,
                        "WHAT",
                        "What carried them: tls, clear, or auto (default), which looks for URIs and Via; in a capture, clear."));
        spec.addOption(StandardOptions.value(
                ExchangeOptions.AT,
                "TIME",
                "Judge timestamps as of this time; otherwise as of now, in a capture of when the message passed."));
        spec.addOption(StandardOptions.credentials());
        EndsOptions.addTo(spec);
        spec.addOption(StandardOptions.value(FORMAT, "FORMAT", "text (default), json, sarif or junit."));
        spec.addOption(StandardOptions.json("The same as --format json."));
        spec.addOption(ReportFile.option());
        spec.addOption(StandardOptions.flag(LIST, "List the rules of the profile."));
        spec.addOption(StandardOptions.value(EXPLAIN, "RULE", "Tell all about a rule."));
        spec.addOption(StandardOptions.color());
        spec.addPositional(StandardOptions.parameters("FILE", "Where to look; - is standard input."));
        StandardOptions.examples(
                spec,
                "mikey lint --profile onvif camera.sdp",
                "mikey lint --fail-on warning --format sarif offer.sdp > lint.sarif");
        return spec;
    }

    private static String profiles() {
        return Arrays.stream(Profile.values()).map(Profile::label).collect(Collectors.joining(", "));
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        Painter painter = Painter.of(
                options.matchedOptionValue(StandardOptions.COLOR, "auto"), context.out(), context.environment());
        LintText text = new LintText(context.out(), context.environment(), painter);
        Profile profile = profile(options.matchedOptionValue(PROFILE, Profile.RFC3830.label()));
        if (options.hasMatchedOption(EXPLAIN)) {
            text.explain(rule(options.matchedOptionValue(EXPLAIN, "")));
            return ExitCode.OK;
        }
        if (options.matchedOptionValue(LIST, false)) {
            text.list(RuleBook.rules(), profile);
            return ExitCode.OK;
        }
        FailOn failOn = FailOn.of(options.matchedOptionValue(FAIL_ON, "error"));
        String format = options.matchedOptionValue(
                FORMAT, options.matchedOptionValue(StandardOptions.JSON, false) ? "json" : "text");
        Outcome outcome;
        try (LintProofs proofs = new LintProofs(options, context)) {
            outcome = new LintRun(
                            profile, ignored(options), transport(options), ExchangeOptions.at(options), proofs, context)
                    .lint(List.of(options.matchedPositionalValue(0, new String[] {"-"})));
        }
        switch (format) {
            case "text" -> text.write(outcome);
            case "json" -> context.out().line(LintJson.write(outcome));
            case "sarif" -> context.out().line(SarifWriter.write(outcome, Version.number()));
            case "junit" -> context.out().line(JunitWriter.write(outcome, failOn.least()));
            default -> throw CliFailure.usage(FORMAT + " is text, json, sarif or junit, not " + format);
        }
        if (ReportFile.isWanted(options)) {
            ReportFile.write(options, LintReport.of(outcome, context.clock().instant()));
        }
        return failOn.isTooMuch(outcome) ? ExitCode.NO : ExitCode.OK;
    }

    private static Profile profile(String name) {
        try {
            return Profile.valueOf(
                    name.toUpperCase(Locale.ROOT).replace("-", "").replace(".", ""));
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(PROFILE + " is " + profiles() + ", not " + name);
        }
    }

    private static Rule rule(String id) {
        return RuleBook.rule(id)
                .orElseThrow(() -> CliFailure.usage("no rule " + id).withHint("see: mikey lint " + LIST));
    }

    private static Set<Rule> ignored(ParseResult options) {
        return Arrays.stream(options.matchedOptionValue(IGNORE, new String[0]))
                .map(LintCommand::rule)
                .collect(Collectors.toSet());
    }

    private static Transport transport(ParseResult options) {
        String name = options.matchedOptionValue(TRANSPORT, "auto");
        return switch (name) {
            case "auto" -> Transport.UNKNOWN;
            case "clear" -> Transport.CLEAR;
            case "tls" -> Transport.CONFIDENTIAL;
            default -> throw CliFailure.usage(TRANSPORT + " is tls, clear or auto, not " + name);
        };
    }

    /** From which severity on the command ends with 1. */
    private enum FailOn {
        ERROR,
        WARNING,
        NOTE,
        NEVER;

        static FailOn of(String name) {
            return switch (name) {
                case "error" -> ERROR;
                case "warning", "warn" -> WARNING;
                case "note", "info" -> NOTE;
                case "never" -> NEVER;
                default -> throw CliFailure.usage(FAIL_ON + " is error, warning, note or never, not " + name);
            };
        }

        Severity least() {
            return switch (this) {
                case ERROR, NEVER -> Severity.ERROR;
                case WARNING -> Severity.WARNING;
                case NOTE -> Severity.INFO;
            };
        }

        boolean isTooMuch(Outcome outcome) {
            return this != NEVER && outcome.has(least());
        }
    }
}

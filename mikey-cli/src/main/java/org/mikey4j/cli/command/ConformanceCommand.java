package org.mikey4j.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.conformance.ConformanceOutput;
import org.mikey4j.cli.conformance.ConformanceRun;
import org.mikey4j.cli.conformance.OwnAdapter;
import org.mikey4j.cli.conformance.Scenario;
import org.mikey4j.cli.conformance.Scenarios;
import org.mikey4j.cli.view.ReadableText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey conformance}: tests another implementation, or is the one that is tested. */
public final class ConformanceCommand implements Command {
    private static final String RUN = "run";
    private static final String ADAPTER = "adapter";
    private static final String VECTORS = "--vectors";
    private static final String TIMEOUT = "--timeout";
    private static final String ONLY = "--only";
    private static final String JUNIT = "--junit";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command("conformance", "Test another implementation of MIKEY.");
        spec.addSubcommand(RUN, runSpec());
        spec.addSubcommand(ADAPTER, adapterSpec());
        StandardOptions.examples(
                spec,
                "mikey conformance run ./adapter.py",
                "mikey conformance run --only psk mikey conformance adapter");
        return spec;
    }

    private static CommandSpec runSpec() {
        CommandSpec spec = StandardOptions.command(
                RUN,
                "Ask the program COMMAND, which speaks JSON lines, scenario by scenario; exit 1 if a verdict is against it.");
        spec.addOption(StandardOptions.value(VECTORS, "DIR", "The test vectors (default test-vectors)."));
        spec.addOption(StandardOptions.value(ONLY, "TEXT", "Only scenarios whose id has TEXT in it."));
        spec.addOption(StandardOptions.value(TIMEOUT, "MS", "Milliseconds for one answer (default 2000)."));
        spec.addOption(StandardOptions.value(JUNIT, "FILE", "Write the verdicts as XML of JUnit."));
        spec.addOption(ReportFile.option());
        spec.addOption(StandardOptions.json("One JSON object with all verdicts."));
        spec.addPositional(StandardOptions.parameters("COMMAND", "The adapter and its arguments."));
        spec.parser().stopAtPositional(true);
        StandardOptions.examples(
                spec,
                "mikey conformance run --report gst.html test-vectors/adapters/gstreamer.py",
                "mikey conformance run --only psk-tampered -- ./adapter --verbose");
        return spec;
    }

    private static CommandSpec adapterSpec() {
        CommandSpec spec =
                StandardOptions.command(ADAPTER, "Be the adapter of mikey4j: a line of JSON in, a line of JSON out.");
        StandardOptions.examples(
                spec,
                "mikey conformance run mikey conformance adapter",
                "echo '{\"do\":\"hello\"}' | mikey conformance adapter");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        if (!options.hasSubcommand()) {
            throw CliFailure.usage("conformance: do what? run or adapter").withHint("see: mikey conformance --help");
        }
        ParseResult action = options.subcommand();
        return action.commandSpec().name().equals(RUN) ? test(action, context) : serve(context);
    }

    private static ExitCode serve(CliContext context) throws IOException {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(context.stdin().take("requests"), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                context.out().line(OwnAdapter.answer(line));
                context.out().flush();
            }
        }
        return ExitCode.OK;
    }

    private static ExitCode test(ParseResult options, CliContext context) throws IOException {
        String[] command = options.matchedPositionalValue(0, new String[0]);
        if (command.length == 0) {
            throw CliFailure.usage("conformance run: which adapter?").withHint("see: mikey conformance run --help");
        }
        String only = options.matchedOptionValue(ONLY, "");
        List<Scenario> scenarios = scenarios(options.matchedOptionValue(VECTORS, "test-vectors")).stream()
                .filter(scenario -> scenario.id().contains(only))
                .toList();
        int[] done = new int[1];
        ConformanceRun.Result result;
        try {
            result = ConformanceRun.run(List.of(command), timeout(options), scenarios, verdict -> {
                done[0]++;
                if (context.err().isTerminal() && done[0] % 50 == 0) {
                    context.err().text("\r" + done[0] + " of " + scenarios.size() + "\033[K");
                    context.err().flush();
                }
            });
        } catch (IOException e) {
            throw CliFailure.io(ReadableText.harmless(String.valueOf(e.getMessage())));
        }
        if (context.err().isTerminal()) {
            context.err().text("\r\033[K");
        }
        if (options.matchedOptionValue(StandardOptions.JSON, false)) {
            context.out().line(ConformanceOutput.json(result));
        } else {
            ConformanceOutput.text(result).forEach(line -> context.out().line(ReadableText.harmless(line)));
        }
        if (options.hasMatchedOption(JUNIT)) {
            write(options.matchedOptionValue(JUNIT, ""), ConformanceOutput.junit(result));
        }
        if (ReportFile.isWanted(options)) {
            ReportFile.write(
                    options, ConformanceOutput.html(result, context.clock().instant()));
        }
        return result.verdicts().stream().anyMatch(v -> v.isBad()) ? ExitCode.NO : ExitCode.OK;
    }

    private static List<Scenario> scenarios(String folder) {
        try {
            return new ArrayList<>(Scenarios.read(Path.of(folder)));
        } catch (InvalidPathException | IOException e) {
            throw CliFailure.io(folder + ": the test vectors cannot be read: " + e.getMessage())
                    .withHint("they are in the folder test-vectors of the source; name it with " + VECTORS);
        }
    }

    private static Duration timeout(ParseResult options) {
        String millis = options.matchedOptionValue(TIMEOUT, "2000");
        if (!millis.matches("[1-9]\\d{0,6}")) {
            throw CliFailure.usage(TIMEOUT + " is a number of milliseconds, not " + millis);
        }
        return Duration.ofMillis(Long.parseLong(millis));
    }

    private static void write(String name, String text) {
        try {
            Files.writeString(Path.of(name), text);
        } catch (InvalidPathException | IOException e) {
            throw CliFailure.io(name + ": cannot be written: " + e.getMessage());
        }
    }
}

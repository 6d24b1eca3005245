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
import org.mikey4j.cli.conformance.Adapter;
import org.mikey4j.cli.conformance.ConformanceOutput;
import org.mikey4j.cli.conformance.ConformanceRun;
import org.mikey4j.cli.conformance.Networks;
import org.mikey4j.cli.conformance.OwnAdapter;
import org.mikey4j.cli.conformance.Scenario;
import org.mikey4j.cli.conformance.Scenarios;
import org.mikey4j.cli.conformance.Setup;
import org.mikey4j.cli.conformance.Subject;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.cli.view.ReadableText;
import org.mikey4j.crypto.SecretBytes;
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
    private static final String UDP = "--udp";
    private static final String SIP = "--sip";
    private static final String RTSP = "--rtsp";
    private static final String PSK = "--psk";
    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String UNPROTECTED = "--unprotected";

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
        spec.addOption(
                StandardOptions.value(UDP, "HOST[:PORT]", "Test what listens there for MIKEY over UDP (port 2269)."));
        spec.addOption(StandardOptions.value(SIP, "URI", "Test whom an INVITE over UDP reaches at this sip: URI."));
        spec.addOption(StandardOptions.value(RTSP, "URI", "Test the server of this rtsp: URI by SETUP."));
        spec.addOption(StandardOptions.value(
                PSK, "SECRET", "The key shared with it: file:F, env:V, fd:N, stdin or prompt (over a network)."));
        spec.addOption(StandardOptions.value(FROM, "URI", "Our identity (default " + Setup.ALICE + ")."));
        spec.addOption(StandardOptions.value(TO, "URI", "Its identity (default " + Setup.BOB + ")."));
        spec.addOption(StandardOptions.flag(
                UNPROTECTED, "Offer keys with NULL encryption and NULL MAC instead of a shared key."));
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
                "mikey conformance run --only psk-tampered -- ./adapter --verbose",
                "mikey conformance run --udp 127.0.0.1:2269 --psk file:psk.hex",
                "mikey conformance run --sip sip:bob@127.0.0.1:5060 --psk file:psk.hex --to sip:bob@example.org",
                "mikey conformance run --rtsp rtsp://127.0.0.1:8554/live --unprotected");
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
            OwnAdapter adapter = new OwnAdapter();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                context.out().line(adapter.answer(line));
                context.out().flush();
            }
        }
        return ExitCode.OK;
    }

    private static ExitCode test(ParseResult options, CliContext context) throws IOException {
        Subject subject = subject(options);
        String only = options.matchedOptionValue(ONLY, "");
        List<Scenario> scenarios = scenarios(options, context).stream()
                .filter(scenario -> scenario.id().contains(only))
                .toList();
        int[] done = new int[1];
        ConformanceRun.Result result;
        try (subject) {
            result = ConformanceRun.run(subject, scenarios, verdict -> {
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

    private static Subject subject(ParseResult options) {
        String[] command = options.matchedPositionalValue(0, new String[0]);
        Duration patience = timeout(options);
        List<String> networks = List.of(UDP, SIP, RTSP).stream()
                .filter(options::hasMatchedOption)
                .toList();
        if (networks.size() + Math.min(1, command.length) != 1) {
            throw CliFailure.usage("conformance run: test what? one of COMMAND, --udp, --sip and --rtsp")
                    .withHint("see: mikey conformance run --help");
        }
        try {
            return switch (networks.isEmpty() ? "" : networks.get(0)) {
                case UDP -> Networks.udp(options.matchedOptionValue(UDP, ""), patience);
                case SIP -> Networks.sip(options.matchedOptionValue(SIP, ""), patience);
                case RTSP -> Networks.rtsp(options.matchedOptionValue(RTSP, ""), patience);
                default -> new Adapter(List.of(command), patience);
            };
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage("conformance run: " + ReadableText.harmless(String.valueOf(e.getMessage())));
        }
    }

    private static List<Scenario> scenarios(ParseResult options, CliContext context) {
        boolean network = List.of(UDP, SIP, RTSP).stream().anyMatch(options::hasMatchedOption);
        if (!network) {
            return fromVectors(options.matchedOptionValue(VECTORS, "test-vectors"));
        }
        if (options.matchedOptionValue(UNPROTECTED, false)) {
            return Scenarios.unprotected();
        }
        if (!options.hasMatchedOption(PSK)) {
            throw CliFailure.usage("conformance run: which key does it share with us?")
                    .withHint("give it with " + PSK + " file:F, or offer keys without protection with " + UNPROTECTED);
        }
        try (SecretBytes psk = Credentials.readPsk(PSK, options.matchedOptionValue(PSK, ""), context)) {
            return Scenarios.overNetwork(
                    psk, options.matchedOptionValue(FROM, Setup.ALICE), options.matchedOptionValue(TO, Setup.BOB));
        }
    }

    private static List<Scenario> fromVectors(String folder) {
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

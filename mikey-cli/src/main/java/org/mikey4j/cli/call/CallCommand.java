package org.mikey4j.cli.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.command.OwnerFile;
import org.mikey4j.cli.output.Layout;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.output.Row;
import org.mikey4j.cli.output.Style;
import org.mikey4j.cli.sip.Meddler;
import org.mikey4j.cli.sip.SipFailure;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey call}: a whole protected call between two IMS networks on the loopback address. */
public final class CallCommand implements Command {
    private static final String SCHEME = "--scheme";
    private static final String MODE = "--mode";
    private static final String KEYS_OUT = "--keys-out";
    private static final String PCAP = "--pcap";
    private static final String REPORT = "--report";
    private static final String ATTACK = "--attack";
    private static final int FRAMES = 25;
    private static final int VERDICT_INDENT = 4;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                "call",
                "Make a protected call between two IMS networks, all of it on this machine's loopback address.");
        spec.addOption(StandardOptions.value(SCHEME, "N", "How the ends come to keys: " + Schemes.SUMMARY + "."));
        spec.addOption(StandardOptions.value(
                MODE, "MODE", "Of scheme 5: " + EndToEndMode.labels() + "; the first if none is named."));
        spec.addOption(StandardOptions.value(
                ATTACK, "WHAT", "Show how the call is refused; exit 1. One of: " + Attack.labels() + "."));
        spec.addOption(StandardOptions.value(PCAP, "FILE", "Write all SIP and RTP as a capture."));
        spec.addOption(StandardOptions.value(
                KEYS_OUT, "FILE", "Write the keys of the media to FILE, as a key log that its owner alone can read."));
        spec.addOption(StandardOptions.value(REPORT, "FILE", "Write an HTML report: ladder, messages, who knew what."));
        spec.addOption(StandardOptions.json("One JSON object when all is over, instead of lines as it goes."));
        spec.addOption(StandardOptions.color());
        StandardOptions.examples(
                spec,
                "mikey call --scheme 5 --mode rsa-r --pcap call.pcap --report call.html",
                "mikey call --scheme ticket --attack tamper");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        int scheme = Schemes.number(options.matchedOptionValue(SCHEME, "5"));
        EndToEndMode mode = mode(scheme, options);
        Optional<Attack> attack = options.hasMatchedOption(ATTACK)
                ? Optional.of(attack(options.matchedOptionValue(ATTACK, "")))
                : Optional.empty();
        boolean json = options.matchedOptionValue(StandardOptions.JSON, false);
        Painter painter = Painter.of(
                options.matchedOptionValue(StandardOptions.COLOR, "auto"), context.out(), context.environment());
        Layout layout = Layout.of(context.out(), context.environment(), painter);
        CallText text = new CallText(context.out(), layout, context.clock().instant());
        CallTrace trace = new CallTrace(context.clock(), json ? event -> {} : text::line);
        SecureRandom random = context.random().get();
        Optional<Attacker> attacker = attack.map(a -> new Attacker(a, trace));
        List<String> keys = new ArrayList<>();
        CallRun.Result result;
        CallScheme made;
        try (CallRun run = new CallRun(
                trace,
                Schemes.maker(scheme, mode, new Parties(context.clock(), random), trace),
                attacker.map(Attacker::meddler).orElse(Meddler.none()),
                keys::add,
                context.clock(),
                random)) {
            made = run.scheme();
            run.register();
            if (attack.filter(Attack::needsAnEarlierCall).isPresent()) {
                run.call(FRAMES);
            }
            attacker.ifPresent(Attacker::arm);
            result = run.call(FRAMES);
        } catch (SipFailure e) {
            throw CliFailure.io(String.valueOf(e.getMessage()));
        }
        if (options.hasMatchedOption(PCAP)) {
            write(options.matchedOptionValue(PCAP, ""), CaptureFile.of(trace.events()));
        }
        if (options.hasMatchedOption(KEYS_OUT)) {
            OwnerFile.write(options.matchedOptionValue(KEYS_OUT, ""), keys, context);
        }
        if (options.hasMatchedOption(REPORT)) {
            String html = new CallReport(
                            "scheme " + Schemes.label(scheme) + ", " + made.title(), made.lessons(), trace.events())
                    .write(result, attack, context.clock().instant());
            write(options.matchedOptionValue(REPORT, ""), html.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        if (json) {
            context.out()
                    .line(CallJson.of(
                            scheme, scheme == 5 ? Optional.of(mode) : Optional.empty(), made, attack, result, trace));
        } else {
            context.out().line(verdict(layout.row(VERDICT_INDENT), attack, result));
        }
        if (attack.isPresent() && result.established()) {
            return ExitCode.BUG;
        }
        return result.established() ? ExitCode.OK : ExitCode.NO;
    }

    private static EndToEndMode mode(int scheme, ParseResult options) {
        if (!options.hasMatchedOption(MODE)) {
            return EndToEndMode.DH_SIGN;
        }
        if (scheme != 5) {
            throw CliFailure.usage(MODE + " is for scheme 5; in the others the centres issue the keys");
        }
        String name = options.matchedOptionValue(MODE, "");
        return Arrays.stream(EndToEndMode.values())
                .filter(m -> m.label().equals(name))
                .findFirst()
                .orElseThrow(() -> CliFailure.usage(MODE + " is one of " + EndToEndMode.labels() + ", not " + name));
    }

    private static Attack attack(String name) {
        return Arrays.stream(Attack.values())
                .filter(a -> a.label().equals(name))
                .findFirst()
                .orElseThrow(() -> CliFailure.usage(ATTACK + " is one of " + Attack.labels() + ", not " + name));
    }

    private static String verdict(Row row, Optional<Attack> attack, CallRun.Result result) {
        if (result.established()) {
            String heard = "UE_B heard " + result.framesToCallee() + " frames and UE_A " + result.framesToCaller()
                    + ", each as it was said";
            row.add(
                    "",
                    attack.isPresent() ? Style.BAD : Style.GOOD,
                    (attack.isPresent() ? "The attack went unnoticed: " : "The call was protected: ") + heard);
        } else {
            row.add("", attack.isPresent() ? Style.GOOD : Style.BAD, "The call was refused:")
                    .add(" ", null, result.refusal());
        }
        return row.toString();
    }

    private static void write(String name, byte[] octets) {
        try {
            Files.write(Path.of(name), octets);
        } catch (InvalidPathException | IOException e) {
            throw CliFailure.io(name + ": cannot be written: " + e.getMessage());
        }
    }
}

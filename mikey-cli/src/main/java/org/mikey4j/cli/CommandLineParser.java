package org.mikey4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Finds the subcommand, reads its options and runs it. */
final class CommandLineParser {
    private static final String SUMMARY = """
            mikey reads, makes and checks MIKEY messages (RFC 3830).

              mikey inspect FILE              every field of a message, wherever it sits in FILE
              mikey explain FILE              the same, with what each field is for
              mikey lint FILE                 what is wrong, weak or risky in it, and who does that
              mikey trace CAPTURE             who answered whom in a capture, and what both ends should hold
              mikey diff A B                  two messages, field by field
              mikey generate MODE             make a message: psk, pk, dh, sakke, ticket-request, ...
              mikey respond FILE              make the answer to a message
              mikey verify FILE               does it authenticate, and which keys come of it
              mikey keygen --out FILE         a key and a certificate to try things out with
              mikey cert FILE                 certificates as people read them, and whether they are believed
              mikey export --to FORM FILE     those keys for SDES, GStreamer, libsrtp, ffmpeg, ip xfrm
              mikey srtp decrypt CAPTURE      the RTP in a capture's SRTP, for Wireshark to play
              mikey convert --to FORM FILE    the same octets in hex, base64, SDP, RTSP or raw
              mikey call --scheme N           a whole protected call between two IMS networks, on this machine
              mikey kmc serve --config FILE   a key management centre as a SIP application server
              mikey kms init|issue|check|show   keys of identities for SAKKE: a service, as files
              mikey conformance run COMMAND   test another implementation through an adapter
              mikey redact                    blank the keys in logs
              mikey help COMMAND              the options of a command; also: completion, --version
            """;

    private CommandLineParser() {}

    static ExitCode parseAndRun(List<String> arguments, CliContext context) throws IOException {
        CommandSpec root = root();
        Command command = null;
        Optional<String> name =
                arguments.stream().filter(a -> !a.startsWith("-")).findFirst();
        if (name.isPresent()) {
            command = Commands.named(name.get());
            CommandSpec spec = command.spec();
            root.addSubcommand(spec.name(), spec);
        }

        ParseResult result = new CommandLine(root).setExpandAtFiles(false).parseArgs(arguments.toArray(String[]::new));
        if (command != null && result.hasSubcommand()) {
            return run(command, result.subcommand(), context);
        }
        if (result.isVersionHelpRequested()) {
            context.out().text(Version.text());
            return ExitCode.OK;
        }
        if (result.isUsageHelpRequested()) {
            context.out().text(SUMMARY);
            return ExitCode.OK;
        }
        context.err().text(SUMMARY);
        return ExitCode.USAGE;
    }

    private static ExitCode run(Command command, ParseResult options, CliContext context) throws IOException {
        ParseResult innermost = options;
        while (innermost.hasSubcommand()) {
            innermost = innermost.subcommand();
        }
        if (innermost.isUsageHelpRequested()) {
            context.out().text(usage(innermost.commandSpec()));
            return ExitCode.OK;
        }
        return command.run(options, context);
    }

    /** The root without its subcommands. */
    static CommandSpec root() {
        CommandSpec root = CommandSpec.create().name("mikey");
        root.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).build());
        root.addOption(OptionSpec.builder("-V", "--version").versionHelp(true).build());
        root.addOption(OptionSpec.builder(StandardOptions.DEBUG).hidden(true).build());
        return root;
    }

    static String summary() {
        return SUMMARY;
    }

    static String usage(CommandSpec spec) {
        StringWriter text = new StringWriter();
        spec.commandLine().usage(new PrintWriter(text), Ansi.OFF);
        return text.toString();
    }
}

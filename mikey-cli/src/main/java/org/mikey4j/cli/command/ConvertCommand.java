package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.Base64Data;
import org.mikey4j.sdp.KeyMgmtHeader;
import org.mikey4j.sdp.RtspParameters;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey convert}: the same message, octet for octet, carried in another way. */
public final class ConvertCommand implements Command {
    private static final String TO = "--to";
    private static final String URI = "--uri";
    private static final String FORMS = "hex, base64, sdp, rtsp, parameter or raw";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                "convert", "Write the messages in FILE in another form: the octets stay, what carries them changes.");
        spec.addOption(
                StandardOptions.value(TO, "FORM", FORMS + "; rtsp is a KeyMgmt header, parameter a re-key body."));
        spec.addOption(StandardOptions.value(URI, "URI", "rtsp: the stream or session that the keys are for."));
        spec.addPositional(StandardOptions.parameters("FILE", "Where the messages are; - is standard input."));
        StandardOptions.examples(
                spec, "mikey convert --to hex offer.sdp", "mikey convert --to rtsp --uri rtsps://cam/1 message.bin");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        String form = options.matchedOptionValue(TO, "");
        String uri = options.matchedOptionValue(URI, "");
        for (String file : options.matchedPositionalValue(0, new String[] {"-"})) {
            List<FoundMessage> messages = Inputs.read(file, context);
            if (form.equals("raw") && messages.size() > 1) {
                throw CliFailure.usage(file + ": has " + messages.size() + " messages, and raw octets are of one");
            }
            for (FoundMessage message : messages) {
                message.diagnostics()
                        .forEach(diagnostic -> context.warn(message.source() + ": " + diagnostic.message()));
                write(form, uri, message.octets(), context);
            }
        }
        return ExitCode.OK;
    }

    private static void write(String form, String uri, Octets message, CliContext context) {
        switch (form) {
            case "hex" -> context.out().line(message.toHex());
            case "base64" -> context.out().line(Base64Data.encode(message));
            case "sdp" -> context.out().line(MessageFormat.sdpLine(message));
            case "rtsp" -> context.out().line(KeyMgmtHeader.NAME + ": " + header(uri, message));
            case "parameter" -> context.out().line(RtspParameters.line(message).stripTrailing());
            case "raw" -> MessageFormat.writeRaw(message, context);
            case "" -> throw CliFailure.usage(TO + " is missing").withHint("forms: " + FORMS);
            default -> throw CliFailure.usage(TO + " is " + FORMS + ", not " + form);
        }
    }

    private static String header(String uri, Octets message) {
        try {
            return KeyMgmtHeader.value(uri, message);
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(URI + ": " + e.getMessage());
        }
    }
}

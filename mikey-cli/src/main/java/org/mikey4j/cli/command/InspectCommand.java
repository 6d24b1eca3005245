package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mikey4j.MikeyException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.cli.view.FieldNotes;
import org.mikey4j.cli.view.JsonWriter;
import org.mikey4j.cli.view.MessageView;
import org.mikey4j.cli.view.TreeWriter;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey inspect}: every field of every message in the input. */
public final class InspectCommand implements Command {
    private static final String FULL = "--full";

    private final FieldNotes notes;

    /** Shows values. */
    public InspectCommand() {
        this(FieldNotes.NONE);
    }

    InspectCommand(FieldNotes notes) {
        this.notes = notes;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = spec("inspect", "Show every field of the messages in FILE; exit 1 if one has errors.");
        spec.addOption(StandardOptions.json("One JSON object a line for each message."));
        StandardOptions.examples(spec, "mikey inspect camera.sdp", "pbpaste | mikey inspect --json -");
        return spec;
    }

    static CommandSpec spec(String name, String description) {
        CommandSpec spec = StandardOptions.command(name, description);
        spec.addOption(StandardOptions.flag(FULL, "Show long fields whole."));
        spec.addOption(StandardOptions.showSecrets());
        spec.addOption(StandardOptions.credentials());
        spec.addOption(StandardOptions.color());
        spec.addPositional(StandardOptions.parameters("FILE", "Where to look; - is standard input."));
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        boolean showSecrets = options.matchedOptionValue(StandardOptions.SHOW_SECRETS, false);
        boolean json = options.hasMatchedOption(StandardOptions.JSON);
        if (showSecrets) {
            context.warn("keys are shown");
        }
        Painter painter = Painter.of(
                options.matchedOptionValue(StandardOptions.COLOR, "auto"), context.out(), context.environment());
        TreeWriter tree =
                new TreeWriter(context.out(), painter, notes, showSecrets, options.matchedOptionValue(FULL, false));
        JsonWriter objects = new JsonWriter(showSecrets);
        ExitCode code = ExitCode.OK;
        try (Credentials credentials = credentials(options, context)) {
            for (String file : options.matchedPositionalValue(0, new String[] {"-"})) {
                List<FoundMessage> found = Inputs.read(file, context);
                for (FoundMessage message : found) {
                    MessageView view = MessageView.of(
                            message.source(),
                            message.octets(),
                            message.diagnostics(),
                            opened(message, credentials, context));
                    if (json) {
                        context.out().line(objects.write(view));
                    } else {
                        heading(found, message, context);
                        tree.write(view);
                    }
                    code = view.isFine() ? code : ExitCode.NO;
                }
            }
        }
        return code;
    }

    private static void heading(List<FoundMessage> found, FoundMessage message, CliContext context) {
        if (found.size() > 1 || !message.source().equals("stdin")) {
            context.out().line(message.source());
        }
    }

    private static Credentials credentials(ParseResult options, CliContext context) {
        String reference = options.matchedOptionValue(StandardOptions.CREDENTIALS, "");
        return reference.isEmpty() ? Credentials.NONE : Credentials.read(reference, context);
    }

    private static Optional<Octets> opened(FoundMessage found, Credentials credentials, CliContext context) {
        if (credentials.psk().isEmpty()) {
            return Optional.empty();
        }
        try {
            MikeyMessage message = MikeyMessage.decode(found.octets(), DecodeOptions.ACCEPT_TRAILING_ZERO);
            return new KemacOpener(credentials).open(message);
        } catch (MalformedMessageException e) {
            // What is wrong with it is among the findings.
            return Optional.empty();
        } catch (MikeyException e) {
            context.warn(found.source() + ": the credentials do not open it: " + e.getMessage());
            return Optional.empty();
        } catch (CliFailure e) {
            context.warn(e.message());
            return Optional.empty();
        }
    }
}

package org.mikey4j.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.MikeyException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.report.InspectReport;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.cli.view.FieldNotes;
import org.mikey4j.cli.view.JsonWriter;
import org.mikey4j.cli.view.MessageView;
import org.mikey4j.cli.view.OpenedData;
import org.mikey4j.cli.view.ReadableText;
import org.mikey4j.cli.view.TreeWriter;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;
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
        spec.addOption(ReportFile.option());
        StandardOptions.examples(spec, "mikey inspect camera.sdp", "pbpaste | mikey inspect --json -");
        return spec;
    }

    static CommandSpec spec(String name, String description) {
        CommandSpec spec = StandardOptions.command(name, description);
        spec.addOption(StandardOptions.flag(FULL, "Show long fields whole."));
        spec.addOption(StandardOptions.showSecrets());
        spec.addOption(StandardOptions.credentials());
        EnvelopeKey.addTo(spec);
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
        // Only if it is asked for: it keeps what it is given.
        Optional<InspectReport> report = ReportFile.isWanted(options)
                ? Optional.of(new InspectReport(context.clock().instant(), showSecrets))
                : Optional.empty();
        String[] files = options.matchedPositionalValue(0, new String[] {"-"});
        ExitCode code = ExitCode.OK;
        try (Credentials credentials = credentials(options, context);
                EnvelopeKey envelope = new EnvelopeKey(options, context);
                TicketOpener tickets = new TicketOpener(credentials, envelope)) {
            for (String file : files) {
                try {
                    List<Boolean> fine = new ArrayList<>(List.of(true));
                    Inputs.each(file, context, message -> {
                        MessageView view = view(message, credentials, tickets);
                        if (json) {
                            context.out().line(object(objects, view));
                        } else {
                            context.out().line(heading(message));
                            tree.write(view);
                        }
                        report.ifPresent(r -> r.add(heading(message), view));
                        fine.set(0, fine.get(0) && view.isFine());
                    });
                    code = worse(code, fine.get(0) ? ExitCode.OK : ExitCode.NO);
                } catch (CliFailure e) {
                    if (files.length == 1) {
                        throw e;
                    }
                    context.err().line("mikey: " + e.message());
                    code = worse(code, e.exitCode());
                }
            }
        }
        if (report.isPresent()) {
            ReportFile.write(options, report.get().report());
        }
        return code;
    }

    private static String object(JsonWriter objects, MessageView view) {
        try {
            return objects.write(view);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The graver one: they are numbered so. */
    private static ExitCode worse(ExitCode one, ExitCode other) {
        return one.code() >= other.code() ? one : other;
    }

    private static String heading(FoundMessage message) {
        return ReadableText.harmless(
                message.source() + ": " + message.octets().length() + " octets, from " + message.carrier());
    }

    private static Credentials credentials(ParseResult options, CliContext context) {
        String reference = options.matchedOptionValue(StandardOptions.CREDENTIALS, "");
        return reference.isEmpty() ? Credentials.NONE : Credentials.read(reference, context);
    }

    private static MessageView view(FoundMessage found, Credentials credentials, TicketOpener tickets) {
        Optional<Octets> opened = Optional.empty();
        List<Diagnostic> diagnostics = new ArrayList<>(found.diagnostics());
        List<OpenedData> data = new ArrayList<>();
        if (tickets.hasKeys() || !credentials.identityKeys().isEmpty()) {
            try {
                MikeyMessage message = MikeyMessage.decode(found.octets(), DecodeOptions.ACCEPT_TRAILING_ZERO);
                SakkeOpener.open(message, credentials.identityKeys(), diagnostics)
                        .ifPresent(data::add);
                data.addAll(IbakeOpener.open(message, credentials.identityKeys(), diagnostics));
                data.addAll(tickets.open(message, diagnostics));
                opened = credentials.psk().isPresent() ? open(message, credentials, diagnostics) : Optional.empty();
            } catch (MalformedMessageException e) {
                // What is wrong with it will be among the findings.
            }
        }
        return MessageView.of(found.source(), found.octets(), diagnostics, opened, data);
    }

    private static Optional<Octets> open(MikeyMessage message, Credentials credentials, List<Diagnostic> diagnostics) {
        try {
            return new KemacOpener(credentials).open(message);
        } catch (MikeyException e) {
            diagnostics.add(new Diagnostic(
                    Severity.WARNING,
                    "NOT_OPENED",
                    message.offset(message.indexOf(KemacPayload.class)),
                    "KEMAC",
                    "the credentials do not open it: " + e.getMessage(),
                    "RFC 3830, 6.2"));
            return Optional.empty();
        }
    }
}

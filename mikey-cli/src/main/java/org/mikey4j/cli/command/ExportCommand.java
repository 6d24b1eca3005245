package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.media.NotExpressibleException;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.media.UnusableKeyException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey export}: the keys of an exchange in the form that another program takes. */
public final class ExportCommand implements Command {
    private static final String TO = "--to";
    private static final String CS = "--cs";
    private static final String DIRECTION = "--direction";
    private static final String OUTPUT = "--output";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                "export", "Write the keys that come of the message in FILE in the form that another program takes.");
        spec.addOption(StandardOptions.value(TO, "FORM", "What to write: " + ExportTarget.names() + "."));
        ExportSource.addTo(spec);
        spec.addOption(StandardOptions.value(CS, "N", "The crypto session alone that has this number."));
        spec.addOption(StandardOptions.value(
                DIRECTION, "WAY", "in (default) or out: whether the streams are received or sent."));
        MikeyLines.addTo(spec);
        XfrmOptions.addTo(spec);
        spec.addOption(StandardOptions.showSecrets());
        spec.addOption(StandardOptions.value(
                OUTPUT, "FILE", "Write to FILE, which only you can read, instead of standard output."));
        spec.addPositional(StandardOptions.parameters("FILE", "Where the message is; - is standard input."));
        StandardOptions.examples(
                spec,
                "mikey export --to sdes --credentials psk.json --show-secrets offer.sdp",
                "mikey export --to keylog --credentials env:PSK --cs 1 offer.sdp");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        ExportTarget target = ExportTarget.of(options.matchedOptionValue(TO, ""));
        boolean showSecrets = options.matchedOptionValue(StandardOptions.SHOW_SECRETS, false);
        try (ExportSource source = ExportSource.read(options, context)) {
            List<String> lines = new ArrayList<>();
            SecretMask mask = new SecretMask();
            if (target == ExportTarget.XFRM) {
                new XfrmOptions(options).write(source, session(options), lines, mask);
            } else if (target == ExportTarget.MIKEY) {
                lines.addAll(new MikeyLines(options, context).write(streams(source, options)));
            } else {
                for (SrtpKeys keys : streams(source, options)) {
                    mask.add(keys);
                    lines.addAll(target.lines(source.csbId(), keys, direction(options)));
                    target.lost(keys).ifPresent(context::warn);
                }
            }
            if (!showSecrets && target != ExportTarget.MIKEY) {
                context.warn("keys are not shown; " + StandardOptions.SHOW_SECRETS + " writes them");
                lines.replaceAll(mask::apply);
            }
            OwnerFile.write(options.matchedOptionValue(OUTPUT, ""), lines, context);
        } catch (UnusableKeyException | NotExpressibleException e) {
            throw CliFailure.no(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private static List<SrtpKeys> streams(ExportSource source, ParseResult options) {
        int session = session(options);
        List<SrtpKeys> streams = source.streams().stream()
                .filter(keys -> session < 0 || keys.csId() == session)
                .toList();
        if (streams.isEmpty()) {
            throw CliFailure.no(session < 0 ? "there is no crypto session" : "there is no crypto session " + session);
        }
        return streams;
    }

    /** The session that was asked for, -1 for all. */
    private static int session(ParseResult options) {
        String text = options.matchedOptionValue(CS, "-1");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw CliFailure.usage(CS + " is the number of a crypto session, not " + text);
        }
    }

    private static boolean direction(ParseResult options) {
        String way = options.matchedOptionValue(DIRECTION, "in").toLowerCase(Locale.ROOT);
        return switch (way) {
            case "in" -> true;
            case "out" -> false;
            default -> throw CliFailure.usage(DIRECTION + " is in or out, not " + way);
        };
    }
}

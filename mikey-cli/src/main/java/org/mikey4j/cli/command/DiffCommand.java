package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.output.Style;
import org.mikey4j.cli.view.MessageDiff;
import org.mikey4j.cli.view.MessageView;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey diff}: two messages, field by field. */
public final class DiffCommand implements Command {
    private static final String IGNORE_FRESH = "--ignore-fresh";

    @Override
    public CommandSpec spec() {
        CommandSpec spec =
                StandardOptions.command("diff", "Compare two messages field by field; exit 1 if they differ.");
        spec.addOption(StandardOptions.flag(
                IGNORE_FRESH, "Leave out what is new in every message: CSB ID, T, RAND, keys, MACs, signatures."));
        spec.addOption(StandardOptions.json("One JSON object."));
        spec.addOption(StandardOptions.showSecrets());
        spec.addOption(StandardOptions.color());
        spec.addPositional(StandardOptions.parameter(0, "A", "Where the first message is; - is standard input."));
        spec.addPositional(StandardOptions.parameter(1, "B", "Where the second message is."));
        StandardOptions.examples(
                spec, "mikey diff ours.b64 theirs.b64", "mikey diff --ignore-fresh before.sdp after.sdp");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        MessageView left = Inputs.readOne(options.matchedPositionalValue(0, "-"), context);
        MessageView right = Inputs.readOne(options.matchedPositionalValue(1, "-"), context);
        List<MessageDiff.Difference> differences = new MessageDiff(
                        options.matchedOptionValue(StandardOptions.SHOW_SECRETS, false),
                        options.matchedOptionValue(IGNORE_FRESH, false))
                .compare(left, right);
        if (options.matchedOptionValue(StandardOptions.JSON, false)) {
            context.out().line(asJson(left, right, differences));
        } else {
            Painter painter = Painter.of(
                    options.matchedOptionValue(StandardOptions.COLOR, "auto"), context.out(), context.environment());
            if (!differences.isEmpty()) {
                context.out().line(painter.paint(Style.BAD, "- " + left.source()));
                context.out().line(painter.paint(Style.GOOD, "+ " + right.source()));
            }
            for (MessageDiff.Difference difference : differences) {
                context.out().line(difference.path());
                difference.left().ifPresent(value -> context.out().line(painter.paint(Style.BAD, "  - " + value)));
                difference.right().ifPresent(value -> context.out().line(painter.paint(Style.GOOD, "  + " + value)));
            }
        }
        return differences.isEmpty() ? ExitCode.OK : ExitCode.NO;
    }

    private static String asJson(MessageView left, MessageView right, List<MessageDiff.Difference> differences)
            throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            json.text("left", left.source());
            json.text("right", right.source());
            json.beginArray("differences");
            for (MessageDiff.Difference difference : differences) {
                json.beginObject();
                json.text("field", difference.path());
                if (difference.left().isPresent()) {
                    json.text("left", difference.left().get());
                } else {
                    json.nothing("left");
                }
                if (difference.right().isPresent()) {
                    json.text("right", difference.right().get());
                } else {
                    json.nothing("right");
                }
                json.endObject();
            }
            json.endArray();
            return json.finish();
        }
    }
}

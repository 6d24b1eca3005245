package org.mikey4j.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.carrier.Redactor;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey redact}: a filter that takes the keys out of logs. */
public final class RedactCommand implements Command {
    /** Longer lines are refused: cut in two, the second half of a key would not be known for what it is. */
    private static final int LONGEST_LINE = 1 << 20;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                "redact",
                "Copy text and blank the keys in key-mgmt and crypto lines, KeyMgmt headers and mikey parameters.");
        spec.addPositional(StandardOptions.parameters("FILE", "What to copy; standard input if there is none."));
        StandardOptions.examples(spec, "tail -F sip.log | mikey redact", "mikey redact trace.txt > for-the-ticket.txt");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) {
        for (String file : options.matchedPositionalValue(0, new String[] {"-"})) {
            SourceFile.read(file, "text to redact", context, (name, in) -> copy(name, in, context));
        }
        return ExitCode.OK;
    }

    /** Line by line, so that it keeps up with a log that grows. Line endings and octets that are not ASCII stay. */
    private static boolean copy(String name, InputStream in, CliContext context) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        Redactor redactor = new Redactor();
        StringBuilder line = new StringBuilder();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            line.append((char) c);
            if (line.length() > LONGEST_LINE) {
                throw CliFailure.io(name + ": a line is longer than " + LONGEST_LINE + " octets, and not copied");
            }
            if (c == '\n') {
                write(redactor, line, context);
                if (!reader.ready()) {
                    context.out().flush();
                }
            }
        }
        write(redactor, line, context);
        return true;
    }

    private static void write(Redactor redactor, StringBuilder line, CliContext context) {
        context.out().octets(redactor.redact(line.toString()).getBytes(StandardCharsets.ISO_8859_1));
        line.setLength(0);
    }
}

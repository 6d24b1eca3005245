package org.mikey4j.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    /** Longer lines are redacted in parts, so that memory stays bounded. */
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
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        for (String file : options.matchedPositionalValue(0, new String[] {"-"})) {
            if (file.equals("-")) {
                copy(context.stdin(), context);
                continue;
            }
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                copy(in, context);
            } catch (NoSuchFileException e) {
                throw CliFailure.io(file + ": there is no such file");
            }
        }
        return ExitCode.OK;
    }

    /** Line by line, so that it keeps up with a log that grows. Line endings and octets that are not ASCII stay. */
    private static void copy(InputStream in, CliContext context) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        Redactor redactor = new Redactor();
        StringBuilder line = new StringBuilder();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            line.append((char) c);
            if (c == '\n' || line.length() == LONGEST_LINE) {
                write(redactor, line, context);
                if (!reader.ready()) {
                    context.out().flush();
                }
            }
        }
        write(redactor, line, context);
    }

    private static void write(Redactor redactor, StringBuilder line, CliContext context) {
        context.out().octets(redactor.redact(line.toString()).getBytes(StandardCharsets.ISO_8859_1));
        line.setLength(0);
    }
}

package org.mikey4j.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParameterException;

/** Entry point of the {@code mikey} command. */
public final class Main {
    /**
     * Set by the launcher, which can ask the shell whether standard output is a terminal; Java 17 cannot. That of Windows cannot either, and
     * says {@code console}: then there is a terminal if both standard input and output are one.
     */
    private static final String TERMINAL_PROPERTY = "org.mikey4j.cli.terminal";

    private static final int BUFFER_OCTETS = 1 << 14;

    private Main() {}

    public static void main(String[] args) {
        skipUnusedConverters();
        TextSink out = new TextSink(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_OCTETS),
                isTerminal(System.getProperty(TERMINAL_PROPERTY, "")));
        TextSink err = new TextSink(new FileOutputStream(FileDescriptor.err), false);
        System.exit(run(args, context(new StandardInput(System.in), out, err, System.getenv()))
                .code());
    }

    @SuppressWarnings("SystemConsoleNull")
    static boolean isTerminal(String told) {
        return told.equals("console") ? System.console() != null : Boolean.parseBoolean(told);
    }

    /** Options here are words or flags; without its converters for times and databases picocli starts in half the time. */
    static void skipUnusedConverters() {
        System.setProperty("picocli.converters.excludes", "java.+");
    }

    /** The surroundings of a process with these streams and this environment. */
    static CliContext context(StandardInput in, TextSink out, TextSink err, Map<String, String> environment) {
        return new CliContext(in, out, err, environment, Clock.systemUTC(), SecureRandom::new, Main::askOnConsole);
    }

    /** The launcher sets {@code jdk.console=java.base}, with which there is no console where there is no terminal. */
    @SuppressWarnings("SystemConsoleNull")
    private static char[] askOnConsole(String label) {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("%s: ", label);
        if (typed == null) {
            throw CliFailure.keyMissing(label + ": there is no terminal to ask on");
        }
        return typed;
    }

    /**
     * Runs one command. Every way to end is here: nothing is thrown, and no stack trace is shown unless it was asked for.
     *
     * @return what the process should end with
     */
    public static ExitCode run(String[] args, CliContext context) {
        List<String> arguments = List.of(args);
        ErrorReport report = new ErrorReport(
                context, arguments.contains(StandardOptions.JSON), arguments.contains(StandardOptions.DEBUG));
        try {
            ExitCode exitCode = CommandLineParser.parseAndRun(arguments, context);
            context.out().flush();
            return exitCode;
        } catch (TextSink.SinkFailure e) {
            return e.isReaderGone() ? ExitCode.OK : report.outputLost(e);
        } catch (ParameterException e) {
            return report.usage(e);
        } catch (CliFailure e) {
            return report.failure(e);
        } catch (UncheckedIOException | IOException e) {
            return report.io(e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return report.bug(e);
        }
    }
}

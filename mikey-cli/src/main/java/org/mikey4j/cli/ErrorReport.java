package org.mikey4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.mikey4j.cli.output.JsonDocument;
import picocli.CommandLine.ParameterException;

/** Tells on standard error why the command ends: one line and perhaps a hint, or one JSON object. */
final class ErrorReport {
    private final CliContext context;
    private final boolean json;
    private final boolean debug;

    ErrorReport(CliContext context, boolean json, boolean debug) {
        this.context = context;
        this.json = json;
        this.debug = debug;
    }

    ExitCode failure(CliFailure failure) {
        return tell(failure.exitCode(), failure.message(), failure.hint().orElse(null), failure);
    }

    ExitCode usage(ParameterException e) {
        String hint = "see: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        return tell(ExitCode.USAGE, firstLine(e), hint, e);
    }

    ExitCode io(Exception e) {
        return tell(ExitCode.IO, firstLine(e), null, e);
    }

    /** Standard output cannot be written; what is left in its buffer is lost. */
    ExitCode outputLost(TextSink.SinkFailure e) {
        return tellOnly(ExitCode.IO, "cannot write the output: " + e.reason(), null, e);
    }

    ExitCode bug(Throwable e) {
        return tell(
                ExitCode.BUG,
                "a fault of this program: " + e.getClass().getName()
                        + (e.getMessage() == null ? "" : ": " + firstLine(e)),
                "please report it, with what --debug prints and without any key",
                e);
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage();
        if (message == null) {
            return e.getClass().getSimpleName();
        }
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end).stripTrailing();
    }

    private ExitCode tell(ExitCode exitCode, String message, @Nullable String hint, Throwable cause) {
        try {
            context.out().flush();
        } catch (TextSink.SinkFailure e) {
            // The error is what the user has to know; that some output was lost is a consequence.
            return tellOnly(exitCode, message, hint, cause);
        }
        return tellOnly(exitCode, message, hint, cause);
    }

    private ExitCode tellOnly(ExitCode exitCode, String message, @Nullable String hint, Throwable cause) {
        try {
            if (json) {
                context.err().line(asJson(exitCode, message, hint));
            } else {
                context.err().line("mikey: " + message);
                if (hint != null) {
                    context.err().line("mikey: " + hint);
                }
            }
            if (debug) {
                StringWriter trace = new StringWriter();
                cause.printStackTrace(new PrintWriter(trace, true));
                context.err().text(trace.toString());
            }
            context.err().flush();
        } catch (TextSink.SinkFailure e) {
            // Nobody can be told; the exit code still says it.
            return exitCode;
        }
        return exitCode;
    }

    private static String asJson(ExitCode exitCode, String message, @Nullable String hint) {
        try (JsonDocument error = new JsonDocument()) {
            error.beginObject("error");
            error.number("exitCode", exitCode.code());
            error.text("message", message);
            if (hint != null) {
                error.text("hint", hint);
            }
            error.endObject();
            return error.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

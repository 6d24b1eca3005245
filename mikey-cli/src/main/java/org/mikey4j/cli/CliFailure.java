package org.mikey4j.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends the command with one line for the user: what is wrong and where, and perhaps what to do about it. */
public final class CliFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final @Nullable String hint;

    private CliFailure(ExitCode exitCode, String message, @Nullable String hint) {
        super(message, null, false, true);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    /** The command line asks for something that cannot be. */
    public static CliFailure usage(String message) {
        return new CliFailure(ExitCode.USAGE, message, null);
    }

    /** The input was read and what was asked of it cannot be had. */
    public static CliFailure no(String message) {
        return new CliFailure(ExitCode.NO, message, null);
    }

    /** The input is not MIKEY. */
    public static CliFailure notMikey(String message) {
        return new CliFailure(ExitCode.NOT_MIKEY, message, null);
    }

    /** A key is missing or unusable; {@code message} must not contain any part of it. */
    public static CliFailure keyMissing(String message) {
        return new CliFailure(ExitCode.KEY_MISSING, message, null);
    }

    /** A file or stream failed. */
    public static CliFailure io(String message) {
        return new CliFailure(ExitCode.IO, message, null);
    }

    /** The same failure with a second line that says what to do. */
    public CliFailure withHint(String text) {
        return new CliFailure(exitCode, message(), text);
    }

    /** How the process ends. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** The line for the user. */
    public String message() {
        return String.valueOf(getMessage());
    }

    /** What the user can do. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}

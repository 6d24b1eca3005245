package org.mikey4j.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;

/** A file to read, or standard input. Whatever fails is told with the name of the file. */
final class SourceFile {
    private static final String STANDARD_INPUT = "-";

    private SourceFile() {}

    /** What is done with the octets. */
    @FunctionalInterface
    interface Reader<T> {
        T read(String name, InputStream in) throws IOException;
    }

    /** What to call a source. */
    static String name(String source) {
        return source.equals(STANDARD_INPUT) ? "stdin" : source;
    }

    /**
     * Reads a source.
     *
     * @param source the name of a file, or {@code -} for standard input
     * @param purpose what is read, for the message when standard input is wanted twice
     * @param reader gets the name to show, and the octets
     * @throws CliFailure if it cannot be read
     */
    static <T> T read(String source, String purpose, CliContext context, Reader<T> reader) {
        if (source.equals(STANDARD_INPUT)) {
            InputStream in = context.stdin().take(purpose);
            try {
                return reader.read(name(source), in);
            } catch (IOException e) {
                throw CliFailure.io("standard input: cannot be read: " + e.getMessage());
            }
        }
        try (InputStream in = Files.newInputStream(Path.of(source))) {
            return reader.read(source, in);
        } catch (NoSuchFileException e) {
            throw CliFailure.io(source + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw CliFailure.io(source + ": no permission to read it");
        } catch (InvalidPathException e) {
            throw CliFailure.io(source + ": not the name of a file");
        } catch (IOException e) {
            throw CliFailure.io(source + ": cannot be read: " + e.getMessage());
        }
    }
}

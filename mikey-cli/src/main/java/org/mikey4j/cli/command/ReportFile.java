package org.mikey4j.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.mikey4j.cli.CliFailure;

/** A file that a report is written to. What was there is replaced: a report can be made again. */
final class ReportFile {
    private ReportFile() {}

    /** @throws CliFailure if it cannot be written */
    static void write(String name, String text) {
        try {
            Files.writeString(Path.of(name), text);
        } catch (InvalidPathException | IOException e) {
            throw CliFailure.io(name + ": cannot be written: " + e.getMessage());
        }
    }
}

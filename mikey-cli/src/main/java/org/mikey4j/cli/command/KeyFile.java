package org.mikey4j.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;

/** A new file for keys, which its owner alone can read. */
final class KeyFile {
    private KeyFile() {}

    /**
     * Writes lines.
     *
     * @param name the file; empty for standard output
     * @throws CliFailure if there is such a file, or it cannot be written
     */
    static void write(String name, List<String> lines, CliContext context) {
        if (name.isEmpty()) {
            lines.forEach(context.out()::line);
            return;
        }
        try {
            Path path = Path.of(name);
            create(path);
            try (OutputStream out = Files.newOutputStream(path)) {
                for (String line : lines) {
                    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (FileAlreadyExistsException e) {
            throw CliFailure.io(name + ": there is such a file already, and it is not replaced");
        } catch (InvalidPathException | IOException e) {
            throw CliFailure.io(name + ": cannot be written: " + e.getMessage());
        }
    }

    private static void create(Path path) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(path);
        }
    }
}

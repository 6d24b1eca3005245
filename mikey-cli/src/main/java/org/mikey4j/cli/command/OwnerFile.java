package org.mikey4j.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;

/** A file that its owner alone can read, for keys and what shows them. */
public final class OwnerFile {
    private OwnerFile() {}

    /**
     * Writes lines.
     *
     * @param name the file; empty for standard output
     * @throws CliFailure if there is such a file, or it cannot be written
     */
    public static void write(String name, List<String> lines, CliContext context) {
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

    /**
     * Makes an empty file that its owner alone can read, from the beginning.
     *
     * @throws FileAlreadyExistsException if it is there
     */
    static void create(Path path) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(path);
        }
    }
}

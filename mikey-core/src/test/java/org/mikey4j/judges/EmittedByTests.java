package org.mikey4j.judges;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mikey4j.message.Octets;

/** What the recorder of {@code src/recorder} wrote down while the tests of both modules ran. */
final class EmittedByTests {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private EmittedByTests() {}

    /** A file of the repository. */
    static Path file(String name) {
        return ROOT.resolve(name);
    }

    /** The messages that the encoder made in the tests of a module, each once. */
    static List<Octets> messages(String module) throws IOException {
        return lines(module, "emitted.hex").stream().map(Octets::ofHex).toList();
    }

    /** What tests of both modules reported of other implementations. */
    static Set<String> interop() throws IOException {
        Set<String> rows = new LinkedHashSet<>(lines("mikey-core", "interop.txt"));
        rows.addAll(lines("mikey-cli", "interop.txt"));
        return rows;
    }

    private static List<String> lines(String module, String name) throws IOException {
        return new ArrayList<>(Files.readAllLines(file(module + "/target/run/" + name)));
    }
}

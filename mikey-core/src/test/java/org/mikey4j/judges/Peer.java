package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Another program that a test runs as a judge. A test whose program is not installed is skipped and says so, unless the
 * environment variable {@code MIKEY_REQUIRE_PEERS} is set, as continuous integration does: then it fails.
 */
final class Peer {
    private Peer() {}

    /** Skips the test, or fails it, unless this command ends with 0. */
    static void require(String what, String... command) throws IOException {
        boolean there = isThere(command);
        if (System.getenv("MIKEY_REQUIRE_PEERS") != null) {
            assertThat(there).as(what + " is installed").isTrue();
        }
        Assumptions.assumeTrue(there, what + " is not installed, so it cannot judge");
    }

    /** Skips the test unless this command ends with 0, also where peers are required: for what a machine may not allow. */
    static void wish(String what, String... command) throws IOException {
        Assumptions.assumeTrue(isThere(command), what + " is not to be had here, so it cannot judge");
    }

    private static boolean isThere(String... command) {
        try {
            return run(command).code == 0;
        } catch (IOException e) {
            return false;
        }
    }

    record Result(int code, String out) {}

    /** Runs a command without input for a minute at most. */
    static Result run(String... command) throws IOException {
        return run(Path.of("/dev/null"), command);
    }

    /** Runs a command for a minute at most; what it says on standard error is dropped. */
    static Result run(Path input, String... command) throws IOException {
        Path out = Files.createTempFile("judge", ".out");
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectInput(input.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(out.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Result(-1, "no answer within 60 s: " + Files.readString(out));
            }
            return new Result(process.exitValue(), new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            Files.deleteIfExists(out);
        }
    }
}

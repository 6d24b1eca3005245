package org.mikey4j.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Options that take chance away, for vectors and tests. They work only where it is said that the result is not for use. */
final class TestOptions {
    static final String UNSAFE = "--unsafe-test-keys";
    private static final String SEED_FILE = "--seed-file";

    private TestOptions() {}

    /** Adds the options that allow the others, and the seed; {@code addTo} of the others comes behind. */
    static void addTo(CommandSpec spec) {
        spec.addOption(
                StandardOptions.flag(UNSAFE, "Allow the options below, which make messages that can be guessed."));
        spec.addOption(StandardOptions.value(
                SEED_FILE,
                "FILE",
                "Draw from FILE's octets instead of chance: SHA-256(octets || n), n = 0, 1, ... in 64 bits."));
    }

    /**
     * The surroundings with the randomness that was asked for.
     *
     * @param more the options that need to be allowed besides the seed
     */
    static CliContext apply(ParseResult options, CliContext context, List<String> more) {
        if (!options.matchedOptionValue(UNSAFE, false)) {
            Optional<String> refused = Stream.concat(Stream.of(SEED_FILE), more.stream())
                    .filter(options::hasMatchedOption)
                    .findFirst();
            if (refused.isPresent()) {
                throw CliFailure.usage(refused.get() + " makes messages that can be guessed")
                        .withHint("for tests, add " + UNSAFE);
            }
            return context;
        }
        context.warn("made with " + UNSAFE + ": NOT FOR USE");
        String file = options.matchedOptionValue(SEED_FILE, "");
        if (file.isEmpty()) {
            return context;
        }
        byte[] seed = SourceFile.read(file, "the seed", context, (name, in) -> read(in));
        SeededRandom random = new SeededRandom(seed);
        return new CliContext(
                context.stdin(),
                context.out(),
                context.err(),
                context.environment(),
                context.clock(),
                () -> random,
                context.prompt());
    }

    private static byte[] read(InputStream in) throws IOException {
        return in.readNBytes(1 << 16);
    }
}

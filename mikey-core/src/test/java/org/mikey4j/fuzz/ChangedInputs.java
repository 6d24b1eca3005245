package org.mikey4j.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Generate;

/**
 * Runs a target with many changes of what is known to be interesting, its seeds and what a fuzzer found, without the fuzzer's
 * instrumentation: it finds no new ways by itself, and is a hundred times as fast. See FUZZING.md.
 *
 * <p>Arguments: the folder of the fuzzer, how many inputs for each target, and the targets. A failure ends it with the input in
 * hexadecimal and the way it failed.
 */
final class ChangedInputs {
    private static final int LONGEST = 4096;

    private final List<byte[]> corpus;
    private final Generate generate;

    ChangedInputs(List<byte[]> corpus, long seed) {
        this.corpus = corpus;
        this.generate = new Generate(seed);
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        long inputs = Long.parseLong(arguments[1]);
        for (String name : arguments[2].equals("all") ? names() : Arrays.copyOfRange(arguments, 2, arguments.length)) {
            FuzzTarget target = FuzzTarget.inFolder(name);
            long seed = System.nanoTime();
            ChangedInputs changed = new ChangedInputs(corpus(root, target), seed);
            long began = System.nanoTime();
            for (long i = 0; i < inputs; i++) {
                byte[] input = changed.next();
                try {
                    target.run(input);
                } catch (Throwable e) {
                    System.out.println(name + " fails with " + HexFormat.of().formatHex(input));
                    e.printStackTrace(System.out);
                    System.exit(1);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d inputs from %,d, seed %d, %d s%n",
                    name,
                    inputs,
                    changed.corpus.size(),
                    seed,
                    (System.nanoTime() - began) / 1_000_000_000);
        }
    }

    private static String[] names() {
        return Stream.of(FuzzTarget.values()).map(FuzzTarget::folder).toArray(String[]::new);
    }

    private static List<byte[]> corpus(Path root, FuzzTarget target) throws IOException {
        List<byte[]> corpus = new ArrayList<>(target.seeds());
        for (Path folder : List.of(
                root.resolve("found").resolve(target.folder()),
                Path.of("src/test/fuzz").resolve(target.folder()))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.sorted().toList()) {
                        byte[] input = Files.readAllBytes(file);
                        corpus.add(Arrays.copyOf(input, Math.min(input.length, LONGEST)));
                    }
                }
            }
        }
        return corpus;
    }

    /** One of the corpus, at times with the end of another, with a few changes. */
    private byte[] next() {
        byte[] base = one();
        return generate.mutate(Octets.copyOf(generate.below(4) == 0 ? spliced(base, one()) : base));
    }

    private byte[] one() {
        return corpus.get(generate.below(corpus.size()));
    }

    private byte[] spliced(byte[] head, byte[] tail) {
        int to = generate.below(head.length + 1);
        int from = generate.below(tail.length + 1);
        byte[] both = Arrays.copyOf(head, to + tail.length - from);
        System.arraycopy(tail, from, both, to, tail.length - from);
        return both;
    }
}

package org.mikey4j.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Runs a target with many changes of what is known to be interesting, its seeds and what a fuzzer found, without the fuzzer's
 * instrumentation: it finds no new ways by itself, and is a hundred times as fast. See FUZZING.md.
 *
 * <p>Arguments: the folder of the fuzzer, how many inputs for each target, and the targets. A failure ends it with the input in
 * hexadecimal and the way it failed.
 */
final class ChangedInputs {
    private static final int MOST_CHANGES = 6;
    private static final int LONGEST = 4096;
    private static final byte[] EDGES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xfe, (byte) 0xff};

    private final List<byte[]> corpus;
    private final SplittableRandom random;
    private final byte[] scratch = new byte[2 * LONGEST];

    ChangedInputs(List<byte[]> corpus, long seed) {
        this.corpus = corpus;
        this.random = new SplittableRandom(seed);
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        long inputs = Long.parseLong(arguments[1]);
        for (String name : arguments[2].equals("all") ? names() : Arrays.copyOfRange(arguments, 2, arguments.length)) {
            FuzzTarget target = FuzzTarget.valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
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

    /** One of the corpus, with one to six changes. */
    byte[] next() {
        byte[] base = one();
        int length = Math.min(base.length, LONGEST);
        System.arraycopy(base, 0, scratch, 0, length);
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            length = length == 0 ? insert(length) : change(length);
        }
        return Arrays.copyOf(scratch, length);
    }

    private byte[] one() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private int change(int length) {
        int at = random.nextInt(length);
        switch (random.nextInt(8)) {
            case 0, 1 -> scratch[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> scratch[at] = EDGES[random.nextInt(EDGES.length)];
            case 3 -> scratch[at] = (byte) random.nextInt();
            case 4 -> scratch[at] += (byte) (random.nextInt(9) - 4);
            case 5 -> {
                return remove(at, length);
            }
            case 6 -> {
                return insert(length);
            }
            default -> {
                return splice(at, length);
            }
        }
        return length;
    }

    private int remove(int at, int length) {
        int count = Math.min(length - at, 1 + random.nextInt(16));
        System.arraycopy(scratch, at + count, scratch, at, length - at - count);
        return length - count;
    }

    private int insert(int length) {
        int count = Math.min(LONGEST - length, 1 + random.nextInt(16));
        int at = random.nextInt(length + 1);
        System.arraycopy(scratch, at, scratch, at + count, length - at);
        for (int i = at; i < at + count; i++) {
            scratch[i] = (byte) random.nextInt();
        }
        return length + count;
    }

    /** What follows comes from another input. */
    private int splice(int at, int length) {
        byte[] other = one();
        if (other.length == 0) {
            return length;
        }
        int from = random.nextInt(other.length);
        int count = Math.min(other.length - from, LONGEST - at);
        System.arraycopy(other, from, scratch, at, count);
        return at + count;
    }
}

package org.mikey4j.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a fuzzer found interesting once, and valid inputs with a few octets changed, without a fuzzer. */
class CliFuzzCorpusTest {
    private static final Path CORPUS = Path.of("src/test/fuzz");
    private static final int MUTATIONS = 300;

    @ParameterizedTest
    @EnumSource
    void theCorpusIsReadOrRefusedByName(CliFuzzTarget target) throws IOException {
        List<Path> inputs;
        try (Stream<Path> files = Files.list(CORPUS.resolve(target.folder()))) {
            inputs = files.sorted().toList();
        }
        assertThat(inputs).isNotEmpty();
        for (Path input : inputs) {
            run(target, Files.readAllBytes(input), input.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void validInputsAndWhatIsLikeThemToo(CliFuzzTarget target) throws IOException {
        List<byte[]> seeds = target.seeds();
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Random random = new Random(seed);
            byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
            for (int changes = random.nextInt(6); changes > 0; changes--) {
                input[random.nextInt(input.length)] = (byte) random.nextInt(256);
            }
            run(target, input, "mutation " + seed);
        }
    }

    private static void run(CliFuzzTarget target, byte[] input, String name) {
        try {
            target.run(input);
        } catch (Throwable e) {
            throw new AssertionError(name, e);
        }
    }
}

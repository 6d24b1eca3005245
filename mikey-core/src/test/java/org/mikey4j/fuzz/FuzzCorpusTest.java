package org.mikey4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Generate;

/** What a fuzzer found interesting once, and valid inputs with a few octets changed, without a fuzzer. */
class FuzzCorpusTest {
    private static final Path CORPUS = Path.of("src/test/fuzz");
    private static final int MUTATIONS = 150;
    private static final int MUTATIONS_OF_SLOW = 15;
    private static final Set<FuzzTarget> SLOW = EnumSet.range(FuzzTarget.PUBLIC_KEY, FuzzTarget.IBE);

    @ParameterizedTest
    @EnumSource
    void theCorpusIsReadOrRefusedByName(FuzzTarget target) throws IOException {
        List<Path> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(CORPUS.resolve(target.folder()))) {
            files.sorted().forEach(inputs::add);
        }
        assertThat(inputs).isNotEmpty();
        for (Path input : inputs) {
            run(target, Files.readAllBytes(input), input.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void validInputsAndWhatIsLikeThemToo(FuzzTarget target) {
        List<byte[]> seeds = target.seeds();
        assertThat(seeds).isNotEmpty();
        Generate.check(SLOW.contains(target) ? MUTATIONS_OF_SLOW : MUTATIONS, generate -> {
            byte[] seed = seeds.get(generate.below(seeds.size()));
            target.run(seed.clone());
            target.run(generate.mutate(Octets.copyOf(seed)));
        });
    }

    private static void run(FuzzTarget target, byte[] input, String name) {
        try {
            target.run(input);
        } catch (Throwable e) {
            throw new AssertionError(name, e);
        }
    }
}

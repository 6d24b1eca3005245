package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The second implementation, in Python, still makes the vectors that are in the repository. */
class VectorsJudgeTest {
    private static final String PYTHON = "/usr/bin/python3";

    @Test
    void makesTheSameVectors() throws Exception {
        Peer.require("Python's cryptography", PYTHON, "-c", "import cryptography");
        Path program = Path.of("src/test/python/vectors.py");
        Path file = Files.exists(program) ? program : Path.of("mikey-core").resolve(program);

        Peer.Result result = Peer.run(PYTHON, "-B", file.toString(), "check");

        assertThat(result.out()).isEmpty();
        assertThat(result.code()).isZero();
    }
}

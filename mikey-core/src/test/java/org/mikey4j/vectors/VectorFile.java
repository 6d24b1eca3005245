package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of {@code test-vectors/}, beside the modules. */
public final class VectorFile {
    private static final Path ROOT =
            Files.exists(Path.of("test-vectors")) ? Path.of("test-vectors") : Path.of("../test-vectors");

    private VectorFile() {}

    /** A whole file. */
    public static JsonNode read(String path) {
        try {
            return new ObjectMapper().readTree(ROOT.resolve(path).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The octets of a file. */
    public static byte[] octets(String path) {
        try {
            return Files.readAllBytes(path(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a file is. */
    public static Path path(String path) {
        return ROOT.resolve(path);
    }

    /** Asserts that a file follows a JSON schema. */
    public static void assertFollows(String schema, String path) {
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(read(schema).toString(), InputFormat.JSON)
                        .validate(read(path).toString(), InputFormat.JSON))
                .as(path)
                .isEmpty();
    }

    /** Asserts that a file has as many tests as it says, each with its own id, and explains every flag. */
    static void assertCounted(String path) {
        JsonNode file = read(path);
        List<String> notes = new ArrayList<>();
        file.get("notes").fieldNames().forEachRemaining(notes::add);
        assertThat(messages(path)).hasSize(file.get("count").asInt()).doesNotHaveDuplicates();
        assertThat(messages(path).map(MessageVector::toString)).doesNotHaveDuplicates();
        assertThat(messages(path))
                .allSatisfy(v ->
                        v.json().get("flags").forEach(flag -> assertThat(notes).contains(flag.asText())));
    }

    /** The tests of a message file. */
    public static Stream<MessageVector> messages(String path) {
        List<MessageVector> vectors = new ArrayList<>();
        for (JsonNode group : read(path).get("groups")) {
            for (JsonNode test : group.get("tests")) {
                vectors.add(new MessageVector(test));
            }
        }
        return vectors.stream();
    }
}

package org.mikey4j.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What scenarios say they test is in the tables of the requirements. */
class RequirementIdsTest {
    private static final Path ROOT = Path.of("..");

    private static Set<String> inTables() throws IOException {
        Set<String> ids = new TreeSet<>();
        try (Stream<Path> tables = Files.list(ROOT.resolve("spec-notes/conformance"))) {
            for (Path table : tables.toList()) {
                Matcher matcher =
                        Pattern.compile("(?m)^\\| ([A-Z]\\w*-[\\w.]+-\\d+) \\|").matcher(Files.readString(table));
                while (matcher.find()) {
                    ids.add(matcher.group(1));
                }
            }
        }
        return ids;
    }

    @Test
    void everyIdIsInATable() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Scenario scenario : Scenarios.read(ROOT.resolve("test-vectors"))) {
            used.addAll(scenario.requirements());
        }
        Unprotected.scenarios().forEach(scenario -> used.addAll(scenario.requirements()));

        assertThat(used).hasSizeGreaterThan(50);
        assertThat(inTables()).containsAll(used);
    }

    @Test
    void everyFlagOfTheExchangeVectorsHasAnEntry() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode flags = json.readTree(
                        ROOT.resolve("test-vectors/requirements.json").toFile())
                .get("flags");
        Stream<String> responders = Arrays.stream(MikeyMode.values()).map(mode -> mode.label() + "-responder");
        for (String name : Stream.concat(
                        responders, Stream.of("ibake-responder", "ibake-initiator", "ticket-kms", "ticket-initiator"))
                .toList()) {
            JsonNode file = json.readTree(
                    ROOT.resolve("test-vectors/exchanges/" + name + ".json").toFile());
            for (JsonNode flag : file.findValues("flags")) {
                assertThat(flags.has(flag.get(0).asText())).as(flag.toString()).isTrue();
            }
        }
    }

    @Test
    void idsStayAndAreNotTwice() throws IOException {
        List<String> ids = Scenarios.read(ROOT.resolve("test-vectors")).stream()
                .map(Scenario::id)
                .toList();

        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(4800);
    }
}

package org.mikey4j.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mikey4j.cli.carrier.Carried;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;

/** Every wire vector under every profile: what breaks the format is an error at its place, and nothing stops the linter. */
class WireVectorsLintTest {
    @Test
    void aBrokenFormatIsAnErrorOfItsRuleAtItsOctet() throws IOException {
        JsonNode vectors = new ObjectMapper()
                .readTree(Path.of("../test-vectors/wire/payloads.json").toFile());
        int invalid = 0;
        for (JsonNode group : vectors.get("groups")) {
            for (JsonNode test : group.get("tests")) {
                Carried carried =
                        new Carried(Octets.ofHex(test.get("message").asText()), "vector", "hex", List.of(), List.of());
                MessageSubject message = MessageSubject.of(carried, Transport.UNKNOWN, Sample.NOW);
                for (Profile profile : Profile.values()) {
                    List<Finding> findings = new Linter(profile).lint(message);
                    if (test.has("rule") && !isOneZero(findings)) {
                        invalid++;
                        assertThat(findings).as(test.get("id").asText()).anySatisfy(finding -> {
                            assertThat(finding.rule().id())
                                    .isEqualTo(test.get("rule").asText());
                            assertThat(finding.offset())
                                    .hasValue(test.get("offset").asInt());
                            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                        });
                    }
                }
                assertThat(Senders.guess(message)).as(test.get("id").asText()).hasSizeLessThan(3);
            }
        }
        assertThat(invalid).isGreaterThan(1000);
    }

    /** One zero octet at the end is a warning here: a product in use sends it. */
    private static boolean isOneZero(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.rule().id().equals("TRAILING_ZERO_OCTET"));
    }
}

package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.FieldLayout;
import org.mikey4j.message.Inspection;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PayloadLayout;
import org.mikey4j.testing.Proves;

/** The systematic wire vectors, which a second implementation made and read. */
class WireVectorsTest {
    private static final String FILE = "wire/payloads.json";

    static Stream<MessageVector> readable() {
        return VectorFile.messages(FILE).filter(v -> !v.isInvalid());
    }

    static Stream<MessageVector> invalid() {
        return VectorFile.messages(FILE).filter(MessageVector::isInvalid);
    }

    @Test
    void theFileFollowsItsSchema() {
        VectorFile.assertFollows("wire/wire-vectors.schema.json", FILE);
        VectorFile.assertCounted(FILE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    @Proves({
        "R3830-3.2-04",
        "R3830-6-01",
        "R3830-6-02",
        "R3830-6.1-03",
        "R3830-6.1-10",
        "R3830-6.1-11",
        "R3830-6.13-03",
        "R3830-6.14-01",
        "R3830-6.15-01",
        "R3830-6.2-01",
        "R3830-6.2-03",
        "R3830-6.2-04",
        "R3830-6.4-01",
        "R3830-6.5-01",
        "R3830-6.5-02",
        "R3830-6.6-01",
        "R3830-6.7-01",
        "R3830-6.7-02",
        "R3830-6.8-01",
        "R3830-6.9-01",
        "R4563-4-03",
        "R4650-4.1-01",
        "R5410-3-01",
        "R6509-4.2-01",
        "R6509-4.4-01"
    })
    void everyFieldIsWhereItIsAndMeansWhatItSays(MessageVector vector) {
        JsonNode expected = vector.json().at("/expect/payloads");

        List<PayloadLayout> layout =
                MikeyMessage.decode(vector.message().toByteArray()).layout();

        compare(vector.message(), layout, expected);
    }

    private static void compare(Octets message, List<PayloadLayout> layout, JsonNode expected) {
        assertThat(layout).hasSameSizeAs(expected);
        for (int i = 0; i < layout.size(); i++) {
            PayloadLayout payload = layout.get(i);
            JsonNode stated = expected.get(i);
            assertThat(payload.name()).isEqualTo(stated.get("name").asText());
            assertThat(payload.offset())
                    .as(payload.name())
                    .isEqualTo(stated.get("offset").asInt());
            assertThat(payload.length())
                    .as(payload.name())
                    .isEqualTo(stated.get("length").asInt());
            List<String> fields = new ArrayList<>();
            stated.get("fields")
                    .forEach(f -> fields.add(f.get(0).asText() + " " + f.get(1).asText()));
            assertThat(payload.fields())
                    .extracting(f -> f.name() + " " + value(message, f, stated.get("fields")))
                    .isEqualTo(fields);
            compare(message, payload.children(), stated.path("inside"));
        }
    }

    /** A field as the vectors write it: a number, or octets in hex. */
    private static String value(Octets message, FieldLayout field, JsonNode stated) {
        for (JsonNode candidate : stated) {
            if (candidate.get(0).asText().equals(field.name())
                    && candidate.get(1).isNumber()) {
                return String.valueOf(field.number().orElseThrow());
            }
        }
        return message.slice(field.offset(), field.length()).toHex();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    void encodingGivesTheSameOctetsUnlessReservedBitsAreLost(MessageVector vector) {
        MikeyMessage message = MikeyMessage.decode(vector.message().toByteArray());

        Octets encoded =
                MikeyMessage.encode(message.header(), message.payloads()).octets();

        if (vector.json().get("flags").get(0).asText().equals("Reserved")) {
            assertThat(encoded.length()).isEqualTo(vector.message().length());
        } else {
            assertThat(encoded).isEqualTo(vector.message());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    @Proves({"R3830-6.11-03", "R4563-5-01"})
    void inspectionFindsWhatIsRemarkable(MessageVector vector) {
        List<String> expected = new ArrayList<>();
        vector.json().at("/expect/findings").forEach(f -> expected.add(f.get(0).asText() + " at " + f.get(1)));

        Inspection inspection = MikeyMessage.inspect(vector.message(), DecodeOptions.STRICT);

        assertThat(inspection.isWellFormed()).isTrue();
        assertThat(inspection.diagnostics())
                .extracting(d -> d.rule() + " at " + d.offset())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    @Proves({
        "R3830-6.1-01",
        "R3830-6.1-03",
        "R3830-6.10-01",
        "R3830-6.13-01",
        "R3830-6.13-03",
        "R3830-6.2-01",
        "R3830-6.5-01",
        "R3830-6.9-01"
    })
    void isRefusedByTheStatedRuleAtTheStatedOctet(MessageVector vector) {
        String rule = vector.json().get("rule").asText();
        int offset = vector.json().get("offset").asInt();

        assertThatThrownBy(() -> MikeyMessage.decode(vector.message().toByteArray()))
                .asInstanceOf(type(MalformedMessageException.class))
                .satisfies(
                        e -> assertThat(e.rule().name() + " at " + e.offset()).isEqualTo(rule + " at " + offset));
        assertThat(MikeyMessage.inspect(vector.message(), DecodeOptions.STRICT).diagnostics())
                .extracting(Diagnostic::rule, Diagnostic::offset)
                .contains(tuple(rule, offset));
    }
}

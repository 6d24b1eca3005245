package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decoder where one octet more or less decides, and what inspection still tells of a message that is broken. */
class DecoderEdgesTest {
    /** Of 10 octets, before a payload of the type given. */
    private static Octets message(String firstType, String payloads) {
        return Octets.ofHex("0100" + firstType + "0001020304" + "0000" + payloads);
    }

    private static Inspection inspect(Octets octets) {
        return MikeyMessage.inspect(octets, DecodeOptions.STRICT);
    }

    private static void assertRefused(Octets octets, DecodeOptions options, String text) {
        assertThatThrownBy(() -> MikeyMessage.decode(octets, options))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(text);
    }

    /** Two extensions of 4 octets and their data. */
    @Test
    void aMessageOf64KibIsReadAndNoLongerOne() {
        String first = "1500ffe9" + "00".repeat(0xffe9);
        Octets longest = message("15", first + "00000005" + "0102030405");

        assertThat(longest.length()).isEqualTo(1 << 16);
        assertThat(MikeyMessage.decode(longest.toByteArray()).payloads()).hasSize(2);
        assertRefused(
                message("15", first + "00000006" + "010203040506"),
                DecodeOptions.STRICT,
                "HDR payload, message at offset 0: 65537 octets, at most 65536 [RFC 3830, 6]");
    }

    @Test
    void whoReadsLessSaysHowMuch() {
        DecodeOptions small = new DecodeOptions(DecodeOptions.Trailing.REJECT, 14);

        assertThat(MikeyMessage.decode(message("0c", "000c0000"), small).payloads())
                .containsExactly(new ErrPayload(12));
        assertRefused(
                message("0b", "0003010203"),
                small,
                "HDR payload, message at offset 0: 15 octets, at most 14 [RFC 3830, 6]");
    }

    /** Policies of 5 octets, the first at offset 10; their number is the second octet. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0a00000000" + "0000000000, 16, 0",
        "0aff000000" + "00ff000000, 16, 255",
        "0a00000000" + "0a01000000" + "0001000000, 21, 1",
        "0a00000000" + "0a01000000" + "0000000000, 21, 0",
        "0a07000000" + "0a00000000" + "0a05000000" + "0000000000, 26, 0",
    })
    void aPolicyNumberThatIsThereTwiceIsRefused(String policies, int offset, int number) {
        assertRefused(
                message("0a", policies),
                DecodeOptions.STRICT,
                String.format(
                        "SP payload, policy no at offset %d: policy no %d is there twice [RFC 3830, 6.10]",
                        offset, number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0a00000000" + "0a01000000" + "0002000000",
                "0a05000000" + "0a06000000" + "0000000000",
                "0aff000000" + "0000000000"
            })
    void otherPolicyNumbersAreRead(String policies) {
        assertThat(inspect(message("0a", policies)).diagnostics()).isEmpty();
    }

    @Test
    void whatIsMissingIsCounted() {
        assertRefused(
                message("05", "00"),
                DecodeOptions.STRICT,
                "T payload, tsType at offset 11: needs 1 octet, 0 left [RFC 3830, 6]");
        assertRefused(
                message("05", "0000e1e2"),
                DecodeOptions.STRICT,
                "T payload, tsValue at offset 12: needs 8 octets, 2 left [RFC 3830, 6]");
        assertRefused(
                message("0b", "000401"),
                DecodeOptions.STRICT,
                "RAND payload, rand at offset 11: length 4 exceeds the 1 octets that are left [RFC 3830, 6]");
        assertRefused(
                message("0c", "000c000000"),
                DecodeOptions.STRICT,
                "ERR payload, next payload at offset 14: 1 octets after the last payload [RFC 3830, 5.2]");
    }

    /** The error number is the one of RFC 3830, 6.12: 12 is "unspecified". */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "TRUNCATED                  | 12 | RFC 3830, 6     | 05 | 00",
                "LENGTH_OVERRUN             | 12 | RFC 3830, 6     | 0b | 000401",
                "ZERO_LENGTH                | 12 | RFC 3830, 6     | 0b | 0000",
                "CHAIN_RUNS_ON              | 12 | RFC 3830, 6.1   | 05 | ''",
                "UNKNOWN_PAYLOAD_TYPE       | 12 | RFC 3830, 6.1   | 12 | 00",
                "TRAILING_OCTETS            | 12 | RFC 3830, 5.2   | 00 | 00",
                "UNKNOWN_MAC_ALG            |  3 | RFC 3830, 6.2   | 09 | 0003",
                "UNKNOWN_DH_GROUP           |  6 | RFC 3830, 6.4   | 03 | 0003",
                "UNKNOWN_TS_TYPE            |  1 | RFC 3830, 6.6   | 05 | 0004",
                "UNKNOWN_HASH_FUNC          |  5 | RFC 3830, 6.8   | 08 | 0003",
                "UNKNOWN_KEY_DATA_TYPE      | 12 | RFC 3830, 6.13  | 01 | 0000000200800000",
                "UNKNOWN_KV_TYPE            | 12 | RFC 3830, 6.13  | 01 | 0000000500230001aa00",
                "SP_PARAM_OVERRUN           | 10 | RFC 3830, 6.10  | 0a | 00000000010000",
                "DUPLICATE_POLICY_NO        | 10 | RFC 3830, 6.10  | 0a | 0a000000000000000000",
            })
    void aRefusalSaysItsSectionAndWhatToTellTheSender(
            DecodeRule rule, int errorNo, String section, String firstType, String payloads) {
        assertThatThrownBy(
                        () -> MikeyMessage.decode(message(firstType, payloads).toByteArray()))
                .isInstanceOfSatisfying(MalformedMessageException.class, e -> {
                    assertThat(e.rule()).isEqualTo(rule);
                    assertThat(e.rule().errorNo()).isEqualTo(errorNo);
                    assertThat(e.rule().section()).isEqualTo(section);
                    assertThat(e).hasMessageEndingWith("[" + section + "]");
                    assertThat(e.toDiagnostic().section()).isEqualTo(section);
                });
    }

    @Test
    void ofABrokenHeaderTheLayoutTellsWhatIsThere() {
        Inspection inspection = inspect(Octets.ofHex("010005800102"));

        assertThat(inspection.message()).isEmpty();
        assertThat(inspection.isWellFormed()).isFalse();
        assertThat(inspection.diagnostics())
                .extracting(Diagnostic::rule, Diagnostic::offset)
                .containsExactly(tuple("TRUNCATED", 4));
        assertThat(inspection.layout()).singleElement().satisfies(header -> {
            assertThat(header.name()).isEqualTo("HDR");
            assertThat(header.length()).isEqualTo(6);
            assertThat(header.fields())
                    .extracting(
                            FieldLayout::name,
                            FieldLayout::offset,
                            f -> f.number().orElseThrow())
                    .containsExactly(
                            tuple("version", 0, 1L),
                            tuple("dataType", 1, 0L),
                            tuple("nextPayload", 2, 5L),
                            tuple("v", 3, 1L),
                            tuple("prfFunc", 3, 0L));
        });
    }

    @Test
    void anAnnouncedPayloadThatIsNotThereIsNoPayload() {
        Inspection inspection = inspect(message("0c", "050c0000"));

        assertThat(inspection.diagnostics())
                .extracting(Diagnostic::rule, Diagnostic::offset)
                .containsExactly(tuple("CHAIN_RUNS_ON", 14));
        assertThat(inspection.message().orElseThrow().payloads()).containsExactly(new ErrPayload(12));
        assertThat(inspection.layout()).extracting(PayloadLayout::name).containsExactly("HDR", "ERR");
    }

    @Test
    void aBrokenPayloadReachesToTheEnd() {
        Inspection inspection = inspect(message("0c", "0b0c0000" + "00200102"));

        assertThat(inspection.message().orElseThrow().payloads())
                .containsExactly(new ErrPayload(12), new UnknownPayload(11, Octets.ofHex("00200102")));
        assertThat(inspection.layout())
                .extracting(PayloadLayout::name, PayloadLayout::offset, PayloadLayout::length)
                .containsExactly(tuple("HDR", 0, 10), tuple("ERR", 10, 4), tuple("RAND", 14, 4));
    }

    /** A KEMAC at 10 whose data, at 14, has a good key of 5 octets and one that claims 9 octets of 3; then ERR at 27. */
    @Test
    void aBrokenKeyReachesToTheEndOfItsKemacAndNoFurther() {
        Inspection inspection =
                inspect(message("01", "0c00000c" + "14200001aa" + "00200009bb0000" + "00" + "000c0000"));

        assertThat(inspection.diagnostics())
                .extracting(Diagnostic::rule, Diagnostic::payload, Diagnostic::offset)
                .containsExactly(tuple("LENGTH_OVERRUN", "KEY_DATA", 21));
        assertThat(inspection.layout())
                .extracting(PayloadLayout::name, PayloadLayout::offset, PayloadLayout::length)
                .containsExactly(tuple("HDR", 0, 10), tuple("KEMAC", 10, 17), tuple("ERR", 27, 4));
        assertThat(inspection.layout().get(1).children())
                .extracting(PayloadLayout::name, PayloadLayout::offset, PayloadLayout::length)
                .containsExactly(tuple("KEY_DATA", 14, 5), tuple("KEY_DATA", 19, 7));
    }

    @Test
    void whatIsEmptyHasNoPlace() {
        assertThat(inspect(message("15", "00000000")).layout().get(1).fields())
                .extracting(FieldLayout::name, FieldLayout::offset, FieldLayout::length)
                .containsExactly(tuple("nextPayload", 10, 1), tuple("extensionType", 11, 1), tuple("length", 12, 2));
    }

    @ParameterizedTest(name = "a random value of {0} octets: {1}")
    @CsvSource({"0, ZERO_LENGTH", "1, SHORT_RAND", "15, SHORT_RAND", "16, ''"})
    void aRandomValueBelow16OctetsIsShort(int length, String finding) {
        String rand = String.format("00%02x", length) + "5a".repeat(length);

        assertThat(String.join(
                        ",",
                        inspect(message("0b", rand)).diagnostics().stream()
                                .map(Diagnostic::rule)
                                .toList()))
                .isEqualTo(finding);
    }
}

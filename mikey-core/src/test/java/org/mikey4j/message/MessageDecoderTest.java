package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.PayloadType;

class MessageDecoderTest {
    /** An ONVIF-style message: T, RAND, SP, KEMAC NULL/NULL with a TEK and an MKI. */
    static final String ONVIF = "010005006ad56258010000dd05c02800000000" + "0b00dbf2bcdd002b8412"
            + "0a106ad56258351999" + "fa6cf0cf8842275898" + "0100000018000101010110020101030114070101080101"
            + "0a01010b010a" + "0000002700" + "21001e" + "00".repeat(30) + "040000000d" + "00";

    private static final String HEADER = "0100%02x0001020304" + "0000";

    private static String message(int firstPayload, String payloads) {
        return String.format(HEADER, firstPayload) + payloads;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        // rule, message, offset, payload, field
        "TRUNCATED,'',0,HDR,version",
        "TRUNCATED,010000000102,4,HDR,csbId",
        "UNSUPPORTED_VERSION,02000000010203040000,0,HDR,version",
        "UNKNOWN_CS_ID_MAP_TYPE,01000000010203040109,9,HDR,CS ID map type",
        "CS_COUNT_MISMATCH,0100000001020304020000000000000000000000,10,HDR,CS ID map info",
        "CS_COUNT_MISMATCH,01000000010203040102,10,HDR,CS ID map info",
        "CHAIN_RUNS_ON,01000500010203040000,10,HDR,next payload",
        "UNKNOWN_PAYLOAD_TYPE,010012000102030400000000,10,unknown(18),next payload",
        "UNKNOWN_PAYLOAD_TYPE,0100f1000102030400000000,10,private(241),next payload",
        "MISPLACED_PAYLOAD,0100140001020304000000000001aa,10,KEY_DATA,next payload",
        "TRAILING_OCTETS,010000000102030400000000,10,HDR,next payload",
        "TRAILING_OCTETS,01000c000102030400000000000000,14,ERR,next payload",
        "TRUNCATED,0100050001020304000000,11,T,tsType",
        "TRUNCATED,0100050001020304000000000102,12,T,tsValue",
        "UNKNOWN_TS_TYPE,01000500010203040000000401020304,11,T,TS type",
        "LENGTH_OVERRUN,01000b0001020304000000100102,11,RAND,rand",
        "ZERO_LENGTH,01000b00010203040000" + "0000,11,RAND,rand",
        "LENGTH_OVERRUN,010006000102030400000001ffff61,12,ID,idData",
        "ZERO_LENGTH,010006000102030400000001" + "0000,12,ID,idData",
        "ZERO_LENGTH,010007000102030400000001" + "0000,12,CERT,certData",
        "UNKNOWN_HASH_FUNC,01000800010203040000000361,11,CHASH,hash func",
        "UNKNOWN_MAC_ALG,010009000102030400000007aa,11,V,MAC alg",
        "UNKNOWN_MAC_ALG,0100010001020304000000010000ff,14,KEMAC,MAC alg",
        "LENGTH_OVERRUN,010001000102030400000001000aff,12,KEMAC,encrData",
        "ZERO_LENGTH,010002000102030400000000" + "00,11,PKE,data",
        "LENGTH_OVERRUN,0100020001020304000000c0ff00,11,PKE,data",
        "ZERO_LENGTH,010004000102030400000000,10,SIGN,signature",
        "LENGTH_OVERRUN,01000400010203040000" + "0fffaa,10,SIGN,signature",
        "UNKNOWN_DH_GROUP,01000300010203040000000355,11,DH,DH-Group",
        "SP_PARAM_OVERRUN,01000a0001020304000000000000030102" + "02,15,SP,policy param",
        "SP_PARAM_OVERRUN,01000a00010203040000000000000101,15,SP,policy param",
        "DUPLICATE_POLICY_NO,01000a000102030400000a070000000007000000,16,SP,policy no",
        "LENGTH_OVERRUN,010015000102030400000000000501,12,GENERAL_EXT,data",
        "ZERO_LENGTH,01001a00010203040000000101" + "0000,13,SAKKE,sakkeData",
    })
    void refusesByNameAndPosition(DecodeRule rule, String hex, int offset, String payload, String field) {
        Octets window = Octets.ofHex("010203" + hex + "0405").slice(3, hex.length() / 2);
        for (Octets octets : List.of(Octets.ofHex(hex), window)) {
            assertThatThrownBy(() -> MikeyMessage.decode(octets, DecodeOptions.STRICT))
                    .asInstanceOf(type(MalformedMessageException.class))
                    .satisfies(e -> {
                        assertThat(e.rule()).isEqualTo(rule);
                        assertThat(e.offset()).isEqualTo(offset);
                        assertThat(e.payload()).isEqualTo(payload);
                        assertThat(e.field()).isEqualTo(field);
                    });
        }
    }

    @ParameterizedTest(name = "{0} in a KEMAC that is not encrypted")
    @CsvSource({
        // 10 octets of header, 4 of KEMAC before the data
        "UNKNOWN_KEY_DATA_TYPE,00900001aa,15",
        "UNKNOWN_KV_TYPE,00230001aa,15",
        "ZERO_LENGTH,00200000,16",
        "ZERO_LENGTH,00300001aa0000,19",
        "ZERO_LENGTH,00210001aa00,19",
        "ZERO_LENGTH,00220001aa0001bb,19",
        "CHAIN_RUNS_ON,14200001aa,19",
        "TRAILING_OCTETS,00200001aabb,19",
        "MISPLACED_PAYLOAD,0b200001aa0001bb,19",
        "TRUNCATED,002000,16",
    })
    void refusesSubPayloadsAtTheirPlaceInTheMessage(DecodeRule rule, String keyData, int offset) {
        String hex = message(PayloadType.KEMAC, String.format("0000%04x", keyData.length() / 2) + keyData + "00");

        assertThatThrownBy(() -> MikeyMessage.decode(Octets.ofHex(hex).toByteArray()))
                .asInstanceOf(type(MalformedMessageException.class))
                .satisfies(e -> {
                    assertThat(e.rule()).isEqualTo(rule);
                    assertThat(e.offset()).isEqualTo(offset);
                });
    }

    @Test
    void refusesAPointOnACurveOfUnknownSize() {
        assertThatThrownBy(
                        () -> PayloadChain.decodeSubPayloads(Octets.ofHex("00" + "63" + "00000000"), PayloadType.ECCPT))
                .asInstanceOf(type(MalformedMessageException.class))
                .extracting(MalformedMessageException::rule)
                .isEqualTo(DecodeRule.UNKNOWN_ECC_CURVE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "SP_WITH_EMPTY_MAP,WARNING,01000a000102030400010000000000",
        "UNASSIGNED_VALUE,INFO,0163000001020304" + "0000",
    })
    void readsOnAndSaysWhatIsOdd(String rule, Severity severity, String hex) {
        MikeyMessage.decode(Octets.ofHex(hex).toByteArray());

        assertThat(MikeyMessage.inspect(Octets.ofHex(hex), DecodeOptions.STRICT).diagnostics())
                .extracting(Diagnostic::rule, Diagnostic::severity)
                .containsExactly(tuple(rule, severity));
    }

    @Test
    void refusesAMessageThatIsTooLong() {
        byte[] octets = new byte[(1 << 16) + 1];

        assertThatThrownBy(() -> MikeyMessage.decode(octets))
                .asInstanceOf(type(MalformedMessageException.class))
                .extracting(MalformedMessageException::rule)
                .isEqualTo(DecodeRule.TOO_LARGE);
    }

    @Test
    void truncationAtAnyOctetIsRefusedWithAPositionInsideTheMessage() {
        Octets whole = Octets.ofHex(ONVIF);
        for (int length = 0; length < whole.length(); length++) {
            byte[] octets = whole.slice(0, length).toByteArray();
            int end = length;
            assertThatThrownBy(() -> MikeyMessage.decode(octets))
                    .asInstanceOf(type(MalformedMessageException.class))
                    .satisfies(e -> assertThat(e.offset()).isBetween(0, end));
        }
    }

    @Test
    void oneZeroOctetAtTheEndIsAcceptedByOptionOnly() {
        Octets padded = Octets.ofHex(ONVIF + "00");

        MikeyMessage message = MikeyMessage.decode(padded, DecodeOptions.ACCEPT_TRAILING_ZERO);

        assertThat(message.octets()).isEqualTo(padded);
        assertThat(MikeyMessage.inspect(padded, DecodeOptions.ACCEPT_TRAILING_ZERO)
                        .diagnostics())
                .extracting(Diagnostic::rule, Diagnostic::severity)
                .containsExactly(tuple("TRAILING_ZERO_OCTET", Severity.WARNING));
        assertThatThrownBy(() -> MikeyMessage.decode(Octets.ofHex(ONVIF + "01"), DecodeOptions.ACCEPT_TRAILING_ZERO))
                .asInstanceOf(type(MalformedMessageException.class))
                .extracting(MalformedMessageException::rule)
                .isEqualTo(DecodeRule.TRAILING_OCTETS);
        assertThatThrownBy(() -> MikeyMessage.decode(Octets.ofHex(ONVIF + "0000"), DecodeOptions.ACCEPT_TRAILING_ZERO))
                .asInstanceOf(type(MalformedMessageException.class))
                .extracting(MalformedMessageException::rule)
                .isEqualTo(DecodeRule.TRAILING_OCTETS);
    }

    @Test
    void theKeyOfANullKemacIsReadAndNeverPrinted() {
        MikeyMessage message = MikeyMessage.decode(Octets.ofHex(ONVIF).toByteArray());
        KemacPayload kemac = message.payload(KemacPayload.class).orElseThrow();

        KeyDataPayload key = (KeyDataPayload)
                kemac.clearSubPayloads(message.header().dataType()).get(0);

        assertThat(key.keyType()).isEqualTo(KeyDataType.TEK);
        assertThat(key.key().length()).isEqualTo(30);
        assertThat(key.kv()).isEqualTo(new KeyValidity.Spi(Octets.ofHex("0000000d")));
        assertThat(key.toString() + kemac).doesNotContain("000000000000");
    }

    @Test
    void inspectionKeepsWhatCannotBeReadAndEncodesItBack() {
        Octets octets = Octets.ofHex(message(PayloadType.ERR, "63" + "0b0000" + "00112233"));

        Inspection inspection = MikeyMessage.inspect(octets, DecodeOptions.STRICT);

        MikeyMessage message = inspection.message().orElseThrow();
        assertThat(inspection.isWellFormed()).isFalse();
        assertThat(message.payloads())
                .containsExactly(new ErrPayload(11), new UnknownPayload(0x63, Octets.ofHex("00112233")));
        assertThat(MikeyMessage.encode(message.header(), message.payloads()).octets())
                .isEqualTo(octets);
        assertThat(inspection.layout()).extracting(PayloadLayout::name).containsExactly("HDR", "ERR", "unknown(99)");
    }

    @Test
    void inspectionGoesOnAfterADamagedKeyInsideAKemac() {
        Octets octets = Octets.ofHex(message(PayloadType.KEMAC, "0c00000500200009aa00" + "00060000"));

        Inspection inspection = MikeyMessage.inspect(octets, DecodeOptions.STRICT);

        assertThat(inspection.diagnostics()).extracting(Diagnostic::rule).containsExactly("LENGTH_OVERRUN");
        assertThat(inspection.message().orElseThrow().payload(ErrPayload.class)).contains(new ErrPayload(6));
    }

    @Test
    void theLayoutCoversEveryOctetOnce() {
        MikeyMessage message = MikeyMessage.decode(Octets.ofHex(ONVIF).toByteArray());

        int at = 0;
        for (PayloadLayout payload : message.layout()) {
            assertThat(payload.offset()).as(payload.name()).isEqualTo(at);
            int field = at;
            for (FieldLayout f : payload.fields()) {
                // Fields narrower than an octet share theirs.
                assertThat(f.offset()).as(payload.name() + "." + f.name()).isBetween(field - f.length(), field);
                field = Math.max(field, f.offset() + f.length());
            }
            at += payload.length();
            assertThat(field).as(payload.name()).isEqualTo(at);
        }
        assertThat(at).isEqualTo(message.octets().length());
        assertThat(message.layout().get(4).children()).singleElement().satisfies(keyData -> {
            assertThat(keyData.name()).isEqualTo("KEY_DATA");
            assertThat(keyData.offset()).isEqualTo(message.offset(3) + 4);
            assertThat(keyData.fields())
                    .extracting(FieldLayout::name)
                    .containsExactly("nextPayload", "keyType", "kv", "keyDataLen", "key", "spiLength", "spi");
        });
    }

    /** Each finding points at the octet that it is about. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "RESERVED_NOT_ZERO,12,01000c00010203040000" + "000b0001",
        "SHORT_RAND,12,01000b00010203040000" + "0004aabbccdd",
        "UNASSIGNED_VALUE,1,01630c00010203040000" + "000b0000",
        "UNASSIGNED_VALUE,3,01000c02010203040000" + "000b0000",
        "UNASSIGNED_VALUE,11,01000600010203040000" + "0009000161",
        "SP_WITH_EMPTY_MAP,14,01000c00010203040001" + "0a0b0000" + "0000000000",
    })
    void findingsPointAtTheirField(String rule, int offset, String hex) {
        assertThat(MikeyMessage.inspect(Octets.ofHex(hex), DecodeOptions.STRICT).diagnostics())
                .extracting(Diagnostic::rule, Diagnostic::offset)
                .containsExactly(tuple(rule, offset));
    }

    @Test
    void reservedBitsAndShortRandomValuesAreWorthAWarning() {
        Octets octets = Octets.ofHex(message(PayloadType.ERR, "0b010001" + "0004aabbccdd"));

        assertThat(MikeyMessage.decode(octets, DecodeOptions.STRICT).payloads()).hasSize(2);
        assertThat(MikeyMessage.inspect(octets, DecodeOptions.STRICT).diagnostics())
                .extracting(Diagnostic::rule)
                .containsExactly("RESERVED_NOT_ZERO", "SHORT_RAND");
    }
}

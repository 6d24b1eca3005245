package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.registry.PayloadType;

/** The sub-payloads of RFC 6267, 6.1.4 and 6.1.5, which stand in encrypted data only, octet by octet. */
class IbakeSubPayloadsTest {
    private static final String POINT = "04" + "7b".repeat(48);

    private static Inspection inspectOutside(int type, String payload) {
        return MikeyMessage.inspect(
                Octets.ofHex(String.format("0116%02x00010203040001", type) + payload), DecodeOptions.STRICT);
    }

    @Test
    void everyFieldOfAPointIsFoundWhereItStands() {
        Octets octets = Octets.ofHex("00" + "01" + POINT + "00" + "2a" + "0180" + "01" + "02b1b2");

        assertThat(PayloadChain.decodeSubPayloads(octets, PayloadType.ECCPT))
                .containsExactly(new EccptPayload(
                        1, Octets.ofHex(POINT), 0x2a, 0x180, new KeyValidity.Spi(Octets.ofHex("b1b2"))));
        assertThat(PayloadChain.layoutOfSubPayloads(octets, PayloadType.ECCPT)
                        .get(0)
                        .fields())
                .extracting(
                        f -> f.name(),
                        f -> f.offset(),
                        f -> f.length(),
                        f -> f.number().orElse(-1))
                .containsExactly(
                        tuple("nextPayload", 0, 1, 0L),
                        tuple("eccCurve", 1, 1, 1L),
                        tuple("eccPoint", 2, 49, -1L),
                        tuple("padding", 51, 1, -1L),
                        tuple("authAlg", 52, 1, 0x2aL),
                        tuple("tgkLen", 53, 2, 0x180L),
                        tuple("reserv", 55, 1, 0L),
                        tuple("kv", 55, 1, 1L),
                        tuple("spiLength", 56, 1, 2L),
                        tuple("spi", 57, 2, -1L));
    }

    /** Padding of three octets, of which the first and the last are not zero: one finding. */
    @Test
    void paddingAndReservedBitsThatAreNotZeroAreFound() {
        String point = "04" + "7b".repeat(42);

        assertThat(inspectOutside(PayloadType.ECCPT, "00" + "02" + point + "010002" + "00" + "0080" + "70")
                        .diagnostics())
                .extracting(Diagnostic::rule, Diagnostic::offset, Diagnostic::message)
                .containsExactly(
                        tuple(
                                "MISPLACED_PAYLOAD",
                                10,
                                "ECCPT payload, next payload at offset 10: ECCPT only stands inside encrypted data "
                                        + "[RFC 3830, 6.1]"),
                        tuple(
                                "RESERVED_NOT_ZERO",
                                55,
                                "ECCPT payload, padding at offset 55: padding is 010002, not 0 [RFC 3830, 6]"),
                        tuple(
                                "RESERVED_NOT_ZERO",
                                61,
                                "ECCPT payload, reserv at offset 61: reserved bits are 7, not 0 [RFC 3830, 6]"));
        assertThat(inspectOutside(PayloadType.ECCPT, "00" + "02" + point + "000000" + "00" + "0080" + "00")
                        .diagnostics())
                .extracting(Diagnostic::rule)
                .containsExactly("MISPLACED_PAYLOAD");
    }

    @Test
    void ofAPointWhatIsUnknownIsRefusedWhereItStands() {
        assertThatThrownBy(() -> PayloadChain.decodeSubPayloads(
                        Octets.ofHex("00" + "01" + POINT + "00" + "00" + "0080" + "03"), PayloadType.ECCPT))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("ECCPT payload, KV at offset 55: KV unknown(3) [RFC 3830, 6.13]");
        assertThatThrownBy(() -> PayloadChain.decodeSubPayloads(Octets.ofHex("0011"), PayloadType.ECCPT))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("ECCPT payload, ECC curve at offset 1: ECC curve unknown(17) [RFC 6267, 6.1.4]");
        assertThatThrownBy(() -> PayloadChain.decodeSubPayloads(Octets.ofHex("0001" + POINT), PayloadType.ECCPT))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("ECCPT payload, padding at offset 51: needs 1 octet, 0 left [RFC 3830, 6]");
    }

    @Test
    void everyFieldOfASecretKeyIsFoundWhereItStands() {
        Octets octets = Octets.ofHex("00" + "12" + "0003a1a2a3" + "01b1" + "02c1c2");
        SkPayload key = new SkPayload(
                1, Octets.ofHex("a1a2a3"), new KeyValidity.Interval(Octets.ofHex("b1"), Octets.ofHex("c1c2")));

        assertThat(PayloadChain.decodeSubPayloads(octets, PayloadType.SK)).containsExactly(key);
        assertThat(PayloadChain.encode(List.of(key))).isEqualTo(octets);
        assertThat(PayloadChain.layoutOfSubPayloads(octets, PayloadType.SK)
                        .get(0)
                        .fields())
                .extracting(
                        f -> f.name(),
                        f -> f.offset(),
                        f -> f.length(),
                        f -> f.number().orElse(-1))
                .containsExactly(
                        tuple("nextPayload", 0, 1, 0L),
                        tuple("skType", 1, 1, 1L),
                        tuple("kv", 1, 1, 2L),
                        tuple("keyDataLen", 2, 2, 3L),
                        tuple("key", 4, 3, -1L),
                        tuple("vfLength", 7, 1, 1L),
                        tuple("validFrom", 8, 1, -1L),
                        tuple("vtLength", 9, 1, 2L),
                        tuple("validTo", 10, 2, -1L));
    }

    @Test
    void ofASecretKeyWhatIsUnassignedIsFoundAndWhatIsUnknownRefused() {
        assertThat(inspectOutside(PayloadType.SK, "00" + "20" + "0001a1").diagnostics())
                .extracting(Diagnostic::rule, Diagnostic::offset, Diagnostic::message)
                .contains(tuple(
                        "UNASSIGNED_VALUE",
                        11,
                        "SK payload, type at offset 11: SK sub-payload unknown(2) [RFC 3830, 10]"));
        assertThatThrownBy(() -> PayloadChain.decodeSubPayloads(Octets.ofHex("0013" + "0001a1"), PayloadType.SK))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("SK payload, KV at offset 1: KV unknown(3) [RFC 3830, 6.13]");
        assertThatThrownBy(() -> PayloadChain.decodeSubPayloads(Octets.ofHex("0010" + "0000"), PayloadType.SK))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("SK payload, key at offset 2: the length is 0 [RFC 3830, 6]");
    }

    @Test
    void aKeyIsNeverShown() {
        assertThat(new SkPayload(1, Octets.ofHex("a1a2a3"), KeyValidity.NULL).toString())
                .isEqualTo("SkPayload[skType=SK, key=3 octets, kv=Null[]]");
        assertThat(new KeyDataPayload(3, Octets.ofHex("a1a2a3"), Octets.ofHex("b1"), KeyValidity.NULL).toString())
                .isEqualTo("KeyDataPayload[keyType=TEK+SALT, key=3 octets, salt=1 octets, kv=Null[]]");
        assertThat(new UnknownPayload(99, Octets.ofHex("00a1a2a3")).toString())
                .isEqualTo("UnknownPayload[type=99, 4 octets]");
        assertThat(new KemacPayload(0, Octets.ofHex("a1a2a3"), 0, Octets.EMPTY).toString())
                .isEqualTo("KemacPayload[encrAlg=NULL, encrData=3 octets, macAlg=NULL, mac=]");
    }
}

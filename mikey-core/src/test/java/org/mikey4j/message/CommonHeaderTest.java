package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommonHeaderTest {
    /** Other octets before and after a header of 10 octets that begins at 6. */
    private static final byte[] AROUND =
            Octets.ofHex("0909f0090909" + "01d005810f1e2d3c0001" + "0909").toByteArray();

    @Test
    void whatIsPassedOnIsFoundAnywhereInAnArray() {
        assertThat(CommonHeader.peekDataType(AROUND, 6, 10)).isEqualTo(0xd0);
        assertThat(CommonHeader.peekCsbId(AROUND, 6, 10)).isEqualTo(0x0f1e2d3cL);
        assertThat(CommonHeader.peekDataType(AROUND, 6, 12)).isEqualTo(0xd0);
    }

    /** Bits of both ends of each octet, and no sign. */
    @ParameterizedTest
    @CsvSource({"f1a2c384", "00000080", "00008000", "00800000", "80000000", "ffffffff", "01020304"})
    void theCsbIdIsUnsigned(String csbId) {
        byte[] message = Octets.ofHex("01000500" + csbId + "0001").toByteArray();

        assertThat(CommonHeader.peekCsbId(message, 0, 10)).isEqualTo(Long.parseLong(csbId, 16));
        assertThat(MikeyMessage.decode(Octets.ofHex("01000000" + csbId + "0001").toByteArray())
                        .header()
                        .csbId())
                .isEqualTo(Long.parseLong(csbId, 16));
    }

    @Test
    void whatIsNoHeaderIsRefusedByName() {
        byte[] version255 = Octets.ofHex("ff".repeat(10)).toByteArray();

        for (int length = 0; length < 10; length++) {
            int octets = length;
            assertThatThrownBy(() -> CommonHeader.peekCsbId(AROUND, 6, octets))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessage("HDR payload, header at offset %d: needs 10 octets [RFC 3830, 6]", octets);
        }
        assertThatThrownBy(() -> CommonHeader.peekDataType(AROUND, 6, 9)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> CommonHeader.peekCsbId(version255, 0, 10))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("HDR payload, version at offset 0: version 255 [RFC 3830, 6.1]");
        assertThatThrownBy(() -> CommonHeader.peekDataType(version255, 0, 10))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> CommonHeader.peekCsbId(AROUND, 9, 10)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> CommonHeader.peekDataType(AROUND, 9, 10))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void everyBitOfTheHeaderIsWrittenWhereItStands() {
        CommonHeader header = new CommonHeader(
                9,
                true,
                0x55,
                0xf1a2c384L,
                CsIdMap.srtp(new SrtpId(200, 0xdeadbeefL, 0x80000001L), new SrtpId(1, 2, 3)));
        MikeyMessage message = MikeyMessage.encode(header, List.of(new ErrPayload(12)));

        assertThat(message.octets().toHex())
                .isEqualTo("01" + "09" + "0c" + "d5" + "f1a2c384" + "02" + "00" + "c8deadbeef80000001"
                        + "010000000200000003" + "000c0000");
        SrtpIdMap map = (SrtpIdMap)
                MikeyMessage.decode(message.octets().toByteArray()).header().csIdMap();
        assertThat(map.entries()).containsExactly(new SrtpId(200, 0xdeadbeefL, 0x80000001L), new SrtpId(1, 2, 3));
    }

    /** Without crypto sessions nothing follows the map type, whatever it is. */
    @Test
    void aMapOfUnknownTypeIsReadIfItHasNoSessions() {
        CsIdMap map = MikeyMessage.decode(Octets.ofHex("01000000010203040009").toByteArray())
                .header()
                .csIdMap();

        assertThat(map).isEqualTo(new EmptyMap(9, 0));
        assertThatThrownBy(() ->
                        MikeyMessage.decode(Octets.ofHex("01000000010203040109").toByteArray()))
                .hasMessage(
                        "HDR payload, CS ID map type at offset 9: map type 9 with 1 crypto sessions [RFC 3830, 6.1]");
    }

    @Test
    void mapsThatEndTooSoonSayWhatIsMissing() {
        assertThatThrownBy(() -> MikeyMessage.decode(
                        Octets.ofHex("01000000010203040200" + "00".repeat(17)).toByteArray()))
                .hasMessage("HDR payload, CS ID map info at offset 10: #CS is 2, which takes 18 octets, 17 left "
                        + "[RFC 3830, 6.1]");
        assertThatThrownBy(() -> MikeyMessage.decode(
                        Octets.ofHex("01000000010203040202" + "010000000000").toByteArray()))
                .hasMessage("HDR payload, CS ID map info at offset 16: #CS is 2, found 1 entries [RFC 3830, 6.1]");
    }
}

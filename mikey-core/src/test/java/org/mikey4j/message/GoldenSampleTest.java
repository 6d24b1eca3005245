package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.IdType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.TsType;

/** The two messages that RFC 4567 prints in section 5.1, field by field. */
class GoldenSampleTest {
    private static final String I_MESSAGE =
            "AQAFgM0XflABAAAAAAAAAAAAAAsAyONQ6gAAAAAGEEoo2pee4hp2UaDX8ZE22YwKAAAPZG9uYWxk"
                    + "QGR1Y2suY29tAQAAAAAAAQAk0JKpgaVkDaawi9whVBtBt0KZ14ymNuu62+Nv3ozPLygwK/GbAV9iemnGUIZ19fWQUOSrzKTAv9zV";
    private static final String R_MESSAGE =
            "AQEFgM0XflABAAAAAAAAAAAAAAYAyONQ6gAAAAAJAAAQbWlja2V5QG1vdXNlLmNvbQABn8HdGE5BMDXFIuGE" + "ga+62AgY5cc=";

    @Test
    void theIMessage() {
        MikeyMessage message = MikeyMessage.decode(Base64.getDecoder().decode(I_MESSAGE));

        assertThat(message.header())
                .isEqualTo(
                        new CommonHeader(DataType.PSK_INIT, true, 0, 0xcd177e50L, CsIdMap.srtp(new SrtpId(0, 0, 0))));
        assertThat(message.payloads())
                .containsExactly(
                        new TPayload(TsType.NTP_UTC, 0xc8e350ea00000000L),
                        new RandPayload(Octets.ofHex("4a28da979ee21a7651a0d7f19136d98c")),
                        IdPayload.nai("donald@duck.com"),
                        new SpPayload(0, 0, Octets.EMPTY),
                        new KemacPayload(
                                EncrAlg.AES_CM_128,
                                Octets.ofHex(
                                        "d092a981a5640da6b08bdc21541b41b74299d78ca636ebbadbe36fde8ccf2f28302bf19b"),
                                MacAlg.HMAC_SHA_1_160,
                                Octets.ofHex("5f627a69c6508675f5f59050e4abcca4c0bfdcd5")));
        assertThat(message.offset(4)).isEqualTo(71);
        assertThat(message.end(4)).isEqualTo(132);
    }

    @Test
    void theRMessage() {
        MikeyMessage message = MikeyMessage.decode(Base64.getDecoder().decode(R_MESSAGE));

        assertThat(message.header().dataType()).isEqualTo(DataType.PSK_RESP);
        assertThat(message.payloads())
                .containsExactly(
                        new TPayload(TsType.NTP_UTC, 0xc8e350ea00000000L),
                        new IdPayload(
                                IdType.NAI, IdPayload.nai("mickey@mouse.com").idData()),
                        new VPayload(MacAlg.HMAC_SHA_1_160, Octets.ofHex("9fc1dd184e413035c522e18481afbad80818e5c7")));
    }

    @Test
    void encodingWhatWasDecodedGivesTheSameOctets() {
        for (String base64 : List.of(I_MESSAGE, R_MESSAGE)) {
            MikeyMessage message = MikeyMessage.decode(Base64.getDecoder().decode(base64));

            MikeyMessage encoded = MikeyMessage.encode(message.header(), message.payloads());

            assertThat(encoded.octets()).isEqualTo(message.octets());
            assertThat(encoded.end(encoded.payloads().size() - 1))
                    .isEqualTo(message.octets().length());
        }
    }
}

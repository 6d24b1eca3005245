package org.mikey4j.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;

class KeyMgmtHeaderTest {
    private static final Octets DATA = Octets.ofHex("01020304");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prot=mikey; uri=\"rtsp://host/a,b;c\"; data=\"AQIDBA==\"",
                "prot=mikey;uri=\"rtsp://host/a,b;c\";data=\"AQIDBA==\";",
                "prot = mikey ; data=\"AQIDBA==\" ; uri=\"rtsp://host/a,b;c\"",
                "PROT=mikey; URI=\"rtsp://host/a,b;c\"; DATA=\"AQIDBA==\"",
            })
    @DisplayName("R4567-3.2-05: parameters in any order")
    void readsEverySpelling(String value) {
        KeyMgmtHeader.Parsed parsed = KeyMgmtHeader.parse(value);

        assertThat(parsed.diagnostics()).isEmpty();
        assertThat(parsed.headers()).singleElement().satisfies(header -> {
            assertThat(header.isMikey()).isTrue();
            assertThat(header.uri()).isEqualTo("rtsp://host/a,b;c");
            assertThat(header.data().orElseThrow().octets()).isEqualTo(DATA);
        });
    }

    @Test
    void writesWhatItReads() {
        String value = KeyMgmtHeader.value("", DATA);

        assertThat(value).isEqualTo("prot=mikey; uri=\"\"; data=\"AQIDBA==\"");
        assertThat(KeyMgmtHeader.parse(value)
                        .headers()
                        .get(0)
                        .data()
                        .orElseThrow()
                        .octets())
                .isEqualTo(DATA);
        assertThatThrownBy(() -> KeyMgmtHeader.value("a\"b", DATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("uri");
    }

    @Test
    void commasSeparateSpecifications() {
        KeyMgmtHeader.Parsed parsed =
                KeyMgmtHeader.parse("prot=mikey; data=\"AQID\", prot=GET-M-KEY; data=\"AQIDBA==\"");

        assertThat(parsed.headers()).extracting(KeyMgmtHeader::prot).containsExactly("mikey", "GET-M-KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data=\"AQID\"", "prot; data=\"AQID\"", "prot=mikey; data=\"AQID", "prot=mikey; what=1"})
    void saysWhatIsWrong(String value) {
        assertThat(KeyMgmtHeader.parse(value).diagnostics())
                .extracting(Diagnostic::rule)
                .contains("HEADER_SYNTAX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", ";;;", "=", "\"", "a", "a=", "prot=", "prot=\"", ",,prot=mikey,,"})
    void neverThrows(String value) {
        assertThat(KeyMgmtHeader.parse(value)).isNotNull();
    }

    @Test
    void parametersCarryBareBase64OrAHeaderValue() {
        assertThat(RtspParameters.parse("barparam: x\r\nmikey: AQIDBA==\r\n"))
                .singleElement()
                .satisfies(data -> {
                    assertThat(data.octets()).isEqualTo(DATA);
                    assertThat(data.diagnostics()).isEmpty();
                });
        assertThat(RtspParameters.parse("KeyMgmt: prot=mikey; uri=\"\"; data=\"AQIDBA==\""))
                .singleElement()
                .satisfies(data -> {
                    assertThat(data.octets()).isEqualTo(DATA);
                    assertThat(data.diagnostics()).extracting(Diagnostic::rule).containsExactly("PARAMETER_FORM");
                });
        assertThat(RtspParameters.parse(RtspParameters.line(DATA)).get(0).octets())
                .isEqualTo(DATA);
    }
}

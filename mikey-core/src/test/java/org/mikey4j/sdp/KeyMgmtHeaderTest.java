package org.mikey4j.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest(name = "{0}: {2} at {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "data=\"AQID\"|0|no prot parameter",
                "prot=a,data=\"AQID\"|7|no prot parameter",
                "prot; data=\"AQID\"|0|a parameter without a value",
                "prot=mikey; data=\"AQID|17|the quotation mark is not closed",
                "prot=mikey; what=1|12|a parameter that is neither prot, uri nor data",
                "prot=mikey; prot=other|12|the same parameter twice; the first one counts",
                "prot=mikey; uri=a; uri=b|19|the same parameter twice; the first one counts"
            })
    void saysWhereAndWhat(String value, int offset, String message) {
        assertThat(KeyMgmtHeader.parse(value).diagnostics()).anySatisfy(d -> {
            assertThat(d.rule()).isEqualTo("HEADER_SYNTAX");
            assertThat(d.offset()).isEqualTo(offset);
            assertThat(d.message()).isEqualTo(message);
        });
    }

    @Test
    void theFirstOfTwoCountsAndWhatIsNotClosedGoesToTheEnd() {
        assertThat(KeyMgmtHeader.parse("prot=mikey; prot=other").headers())
                .extracting(KeyMgmtHeader::prot)
                .containsExactly("mikey");
        assertThat(KeyMgmtHeader.parse("prot=mikey; uri=\"rtsp://a").headers())
                .extracting(KeyMgmtHeader::uri)
                .containsExactly("rtsp://a");
        assertThat(KeyMgmtHeader.parse("prot=mikey; uri=\"\"").headers())
                .extracting(KeyMgmtHeader::uri)
                .containsExactly("");
    }

    @Test
    void faultsInTheDataAreWhereTheyStand() {
        assertThat(KeyMgmtHeader.parse("prot=mikey; data=\"AQ*D\"").diagnostics())
                .singleElement()
                .satisfies(d -> {
                    assertThat(d.rule()).isEqualTo("BASE64_CHARACTER");
                    assertThat(d.offset()).isEqualTo(20);
                });
        assertThat(KeyMgmtHeader.parse("prot=mikey; data=AQ*D").diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.offset()).isEqualTo(19));
    }

    @Test
    void headersAreFoundInAMessageUpToItsFirstEmptyLine() {
        String message =
                "DESCRIBE rtsp://a RTSP/1.0\r\nkeymgmt : prot=mikey;\r\n data=\"AQIDBA==\"\r\nKeyMgmtX: prot=a\r\n"
                        + "KeyMgmt\r\n\r\nKeyMgmt: prot=b\r\n";

        KeyMgmtHeader.Parsed parsed = KeyMgmtHeader.find(message);

        assertThat(parsed.headers()).singleElement().satisfies(header -> {
            assertThat(header.prot()).isEqualTo("mikey");
            assertThat(header.data().orElseThrow().octets()).isEqualTo(DATA);
        });
        assertThat(parsed.diagnostics()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\"", "\u0000", "\u007f"})
    void noUriThatCouldEndItsQuotationIsWritten(String uri) {
        assertThatThrownBy(() -> KeyMgmtHeader.value(uri, DATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("uri: quotation marks, white space and control characters cannot stand in it");
        assertThat(KeyMgmtHeader.value("!~", DATA)).isEqualTo("prot=mikey; uri=\"!~\"; data=\"AQIDBA==\"");
    }

    @ParameterizedTest
    @CsvSource({
        "mikey,true",
        "'MIKEY  ',true",
        "'a\r\nmikey\r\n',true",
        "mikeyx,false",
        "'mikey: AQID',false",
        "mike,false"
    })
    void aBodyAsksForTheMessageByItsNameAlone(String body, boolean asks) {
        assertThat(RtspParameters.isRequest(body)).isEqualTo(asks);
    }

    @Test
    void whiteSpaceAroundAParameterIsNoneOfIt() {
        assertThat(RtspParameters.parse("MIKEY :  AQIDBA== \t\r\nmikey: AQ\r\n ID\r\nmikey:"))
                .extracting(Base64Data::text)
                .containsExactly("AQIDBA==", "AQ\r\n ID", "");
        assertThat(RtspParameters.parse("mikey\r\nKeyMgmt: prot=mikey; uri=\"\"\r\n"))
                .singleElement()
                .satisfies(data -> assertThat(data.diagnostics())
                        .extracting(Diagnostic::rule)
                        .containsExactly("DATA_MISSING", "PARAMETER_FORM"));
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

package org.mikey4j.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;

class Base64DataTest {
    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource({
        "AQID,010203,",
        "AQIDBA==,01020304,",
        "AQIDBAU=,0102030405,",
        "AQIDBA,01020304,BASE64_PADDING",
        "AQIDBA=,01020304,BASE64_PADDING",
        "'AQ ID',010203,BASE64_WHITE_SPACE",
        "'AQ\r\n ID',010203,BASE64_WHITE_SPACE",
        "AQIDBB==,01020304,BASE64_SPARE_BITS",
    })
    void readsWhatCanBeReadAndSaysWhatIsOdd(String text, String hex, String rule) {
        Base64Data data = Base64Data.decode(text, 0, "test");

        assertThat(data.octets()).isEqualTo(Octets.ofHex(hex));
        assertThat(data.isReadable()).isTrue();
        assertThat(data.diagnostics()).extracting(Diagnostic::rule).isEqualTo(rule == null ? List.of() : List.of(rule));
    }

    @ParameterizedTest(name = "{0} -> {1} at {2}")
    @CsvSource({
        "'',DATA_MISSING,7",
        "==,DATA_MISSING,7",
        "AQ-D,BASE64_URL_ALPHABET,9",
        "AQ_D,BASE64_URL_ALPHABET,9",
        "AQ*D,BASE64_CHARACTER,9",
        "AQFg...,DOCUMENTATION_PLACEHOLDER,11",
        "AQFg…,DOCUMENTATION_PLACEHOLDER,11",
        "AQ==AQID,BASE64_LENGTH,9",
        "AQIDB,BASE64_LENGTH,12",
        "AQID=,BASE64_LENGTH,12",
    })
    void refusesTheRestByNameAndPosition(String text, String rule, int offset) {
        Base64Data data = Base64Data.decode(text, 7, "test");

        assertThat(data.isReadable()).isFalse();
        assertThat(data.octets()).isEqualTo(Octets.EMPTY);
        assertThat(data.diagnostics()).singleElement().satisfies(d -> {
            assertThat(d.rule()).isEqualTo(rule);
            assertThat(d.offset()).isEqualTo(offset);
        });
    }

    @ParameterizedTest(name = "{0}: {1} at {2}")
    @CsvSource({
        "AQIDBA,BASE64_PADDING,13,the padding is missing",
        "'AQ  ID',BASE64_WHITE_SPACE,9,white space in the data",
        "' AQID',BASE64_WHITE_SPACE,7,white space in the data",
        "AQIDBB==,BASE64_SPARE_BITS,15,bits after the last octet are not zero",
        "AQIDBAV=,BASE64_SPARE_BITS,15,bits after the last octet are not zero",
        "AQ-D,BASE64_URL_ALPHABET,9,'''-'' belongs to the base64 of URLs, not to that of SDP'",
        "AQ*D,BASE64_CHARACTER,9,character U+002A is not base64",
        "AQ\u007fD,BASE64_CHARACTER,9,character U+007F is not base64",
        "AQ\u0080D,BASE64_CHARACTER,9,character U+0080 is not base64",
        "AQ.D,BASE64_CHARACTER,9,character U+002E is not base64",
        "AQ..,DOCUMENTATION_PLACEHOLDER,9,'an ellipsis: this is a shortened example, not a message'",
        "AQ=,BASE64_PADDING,10,the padding is missing"
    })
    void saysWhereAndWhat(String text, String rule, int offset, String message) {
        assertThat(Base64Data.decode(text, 7, "test").diagnostics())
                .singleElement()
                .satisfies(d -> {
                    assertThat(d.rule()).isEqualTo(rule);
                    assertThat(d.offset()).isEqualTo(offset);
                    assertThat(d.message()).isEqualTo(message);
                });
    }

    @Test
    void keepsTheTextAndIsEqualToWhatSaysAndFindsTheSame() {
        Base64Data odd = Base64Data.decode("AQIDBA", 0, "test");

        assertThat(odd.text()).isEqualTo("AQIDBA");
        assertThat(odd).isEqualTo(Base64Data.decode("AQIDBA", 0, "test"));
        assertThat(odd).hasSameHashCodeAs(Base64Data.decode("AQIDBA", 0, "test"));
        assertThat(odd).isNotEqualTo(Base64Data.decode("AQIDBA", 1, "test"));
        assertThat(odd).isNotEqualTo(Base64Data.decode("AQIDBA==", 0, "test"));
        assertThat(odd).isNotEqualTo(Base64Data.decode("AQIDBQ", 0, "test"));
    }

    @Test
    void doesNotPrintTheDataWhichMayBeAKey() {
        assertThat(Base64Data.decode("AQIDBA==", 0, "test").toString()).doesNotContain("AQID");
    }
}

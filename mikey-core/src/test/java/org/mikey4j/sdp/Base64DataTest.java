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

    @Test
    void doesNotPrintTheDataWhichMayBeAKey() {
        assertThat(Base64Data.decode("AQIDBA==", 0, "test").toString()).doesNotContain("AQID");
    }
}

package org.mikey4j.crypto.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

class TelIdentifierTest {
    private static final YearMonth MONTH = YearMonth.of(2011, 2);

    /** The example of RFC 6509, 3.2, whose octets RFC 6507 and RFC 6508 print. */
    private static final Octets PUBLISHED = Octets.ofHex("323031312d30320074656c3a2b34343737303039303031323300");

    @Test
    @Proves({"R6509-3.2-01", "R6509-3.2-02"})
    void identifierIsTheOnePublished() {
        TelIdentifier identifier = new TelIdentifier(MONTH, "tel:+447700900123");

        assertThat(identifier.octets()).isEqualTo(PUBLISHED);
        assertThat(TelIdentifier.parse(PUBLISHED)).isEqualTo(identifier);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tel:",
                "tel:+",
                "tel:447700900123",
                "TEL:+447700900123",
                "tel:+44-7700-900123",
                "tel:+447700900123;ext=1",
                "tel:900123;phone-context=+44",
                "tel:+447700900123\n",
                "tel:+\u0664\u0664",
                "sip:+447700900123@example.org"
            })
    @Proves({"R6509-3.2-03", "R6509-3.2-04"})
    void otherUrisAreRefused(String uri) {
        assertThatThrownBy(() -> new TelIdentifier(MONTH, uri))
                .isInstanceOf(IdentifierException.class)
                .hasMessage("not a tel URI in global form without separators and parameters (RFC 6509, 3.2): " + uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2011-02\0tel:+447700900123",
                "2011-02tel:+447700900123\0",
                "2011-2\0tel:+447700900123\0",
                "2011-02\0tel:+447700900123\0\0",
                "2011-02\0tel:447700900123\0"
            })
    @Proves("R6509-3.2-02")
    void otherOctetsAreRefused(String text) {
        Octets octets = Octets.of(text, StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> TelIdentifier.parse(octets))
                .isInstanceOf(IdentifierException.class)
                .hasMessage("not YYYY-MM, NUL, a tel URI, NUL (RFC 6509, 3.2): " + octets.toHex());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-01", "9999-12"})
    void theFirstAndTheLastMonthOfFourDigitsAreTaken(String month) {
        Octets octets = Octets.of(month + "\0tel:+44\0", StandardCharsets.US_ASCII);

        assertThat(TelIdentifier.parse(octets).octets()).isEqualTo(octets);
        assertThatThrownBy(() -> new TelIdentifier(YearMonth.of(-1, 12), "tel:+44"))
                .isInstanceOf(IdentifierException.class)
                .hasMessage("the year has four digits (RFC 6509, 3.2): -1");
    }

    @Test
    void monthsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> TelIdentifier.parse(Octets.of("2011-13\0tel:+44\0", StandardCharsets.US_ASCII)))
                .isInstanceOf(IdentifierException.class)
                .hasMessage("not a month (RFC 6509, 3.2): 2011-13");
        assertThatThrownBy(() -> new TelIdentifier(YearMonth.of(10_000, 1), "tel:+44"))
                .isInstanceOf(IdentifierException.class)
                .hasMessage("the year has four digits (RFC 6509, 3.2): 10000");
    }
}

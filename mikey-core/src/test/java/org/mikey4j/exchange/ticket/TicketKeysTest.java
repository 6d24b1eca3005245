package org.mikey4j.exchange.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.testing.Proves;

/** The sizes, kinds and SPIs of the keys of a ticket, and of the random values that go with them. */
class TicketKeysTest {
    private static TransportedKey key(int type, int octets, String spi) {
        return new TransportedKey(
                type,
                SecretBytes.wrap(new byte[octets]),
                SecretBytes.empty(),
                spi.isEmpty() ? KeyValidity.NULL : new KeyValidity.Spi(Octets.ofHex(spi)));
    }

    @ParameterizedTest
    @CsvSource({
        "BITS_128, 15, false",
        "BITS_128, 16, true",
        "BITS_128, 17, false",
        "BITS_256, 15, false",
        "BITS_256, 16, true",
        "BITS_256, 255, true",
        "BITS_256, 256, false"
    })
    @Proves("R6043-12.1-02")
    void keysAreAsLongAsTheAlgorithmsTake(TicketSuite suite, int octets, boolean fits) {
        List<TransportedKey> session = List.of(key(KeyDataType.TEK, octets, "01"));
        List<TransportedKey> withMpk = List.of(key(KeyDataType.MPK, octets, "00"));
        if (fits) {
            TicketKeys.checkSession(session, suite);
            TicketKeys.checkKemac(withMpk, 1, suite);
            return;
        }
        String message = "a key of " + octets + " octets does not go with these algorithms (RFC 6043, 12.1)";
        assertThatThrownBy(() -> TicketKeys.checkSession(session, suite)).hasMessage(message);
        assertThatThrownBy(() -> TicketKeys.checkKemac(withMpk, 1, suite)).hasMessage(message);
    }

    @Test
    void protectionKeysComeFirstAndSessionKeysFollow() {
        TransportedKey mpk = key(KeyDataType.MPK, 16, "00");
        TransportedKey tgk = key(KeyDataType.TGK, 16, "01");
        TransportedKey gtgk = key(KeyDataType.GTGK, 16, "02");

        TicketKeys one = TicketKeys.of(List.of(mpk, tgk, gtgk), 1, TicketSuite.BITS_128);
        TicketKeys two = TicketKeys.of(List.of(mpk, mpk), 2, TicketSuite.BITS_128);

        assertThat(one.mpkI()).isSameAs(mpk.key());
        assertThat(one.mpkR()).isEmpty();
        assertThat(one.session()).containsExactly(tgk, gtgk);
        assertThat(two.mpkR()).isPresent();
        assertThat(two.session()).isEmpty();
        assertThatThrownBy(() -> TicketKeys.checkKemac(List.of(), 1, TicketSuite.BITS_128))
                .hasMessage("key 1 of the KEMAC is not an MPK");
        assertThatThrownBy(() -> TicketKeys.checkKemac(List.of(mpk), 2, TicketSuite.BITS_128))
                .hasMessage("key 2 of the KEMAC is not an MPK");
        assertThatThrownBy(() -> TicketKeys.checkKemac(List.of(mpk, tgk), 2, TicketSuite.BITS_128))
                .hasMessage("key 2 of the KEMAC is not an MPK");
        assertThatThrownBy(() -> TicketKeys.checkKemac(List.of(mpk, mpk), 1, TicketSuite.BITS_128))
                .hasMessage("MPK is no session key");
    }

    @Test
    void eachSessionKeyHasAnSpiOfItsOwn() {
        String message = "a session key has no SPI of its own (RFC 6043, 6.2.1)";

        assertThatThrownBy(() -> TicketKeys.checkSession(
                        List.of(key(KeyDataType.TEK, 16, "01"), key(KeyDataType.TGK, 16, "01")), TicketSuite.BITS_128))
                .hasMessage(message);
        assertThatThrownBy(() -> TicketKeys.checkSession(List.of(key(KeyDataType.TEK, 16, "")), TicketSuite.BITS_128))
                .hasMessage(message);
    }

    /** TEKs do not count: nothing is derived from them. */
    @ParameterizedTest
    @CsvSource({
        "16, 0, TGK, 16, 16",
        "32, 0, TGK, 16, 32",
        "16, 24, TGK, 16, 24",
        "16, 0, TGK, 40, 40",
        "16, 0, GTGK, 40, 40",
        "16, 0, TEK, 40, 16"
    })
    @Proves("R6043-12.1-02")
    void theLongestKeyThatSomethingIsDerivedFromCounts(int mpkI, int mpkR, String type, int octets, int longest) {
        int keyType = type.equals("TGK") ? KeyDataType.TGK : type.equals("TEK") ? KeyDataType.TEK : KeyDataType.GTGK;

        assertThat(new TicketKeys(
                                SecretBytes.wrap(new byte[mpkI]),
                                mpkR == 0 ? Optional.empty() : Optional.of(SecretBytes.wrap(new byte[mpkR])),
                                List.of(key(keyType, octets, "01")))
                        .longest())
                .isEqualTo(longest);
    }

    @Test
    @Proves("R6043-12.1-02")
    void randomValuesAreAsLongAsTheKeysThatTheyGoWith() {
        assertThat(TicketProtection.randOctets(1)).isEqualTo(16);
        assertThat(TicketProtection.randOctets(16)).isEqualTo(16);
        assertThat(TicketProtection.randOctets(17)).isEqualTo(17);
        assertThat(TicketProtection.randOctets(255)).isEqualTo(255);
        assertThatThrownBy(() -> TicketProtection.randOctets(256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key: 256 octets, longer than any random value (RFC 6043, 12.1)");
        TicketProtection.requireRands(32, 32);
        assertThatThrownBy(() -> TicketProtection.requireRands(31, 32))
                .hasMessage("random values of 31 octets for a key of 32 (RFC 6043, 12.1)");
    }
}

package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.message.Octets;

/** What the vectors of {@code CryptoVectorsTest} do not show of the derivations of RFC 6043. */
class TicketDerivationTest {
    private static final TicketDerivation DERIVATION = new TicketDerivation(Prf.HMAC_SHA_256);
    private static final SecretBytes KEY = SecretBytes.wrap(new byte[16]);
    private static final Octets RAND = Octets.ofHex("101112131415161718191a1b1c1d1e1f");
    private static final Octets ID = Octets.ofHex("7369703a");

    private static Octets octets(int count) {
        return Octets.copyOf(new byte[count]);
    }

    @Test
    void theRolesOfRandomValuesAreNotInterchangeable() {
        assertThat(DERIVATION.response(KEY, 1, TicketRands.ofInitiator(RAND)).encrKey(16))
                .isNotEqualTo(DERIVATION
                        .response(KEY, 1, TicketRands.ofResponder(RAND))
                        .encrKey(16));
        assertThat(TicketRands.ofInitiator(RAND)).isEqualTo(new TicketRands(RAND, Octets.EMPTY));
        assertThat(TicketRands.ofResponder(RAND)).isEqualTo(new TicketRands(Octets.EMPTY, RAND));
    }

    @Test
    void theLengthTellsWhereTheIdentityEnds() {
        Octets longer = Octets.ofHex(ID.toHex() + "10" + "00");

        assertThat(DERIVATION.forkedTgk(KEY, ID, Octets.ofHex("00")))
                .isNotEqualTo(DERIVATION.forkedTgk(KEY, longer, Octets.ofHex("00")));
    }

    @Test
    void oneRandomValueIsNeeded() {
        assertThatThrownBy(() -> new TicketRands(Octets.EMPTY, Octets.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RANDRi, RANDRr: one of them is needed (RFC 6043, 5.1.2)");
    }

    @Test
    void randomValuesFitTheirLengthOctet() {
        assertThat(new TicketRands(octets(255), octets(255)).randI().length()).isEqualTo(255);
        assertThatThrownBy(() -> TicketRands.ofInitiator(octets(256)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RANDRi: 256 octets, at most 255 (RFC 6043, 6.8)");
        assertThatThrownBy(() -> TicketRands.ofResponder(octets(256)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RANDRr: 256 octets, at most 255 (RFC 6043, 6.8)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void aRandomValueThatMustBeThereHas1To255Octets(int count) {
        assertThatThrownBy(() -> DERIVATION.ticket(KEY, octets(count)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RAND: " + count + " octets, 1 to 255 expected (RFC 6043, 6.8)");
        assertThatThrownBy(() -> DERIVATION.mpkI(KEY, octets(count)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RAND: " + count + " octets, 1 to 255 expected (RFC 6043, 6.8)");
        assertThatThrownBy(() -> DERIVATION.forkedMpkR(KEY, ID, octets(count)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RANDRkms: " + count + " octets, 1 to 255 expected (RFC 6043, 6.8)");
    }

    @Test
    void anIdentityFitsItsLengthOctets() {
        assertThat(DERIVATION.forkedTgk(KEY, octets(65535), RAND).length()).isEqualTo(16);
        assertThat(DERIVATION.forkedTgk(KEY, ID, octets(255)).length()).isEqualTo(16);
        assertThatThrownBy(() -> DERIVATION.forkedTgk(KEY, octets(65536), RAND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ID data: 65536 octets, at most 65535 (RFC 6043, 6.6)");
    }

    @Test
    void anEmptyKeyIsRefused() {
        assertThatThrownBy(() -> DERIVATION.mpkR(SecretBytes.empty(), RAND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inkey: the key is empty (RFC 3830, 4.1.2)");
        assertThatThrownBy(() -> DERIVATION.initiatorData(SecretBytes.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inkey: the key is empty (RFC 3830, 4.1.2)");
    }
}

package org.mikey4j.crypto.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

class KeyParametersTest {
    private static final SecretBytes KEY = SecretBytes.copyOf(Octets.ofHex("000102030405060708090a0b0c0d0e0f"));
    private static final KeyIdentifier ID = KeyIdentifier.of(Octets.ofHex("2a3b4c5d"));
    private static final long MOST = 0xff_ffff_ffffL;

    private static final KeyParameters CLEAR = new KeyParameters(
            2, 0x8000_0003L, 0x01_2345_6789L, 0xfe_dcba_9876L, Octets.ofHex("526164696f"), Octets.ofHex("000100"));
    private static final String CLEAR_HEX =
            "02" + "80000003" + "0123456789" + "fedcba9876" + "0005" + "526164696f" + "000100";

    /** What stands before what is encrypted, and is authentic; then the length of that. */
    private static final String HEADER =
            "43" + "0165432100" + "00000000" + "00" + "01" + "101112131415161718191a1b1c1d1e1f" + "2a3b4c5d";

    /** By AESGCM of Python's cryptography, under the last half of HMAC-SHA-256 over 53 || ID || 0004. */
    private static final String PROTECTED = HEADER + "000029" + "95355d7fabe606f61dc85c42b9e5ade79a2f8f56f44a688f99"
            + "4841d4ad9a60c0153317d41c00b7854d";

    /** Counts from 0x10. */
    private static final SecureRandom COUNTING = new SecureRandom() {
        private static final long serialVersionUID = 1L;

        @Override
        public void nextBytes(byte[] target) {
            for (int i = 0; i < target.length; i++) {
                target[i] = (byte) (0x10 + i);
            }
        }
    };

    @Test
    @Proves("T33180-E.6-01")
    void protectsAsTheSecondLibrary() {
        assertThat(CLEAR.encode().toHex()).isEqualTo(CLEAR_HEX);
        assertThat(CLEAR.protect(KEY, ID, 0x01_6543_2100L, COUNTING).toHex()).isEqualTo(PROTECTED);
        assertThat(KeyParameters.open(Octets.ofHex(PROTECTED), KEY, ID)).contains(CLEAR);
        assertThat(KeyParameters.decode(Octets.ofHex(CLEAR_HEX))).isEqualTo(CLEAR);
    }

    @Test
    void theLongestTextHasItsLengthInTwoOctets() {
        Octets text = Octets.ofHex("61".repeat(0xffff));
        KeyParameters longest = new KeyParameters(0xff, 0xffff_ffffL, MOST, MOST, text, Octets.EMPTY);
        Octets shorter = Octets.ofHex("00".repeat(15) + "0102" + "62".repeat(0x0102));

        assertThat(longest.encode().toHex()).isEqualTo("ff".repeat(17) + text.toHex());
        assertThat(KeyParameters.decode(longest.encode())).isEqualTo(longest);
        assertThat(KeyParameters.decode(shorter))
                .isEqualTo(new KeyParameters(0, 0, 0, 0, Octets.ofHex("62".repeat(0x0102)), Octets.EMPTY));
        assertThat(KeyParameters.open(KeyParameters.decode(shorter).protect(KEY, ID, 0, COUNTING), KEY, ID))
                .contains(KeyParameters.decode(shorter));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 0, 0, 0",
        "256, 0, 0, 0, 0",
        "0, -1, 0, 0, 0",
        "0, 4294967296, 0, 0, 0",
        "0, 0, -1, 0, 0",
        "0, 0, 1099511627776, 0, 0",
        "0, 0, 0, -1, 0",
        "0, 0, 0, 1099511627776, 0",
        "0, 0, 0, 0, 65536"
    })
    void whatDoesNotFitIsRefused(int type, long status, long activation, long expiry, int textOctets) {
        Octets text = Octets.copyOf(new byte[textOctets]);

        assertThatThrownBy(() -> new KeyParameters(type, status, activation, expiry, text, Octets.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key parameters: a value does not fit (TS 33.180, E.6)");
    }

    /** The element's number is also the type of a key for multicast signalling. */
    @Test
    void anInformationElementIsToldFromAKeyOfItsNumber() {
        String musik = "06" + "00000001" + "0000000000" + "0000000000" + "0000";

        assertThat(KeyParameters.decode(Octets.ofHex(musik)).keyType()).isEqualTo(6);
        assertThat(KeyParameters.decode(Octets.ofHex("060019" + CLEAR_HEX))).isEqualTo(CLEAR);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "06, 1",
        "0600, 2",
        "060000, 0",
        "060001, 3",
        "02800000030123456789fedcba987600, 16",
        "02800000030123456789fedcba98760001, 17",
        "02800000030123456789fedcba98760100, 17"
    })
    void whatIsTooShortIsRefused(String hex, int octets) {
        assertThatThrownBy(() -> KeyParameters.decode(Octets.ofHex(hex)))
                .isInstanceOf(IdentifierException.class)
                .hasMessage("key parameters: too short, " + octets + " octets (TS 33.180, E.6)");
    }

    /** A header alone may be anything; behind one there are a tag at least, and whole parameters under it. */
    @Test
    void whatIsProtectedMayBeTooShortAsWell() {
        assertThat(KeyParameters.open(Octets.ofHex(HEADER + "0000"), KEY, ID)).isEmpty();
        assertShort(HEADER + "000000", 35);
        assertShort(HEADER + "00000f" + "00".repeat(15), 50);
        // The tag over nothing, and what 16 octets of parameters become; as above.
        assertShort(HEADER + "000010" + "eadce25121021e80a9f8f03d5f4eb226", 0);
        assertShort(HEADER + "000020" + "95355d7fabe606f61dc85c42b9e5ade7" + "f1ec169c8c6ef59d75875231c7a44593", 16);
    }

    private static void assertShort(String data, int octets) {
        assertThatThrownBy(() -> KeyParameters.open(Octets.ofHex(data), KEY, ID))
                .isInstanceOf(IdentifierException.class)
                .hasMessage("key parameters: too short, " + octets + " octets (TS 33.180, E.6)");
    }

    /** Where the header says what protects, nothing is opened; all else must be what was sealed, but for the unused octet behind it. */
    @Test
    void noOctetOfTheHeaderCanBeChanged() {
        for (int at = 0; at < PROTECTED.length() / 2; at++) {
            byte[] octets = Octets.ofHex(PROTECTED).toByteArray();
            octets[at] ^= 0x20;
            Octets changed = Octets.copyOf(octets);
            if (at == 0 || at == 11) {
                assertThat(KeyParameters.open(changed, KEY, ID))
                        .as("octet " + at)
                        .isEmpty();
            } else if (at != 32) {
                String rule = at == 33 || at == 34
                        ? "the length of what is protected is wrong"
                        : at >= 28 && at < 32 ? "protected for another key" : "not authentic";
                assertThatThrownBy(() -> KeyParameters.open(changed, KEY, ID))
                        .as("octet " + at)
                        .isInstanceOf(IdentifierException.class)
                        .hasMessage("key parameters: " + rule + " (TS 33.180, E.6)");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"000102030405060708090a0b0c0d0e0e", "00"})
    void anotherKeyOpensNothing(String key) {
        assertThatThrownBy(() -> KeyParameters.open(Octets.ofHex(PROTECTED), SecretBytes.copyOf(Octets.ofHex(key)), ID))
                .isInstanceOf(IdentifierException.class)
                .hasMessage("key parameters: not authentic (TS 33.180, E.6)");
    }
}

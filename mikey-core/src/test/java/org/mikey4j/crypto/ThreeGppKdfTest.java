package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.message.Octets;

class ThreeGppKdfTest {
    private static final SecretBytes KEY = SecretBytes.copyOf(Octets.ofHex("000102030405060708090a0b0c0d0e0f"));

    @Test
    void inputHasEachParameterBeforeItsLength() {
        Octets input =
                ThreeGppKdf.input(0x50, ThreeGppKdf.parameter("abc"), Octets.EMPTY, Octets.copyOf(new byte[0x0102]));

        assertThat(input.toHex()).isEqualTo("50" + "616263" + "0003" + "0000" + "00".repeat(0x0102) + "0102");
    }

    @ParameterizedTest
    @CsvSource({"0, 00", "1, 01", "127, 7f", "128, 80", "255, ff", "256, 0100", "2592000, 278d00", "32768, 8000"})
    void numbersTakeAsFewOctetsAsHoldThem(long number, String hex) {
        assertThat(ThreeGppKdf.parameter(number).toHex()).isEqualTo(hex);
    }

    @Test
    void textIsUtf8() {
        assertThat(ThreeGppKdf.parameter("\u00fc\u20ac").toHex()).isEqualTo("c3bce282ac");
    }

    /** Ks_NAF of GBA for the well-known Milenage values, computed independently. */
    @Test
    void keyOfTheGenericBootstrappingArchitecture() {
        SecretBytes ks = SecretBytes.copyOf(
                Octets.ofHex("b40ba9a3c58b2a05bbf0d987b21bf8cb" + "f769bcd751044604127672711c6d3441"));
        Octets naf = Octets.ofHex(ThreeGppKdf.parameter("kms.example.org").toHex() + "0100000006");

        SecretBytes derived = ThreeGppKdf.derive(
                ks,
                0x01,
                ThreeGppKdf.parameter("gba-me"),
                Octets.ofHex("23553cbe9637a89d218ae64dae47bf35"),
                ThreeGppKdf.parameter("alice@ims.example.org"),
                naf);

        assertThat(derived)
                .isEqualTo(SecretBytes.copyOf(
                        Octets.ofHex("113a291ed7e1d40c913a125d730c20020ba435577deff644b4a2b8ee6c63eb7f")));
    }

    @Test
    void shortKeyIsTheLastHalf() {
        Octets parameter = ThreeGppKdf.parameter("p");

        assertThat(ThreeGppKdf.derive128(KEY, 0x53, parameter))
                .isEqualTo(ThreeGppKdf.derive(KEY, 0x53, parameter).slice(16, 16));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertRefused(() -> ThreeGppKdf.derive(KEY, 0x100), "FC is one octet (TS 33.220, Annex B): 256");
        assertRefused(() -> ThreeGppKdf.derive(KEY, -1), "FC is one octet (TS 33.220, Annex B): -1");
        assertRefused(
                () -> ThreeGppKdf.derive(KEY, 1, Octets.copyOf(new byte[65_536])),
                "a parameter has at most 65535 octets (TS 33.220, Annex B): 65536");
        assertRefused(() -> ThreeGppKdf.parameter(-1), "a parameter is not negative (TS 33.220, Annex B): -1");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable action, String message) {
        assertThatThrownBy(action).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void theLastThatFitsIsTaken() {
        Octets longest = Octets.ofHex("61".repeat(0xffff));

        assertThat(ThreeGppKdf.input(0).toHex()).isEqualTo("00");
        assertThat(ThreeGppKdf.input(0xff, longest).toHex()).isEqualTo("ff" + longest.toHex() + "ffff");
    }
}

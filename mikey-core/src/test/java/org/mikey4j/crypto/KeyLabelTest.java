package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

class KeyLabelTest {
    private static final Octets RAND = Octets.ofHex("101112131415161718191a1b1c1d1e1f");

    /** The first decimals of e, from its series. */
    private static String decimalsOfE(int count) {
        BigInteger one = BigInteger.TEN.pow(count + 20);
        BigInteger sum = BigInteger.ZERO;
        BigInteger term = one;
        for (int n = 1; term.signum() != 0; n++) {
            sum = sum.add(term);
            term = term.divide(BigInteger.valueOf(n));
        }
        return sum.toString().substring(1, 1 + count);
    }

    @Test
    @Proves("R3830-4.1.3-02")
    void theConstantsAreTheDecimalsOfE() {
        StringBuilder digits = new StringBuilder();
        for (KeyLabel label : KeyLabel.values()) {
            digits.append(label.constant());
        }

        assertThat(digits).hasToString(decimalsOfE(9 * KeyLabel.values().length));
    }

    @Test
    void everyFieldIsBigEndianAndInItsPlace() {
        assertThat(HexFormat.of().formatHex(KeyLabel.TEK.of(0x81, 0xfedcba98L, RAND)))
                .isEqualTo("2ad01c64" + "81" + "fedcba98" + RAND.toHex());
        assertThat(HexFormat.of().formatHex(KeyLabel.MESSAGE_SALT.of(KeyLabel.NO_CS_ID, 1, Octets.EMPTY)))
                .isEqualTo("29b88916" + "ff" + "00000001");
    }

    @Test
    void valuesThatDoNotFitTheirFieldAreRefused() {
        for (int csId : new int[] {-1, 256}) {
            assertThatThrownBy(() -> KeyLabel.TEK.of(csId, 1, RAND))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("CS ID: " + csId + ", 0 to 255 expected (RFC 3830, 4.1.3)");
        }
        for (long csbId : new long[] {-1, 1L << 32}) {
            assertThatThrownBy(() -> KeyLabel.TEK.of(1, csbId, RAND))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("CSB ID: " + csbId + ", 32 bits expected (RFC 3830, 4.1.3)");
        }
    }
}

package org.mikey4j.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalarsTest {
    private static final HexFormat HEX = HexFormat.of();

    /** The order of P-521, whose first octet has one bit. */
    private static final String ORDER =
            "01" + "ff".repeat(32) + "fa" + "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409";

    private static final PrimeField P_521 = new PrimeField(new BigInteger(ORDER, 16));

    /** Gives what is listed, and fails where more is asked for. */
    private static final class Listed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final transient Deque<String> rest;

        Listed(List<String> draws) {
            rest = new ArrayDeque<>(draws);
        }

        @Override
        public void nextBytes(byte[] target) {
            byte[] draw = HEX.parseHex(rest.remove());
            assertThat(draw).hasSameSizeAs(target);
            System.arraycopy(draw, 0, target, 0, draw.length);
        }
    }

    private static String drawn(int least, String... draws) {
        Listed random = new Listed(List.of(draws));
        String scalar = HEX.formatHex(Scalars.random(P_521, least, random));
        assertThat(random.rest).isEmpty();
        return scalar;
    }

    @Test
    void spareBitsAreTakenOffAndTheFirstBitIsDrawn() {
        assertThat(drawn(1, "ff" + "00".repeat(64) + "05")).isEqualTo("01" + "00".repeat(64) + "05");
        assertThat(drawn(1, "fe" + "00".repeat(64) + "05")).isEqualTo("00".repeat(65) + "05");
    }

    @Test
    void whatIsOutOfRangeIsDrawnAgain() {
        String last = ORDER.substring(0, ORDER.length() - 1) + "8";

        assertThat(drawn(1, "00".repeat(66), ORDER, "ff".repeat(66), last)).isEqualTo(last);
        assertThat(drawn(2, "00".repeat(65) + "01", "00".repeat(65) + "02")).isEqualTo("00".repeat(65) + "02");
        assertThat(drawn(1, "00".repeat(65) + "01")).isEqualTo("00".repeat(65) + "01");
        assertThat(drawn(0, "00".repeat(66))).isEqualTo("00".repeat(66));
    }
}

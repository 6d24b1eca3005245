package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyTest {
    private static final int MAX = Integer.MAX_VALUE;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 255, -1, -255, MAX, Integer.MIN_VALUE})
    void answersAreOneOrZeroAsComparisonsSay(int value) {
        assertThat(Steady.isZero(value)).isEqualTo(value == 0 ? 1 : 0);
        assertThat(Steady.isNotZero(value)).isEqualTo(value == 0 ? 0 : 1);
        assertThat(Steady.select(1, value, 77)).isEqualTo(value);
        assertThat(Steady.select(0, 77, value)).isEqualTo(value);
        for (int other : new int[] {0, 1, 2, 254, 255, 256, MAX}) {
            assertThat(Steady.isLess(value & MAX, other)).isEqualTo((value & MAX) < other ? 1 : 0);
        }
    }
}

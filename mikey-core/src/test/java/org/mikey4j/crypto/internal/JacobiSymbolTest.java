package org.mikey4j.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.crypto.DhGroup;

class JacobiSymbolTest {
    private static final BigInteger ONE = BigInteger.ONE;

    static Stream<BigInteger> primes() {
        return Stream.concat(
                Stream.of(DhGroup.values()).map(DhGroup::prime),
                Stream.of(89, 107, 127, 521, 607).map(n -> ONE.shiftLeft(n).subtract(ONE)));
    }

    /** Euler's criterion: a^((p-1)/2) is 1 for squares and -1 for the others. */
    @ParameterizedTest
    @MethodSource("primes")
    void agreesWithEulersCriterion(BigInteger p) {
        Random random = new Random(p.bitLength());
        Stream<BigInteger> values = Stream.concat(
                Stream.of(ONE, BigInteger.TWO, p.subtract(ONE), p.subtract(BigInteger.TWO), p.shiftRight(1)),
                random.ints(30, 1, p.bitLength()).mapToObj(bits -> new BigInteger(bits, random).add(ONE)));
        values.forEach(a -> {
            boolean square = a.modPow(p.shiftRight(1), p).equals(ONE);
            assertThat(JacobiSymbol.of(a, p)).as("%s over %s", a, p).isEqualTo(square ? 1 : -1);
        });
    }

    /** The definition: the product of the symbols over the prime factors, each by the list of its squares. */
    @Test
    void agreesWithItsDefinitionForAllSmallNumbers() {
        for (int n = 1; n < 600; n += 2) {
            for (int a = 0; a < n + 5; a++) {
                assertThat(JacobiSymbol.of(BigInteger.valueOf(a), BigInteger.valueOf(n)))
                        .as("%s over %s", a, n)
                        .isEqualTo(defined(a, n));
            }
        }
    }

    /** (a/n) with n = p q: what no criterion gives, but the factors do; and numbers with a common factor. */
    @Test
    void multipliesOverLargeFactors() {
        Random random = new Random(7);
        List<BigInteger> primes = primes().toList();
        for (int i = 0; i < 200; i++) {
            BigInteger p = primes.get(random.nextInt(primes.size()));
            BigInteger q = primes.get(random.nextInt(primes.size()));
            BigInteger a = new BigInteger(p.bitLength(), random);

            assertThat(JacobiSymbol.of(a, p.multiply(q))).isEqualTo(JacobiSymbol.of(a, p) * JacobiSymbol.of(a, q));
            assertThat(JacobiSymbol.of(a.multiply(q), p.multiply(q))).isZero();
        }
    }

    /**
     * Numbers that agree in their highest bits, and of which the lowest say the wrong thing of which is less: the differences
     * become negative, above or below, once or in many rounds, and with all remainders modulo 8.
     */
    @ParameterizedTest
    @ValueSource(ints = {29, 30, 58, 59, 63, 64, 65, 66, 87, 88, 93, 116, 127, 145, 174, 256, 521})
    void agreesWithEuclidForCloseNeighbours(int bits) {
        Random random = new Random(bits);
        int step = Math.max(1, bits / 40);
        for (BigInteger n : odd(bits, random)) {
            for (int high = 1; high < bits; high += step) {
                for (int low = 0; low < high; low += step) {
                    BigInteger away = ONE.shiftLeft(high).subtract(ONE.shiftLeft(low));
                    for (BigInteger a : List.of(
                            n.subtract(away), n.add(away), n.shiftRight(1).subtract(away))) {
                        assertEuclid(a, n);
                    }
                }
            }
        }
    }

    /** What every step of Euclid leaves the most of, powers of two and their neighbours, and limbs all of ones. */
    @Test
    void agreesWithEuclidForWhatIsSpecial() {
        List<BigInteger> special = new ArrayList<>(List.of(BigInteger.ZERO, ONE, BigInteger.TWO));
        BigInteger before = ONE;
        BigInteger fibonacci = ONE;
        while (fibonacci.bitLength() < 400) {
            BigInteger next = before.add(fibonacci);
            before = fibonacci;
            fibonacci = next;
            special.add(fibonacci);
        }
        for (int bits = 2; bits < 300; bits++) {
            BigInteger power = ONE.shiftLeft(bits);
            special.addAll(List.of(power, power.subtract(ONE), power.add(ONE), power.subtract(BigInteger.TEN)));
        }
        List<BigInteger> below = special.stream().filter(n -> n.testBit(0)).toList();
        Random random = new Random(3);
        for (BigInteger a : special) {
            for (int i = 0; i < 40; i++) {
                assertEuclid(a, below.get(random.nextInt(below.size())));
            }
        }
        for (int i = 3; i < special.size(); i++) {
            if (special.get(i).testBit(0)) {
                assertEuclid(special.get(i - 1), special.get(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -3, 8})
    void takesNoEvenNumberAndNoneThatIsNotPositive(int n) {
        assertThatThrownBy(() -> JacobiSymbol.of(ONE, BigInteger.valueOf(n)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number below is not odd and positive");
    }

    private static List<BigInteger> odd(int bits, Random random) {
        List<BigInteger> odd = new ArrayList<>();
        for (int low = 1; low < 8; low += 2) {
            odd.add(new BigInteger(bits, random)
                    .setBit(bits - 1)
                    .clearBit(1)
                    .clearBit(2)
                    .or(BigInteger.valueOf(low)));
            odd.add(ONE.shiftLeft(bits - 1).add(BigInteger.valueOf(low)));
            odd.add(ONE.shiftLeft(bits).subtract(BigInteger.valueOf(low)));
        }
        return odd;
    }

    private static void assertEuclid(BigInteger a, BigInteger n) {
        assertThat(JacobiSymbol.of(a, n)).as("%s over %s", a, n).isEqualTo(byEuclid(a.mod(n), n));
    }

    /** By division, the law of reciprocity and the symbol of two. */
    private static int byEuclid(BigInteger a, BigInteger n) {
        int symbol = 1;
        BigInteger above = a;
        BigInteger below = n;
        while (above.signum() != 0) {
            int twos = above.getLowestSetBit();
            int eighth = below.intValue() & 7;
            if (twos % 2 != 0 && (eighth == 3 || eighth == 5)) {
                symbol = -symbol;
            }
            above = above.shiftRight(twos);
            if (above.testBit(1) && below.testBit(1)) {
                symbol = -symbol;
            }
            BigInteger rest = below.mod(above);
            below = above;
            above = rest;
        }
        return below.equals(ONE) ? symbol : 0;
    }

    private static int defined(int a, int n) {
        int symbol = 1;
        int rest = n;
        for (int p = 3; rest > 1; p += 2) {
            while (rest % p == 0) {
                rest /= p;
                symbol *= legendre(a % p, p);
            }
        }
        return symbol;
    }

    private static int legendre(int a, int p) {
        if (a == 0) {
            return 0;
        }
        for (int x = 1; x < p; x++) {
            if (x * x % p == a) {
                return 1;
            }
        }
        return -1;
    }
}

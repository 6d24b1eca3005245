package org.mikey4j.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
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

    @ParameterizedTest
    @ValueSource(ints = {0, -3, 8})
    void takesNoEvenNumberAndNoneThatIsNotPositive(int n) {
        assertThatThrownBy(() -> JacobiSymbol.of(ONE, BigInteger.valueOf(n)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number below is not odd and positive");
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

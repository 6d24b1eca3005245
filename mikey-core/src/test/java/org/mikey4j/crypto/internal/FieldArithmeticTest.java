package org.mikey4j.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.DhGroup;

/** Field arithmetic against {@link BigInteger}, with values from a seeded generator and from the ends of the range. */
class FieldArithmeticTest {
    private static final int ROUNDS = 300;

    private final Random random = new Random(6508);

    static Stream<Named<BigInteger>> moduli() {
        return Stream.of(
                Named.of("P-256 field", hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff")),
                Named.of("P-256 order", hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")),
                Named.of("SAKKE order", SakkeCurve.Q),
                Named.of("SAKKE field", SakkeCurve.P),
                Named.of("1536 bits", DhGroup.OAKLEY_5.prime()));
    }

    @ParameterizedTest
    @MethodSource("moduli")
    void sumsAndProducts(BigInteger p) {
        PrimeField field = new PrimeField(p);
        try (FieldArithmetic f = new FieldArithmetic(field)) {
            long[] r = field.element();
            for (int i = 0; i < ROUNDS; i++) {
                BigInteger a = value(p, i);
                BigInteger b = value(p, i / 5);
                f.add(r, field.element(a), field.element(b));
                assertThat(number(f, r)).isEqualTo(a.add(b).mod(p));
                f.subtract(r, field.element(a), field.element(b));
                assertThat(number(f, r)).isEqualTo(a.subtract(b).mod(p));
                f.multiply(r, field.element(a), field.element(b));
                assertThat(number(f, r)).isEqualTo(a.multiply(b).mod(p));
                f.square(r, field.element(a));
                assertThat(number(f, r)).isEqualTo(a.multiply(a).mod(p));
                f.triple(r, field.element(a));
                assertThat(number(f, r))
                        .isEqualTo(a.multiply(BigInteger.valueOf(3)).mod(p));
                f.negate(r, field.element(a));
                assertThat(number(f, r)).isEqualTo(a.negate().mod(p));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("moduli")
    void operandsThatAreSumsOrDifferencesOfThirtyProducts(BigInteger p) {
        PrimeField field = new PrimeField(p);
        try (FieldArithmetic f = new FieldArithmetic(field)) {
            for (int round = 0; round < 20; round++) {
                long[] sum = field.element();
                long[] difference = field.element();
                BigInteger expectedSum = BigInteger.ZERO;
                for (int i = 0; i < 30; i++) {
                    BigInteger a = value(p, round < 5 ? 1 : 9);
                    BigInteger b = value(p, round < 5 ? 0 : 9);
                    long[] product = field.element();
                    f.multiply(product, field.element(a), field.element(b));
                    f.add(sum, sum, product);
                    f.subtract(difference, difference, product);
                    expectedSum = expectedSum.add(a.multiply(b));
                }
                long[] r = field.element();
                f.multiply(r, sum, difference);
                assertThat(number(f, r))
                        .isEqualTo(expectedSum.multiply(expectedSum.negate()).mod(p));
                f.square(r, difference);
                assertThat(number(f, r))
                        .isEqualTo(expectedSum.multiply(expectedSum).mod(p));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("moduli")
    void inverses(BigInteger p) {
        PrimeField field = new PrimeField(p);
        try (FieldArithmetic f = new FieldArithmetic(field)) {
            long[] r = field.element();
            f.invert(r, r);
            assertThat(f.isZero(r)).isTrue();

            BigInteger[] values = new BigInteger[200];
            long[][] elements = new long[values.length][];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(p, i + 1);
                elements[i] = field.element(values[i]);
                f.invert(r, elements[i]);
                assertThat(number(f, r)).isEqualTo(values[i].modInverse(p));
            }
            f.invertAll(elements);
            for (int i = 0; i < values.length; i++) {
                assertThat(number(f, elements[i])).isEqualTo(values[i].modInverse(p));
            }
        }
    }

    @Test
    void modulusThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new PrimeField(BigInteger.ONE.shiftLeft(1546).add(BigInteger.ONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a modulus of more than 1536 bits");
    }

    @Test
    void combThatDoesNotCoverTheOrderIsRefused() {
        PrimeField order = new PrimeField(SakkeCurve.Q);

        assertThatThrownBy(() -> new SignedComb(7, 2, 73).recode(order.element(), order))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("comb of 1022 bits is too short for the order");
    }

    @ParameterizedTest
    @MethodSource("moduli")
    void octetsAreReducedOnTheWayInAndOfFixedLengthOnTheWayOut(BigInteger p) {
        PrimeField field = new PrimeField(p);
        try (FieldArithmetic f = new FieldArithmetic(field)) {
            long[] r = field.element();
            byte[] ones = new byte[field.octets()];
            Arrays.fill(ones, (byte) 0xff);
            f.fromOctets(r, ones);
            assertThat(number(f, r)).isEqualTo(new BigInteger(1, ones).mod(p));
            f.fromOctets(r, new byte[] {2});
            assertThat(f.toOctets(r)).hasSize(field.octets()).endsWith(0, 2);
            f.fromOctets(r, fixed(p, field));
            assertThat(f.isZero(r)).isTrue();
            assertThat(f.areEqual(r, field.element())).isTrue();
            assertThat(f.areEqual(r, field.element(BigInteger.ONE))).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("moduli")
    void canonicalOctetsAreLessThanTheModulus(BigInteger p) {
        PrimeField field = new PrimeField(p);
        assertThat(field.isCanonical(fixed(p.subtract(BigInteger.ONE), field))).isTrue();
        assertThat(field.isCanonical(fixed(p, field))).isFalse();
        assertThat(field.isCanonical(fixed(p.add(BigInteger.ONE), field))).isFalse();
        assertThat(field.isCanonical(new byte[field.octets()])).isTrue();
        assertThat(field.isCanonical(new byte[field.octets() - 1])).isFalse();
        assertThat(field.isCanonical(new byte[field.octets() + 1])).isFalse();
    }

    private BigInteger value(BigInteger p, int choice) {
        return switch (choice) {
            case 0 -> BigInteger.ZERO;
            case 1 -> p.subtract(BigInteger.ONE);
            case 2 -> BigInteger.ONE;
            case 3 -> BigInteger.ONE.shiftLeft(p.bitLength() - 1);
            default -> new BigInteger(p.bitLength() + 64, random).mod(p);
        };
    }

    private static BigInteger number(FieldArithmetic f, long[] element) {
        return new BigInteger(1, f.toOctets(element));
    }

    private static byte[] fixed(BigInteger value, PrimeField field) {
        byte[] signed = value.toByteArray();
        byte[] fixed = new byte[field.octets()];
        int length = Math.min(signed.length, fixed.length);
        System.arraycopy(signed, signed.length - length, fixed, fixed.length - length, length);
        return fixed;
    }

    private static BigInteger hex(String digits) {
        return new BigInteger(digits, 16);
    }
}

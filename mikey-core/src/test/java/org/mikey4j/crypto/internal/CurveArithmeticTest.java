package org.mikey4j.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Curve arithmetic against Bouncy Castle's. */
class CurveArithmeticTest {
    private static final SignedComb SHORT_COMB = new SignedComb(3, 2, 44);
    private static final SignedComb LONG_COMB = new SignedComb(5, 3, 69);

    /** The same curve here and there. */
    record Pair(Curve ours, ECCurve theirs, ECPoint generator, SignedComb comb) {
        Pair(ECCurve theirs, ECPoint generator, SignedComb comb) {
            this(ours(theirs, generator), theirs, generator, comb);
        }

        private static Curve ours(ECCurve theirs, ECPoint generator) {
            BigInteger p = theirs.getField().getCharacteristic();
            BigInteger x = generator.getAffineXCoord().toBigInteger();
            BigInteger y = generator.getAffineYCoord().toBigInteger();
            return theirs.getA().isZero()
                    ? Curve.ofType1(p, theirs.getOrder(), x, y)
                    : new Curve(p, theirs.getB().toBigInteger(), theirs.getOrder(), x, y);
        }
    }

    static Stream<Named<Pair>> curves() {
        var p256 = ECNamedCurveTable.getParameterSpec("P-256");
        ECCurve sakke = new ECCurve.Fp(
                SakkeCurve.P,
                SakkeCurve.P.subtract(BigInteger.valueOf(3)),
                BigInteger.ZERO,
                SakkeCurve.Q,
                BigInteger.valueOf(4));
        ECCurve type1 = new ECCurve.Fp(
                Type1Curve.P,
                BigInteger.ZERO,
                BigInteger.ONE,
                Type1Curve.Q,
                Type1Curve.P.add(BigInteger.ONE).divide(Type1Curve.Q));
        return Stream.of(
                Named.of("P-256", new Pair(p256.getCurve(), p256.getG(), SHORT_COMB)),
                Named.of("SAKKE", new Pair(sakke, sakke.createPoint(SakkeCurve.X, SakkeCurve.Y), LONG_COMB)),
                Named.of("type 1", new Pair(type1, type1.createPoint(Type1Curve.X, Type1Curve.Y), SHORT_COMB)));
    }

    @ParameterizedTest
    @MethodSource("curves")
    void multiplesOfFixedAndOfOtherPoints(Pair pair) {
        Curve curve = pair.ours();
        BigInteger q = curve.scalars().modulus();
        FixedBase generator = new FixedBase(curve, curve.generator(), pair.comb());
        AffinePoint other =
                curve.decode(pair.generator().twice().getEncoded(false)).orElseThrow();
        FixedBase second = new FixedBase(curve, other, pair.comb());
        Random random = new Random(6507);
        try (CurveArithmetic arithmetic = new CurveArithmetic(curve)) {
            for (BigInteger k : List.of(
                    BigInteger.ONE,
                    BigInteger.TWO,
                    q.subtract(BigInteger.ONE),
                    q.subtract(BigInteger.TWO),
                    new BigInteger(q.bitLength() - 1, random),
                    new BigInteger(q.bitLength() - 1, random))) {
                byte[] expected = pair.generator().multiply(k).getEncoded(false);
                long[] limbs = limbs(curve, k);
                assertThat(encode(arithmetic, curve, generator.multiply(arithmetic, limbs)))
                        .isEqualTo(expected);

                ProjectivePoint product = arithmetic.infinity();
                arithmetic.multiplyPublic(product, other, limbs);
                assertThat(encode(arithmetic, curve, product))
                        .isEqualTo(pair.generator().twice().multiply(k).getEncoded(false));

                long[] nine = limbs(curve, BigInteger.valueOf(9));
                ProjectivePoint sum = FixedBase.multiply(arithmetic, List.of(generator, second), List.of(limbs, nine));
                assertThat(encode(arithmetic, curve, sum))
                        .isEqualTo(pair.generator()
                                .multiply(k.add(BigInteger.valueOf(18)))
                                .getEncoded(false));
            }
            assertThat(arithmetic.isInfinity(generator.multiply(arithmetic, limbs(curve, BigInteger.ZERO))))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("curves")
    void additionHasNoExceptions(Pair pair) {
        Curve curve = pair.ours();
        try (CurveArithmetic arithmetic = new CurveArithmetic(curve)) {
            ProjectivePoint g = arithmetic.point(curve.generator());
            ProjectivePoint r = arithmetic.infinity();

            arithmetic.add(r, g, g);
            assertThat(encode(arithmetic, curve, r))
                    .isEqualTo(pair.generator().twice().getEncoded(false));
            arithmetic.add(r, g, curve.generator());
            assertThat(encode(arithmetic, curve, r))
                    .isEqualTo(pair.generator().twice().getEncoded(false));
            arithmetic.twice(r, g);
            assertThat(encode(arithmetic, curve, r))
                    .isEqualTo(pair.generator().twice().getEncoded(false));

            arithmetic.subtract(r, g, g);
            assertThat(arithmetic.isInfinity(r)).isTrue();
            arithmetic.add(r, r, r);
            assertThat(arithmetic.isInfinity(r)).isTrue();
            arithmetic.twice(r, r);
            assertThat(arithmetic.isInfinity(r)).isTrue();
            arithmetic.add(r, r, curve.generator());
            assertThat(arithmetic.areEqual(r, curve.generator())).isTrue();
            assertThat(arithmetic.areEqual(r, g)).isTrue();
            assertThat(arithmetic.areEqual(r, arithmetic.infinity())).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("curves")
    void onlyPointsOfTheCurveAreDecoded(Pair pair) {
        Curve curve = pair.ours();
        byte[] point = pair.generator().getEncoded(false);
        assertThat(curve.encode(curve.decode(point).orElseThrow())).isEqualTo(point);

        byte[] changed = point.clone();
        changed[changed.length - 1] ^= 1;
        assertThat(curve.decode(changed)).isEmpty();
        assertThat(curve.decode(pair.generator().getEncoded(true))).isEmpty();
        assertThat(curve.decode(new byte[] {0})).isEmpty();
        assertThat(curve.decode(new byte[0])).isEmpty();
        byte[] hybrid = point.clone();
        hybrid[0] = 6;
        assertThat(curve.decode(hybrid)).isEmpty();
    }

    @Test
    void coordinatesNotLessThanTheModulusAreRefused() {
        // x = 5 is on P-256; 5 + p fits 32 octets only if it is small, so take the field's own zero: x = p means x = 0.
        Pair pair = curves().findFirst().orElseThrow().getPayload();
        BigInteger p = pair.ours().field().modulus();
        ECPoint atZero = pair.theirs().decodePoint(concat(new byte[] {2}, new byte[32]));
        byte[] aliased = atZero.getEncoded(false);
        assertThat(pair.ours().decode(aliased)).isPresent();
        byte[] modulus = p.toByteArray();
        System.arraycopy(modulus, modulus.length - 32, aliased, 1, 32);
        assertThat(pair.ours().decode(aliased)).isEmpty();
    }

    @Test
    void pointsOutsideTheSubgroupAreTold() {
        Pair pair = curves().skip(1).findFirst().orElseThrow().getPayload();
        Curve curve = pair.ours();
        byte[] orderTwo = new byte[curve.pointOctets()];
        orderTwo[0] = 4;
        AffinePoint lowOrder = curve.decode(orderTwo).orElseThrow();
        ECPoint mixed = pair.generator().add(pair.theirs().createPoint(BigInteger.ZERO, BigInteger.ZERO));
        try (CurveArithmetic arithmetic = new CurveArithmetic(curve)) {
            assertThat(arithmetic.hasSubgroupOrder(curve.generator())).isTrue();
            assertThat(arithmetic.hasSubgroupOrder(lowOrder)).isFalse();
            assertThat(arithmetic.hasSubgroupOrder(
                            curve.decode(mixed.getEncoded(false)).orElseThrow()))
                    .isFalse();
        }
    }

    private static byte[] encode(CurveArithmetic arithmetic, Curve curve, ProjectivePoint point) {
        return curve.encode(arithmetic.toAffine(point));
    }

    private static long[] limbs(Curve curve, BigInteger k) {
        byte[] octets = new byte[curve.scalars().octets()];
        byte[] signed = k.toByteArray();
        int length = Math.min(signed.length, octets.length);
        System.arraycopy(signed, signed.length - length, octets, octets.length - length, length);
        return Scalars.limbs(curve.scalars(), octets);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

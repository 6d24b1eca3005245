package org.mikey4j.crypto.sakke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.IdentityVectors;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.FieldArithmetic;
import org.mikey4j.crypto.internal.PairingArithmetic;
import org.mikey4j.testing.Proves;

/** The pairing against the routine of RFC 6508, 3.2, written out with {@link BigInteger}. */
class PairingTest {
    private static final BigInteger P = number("p");
    private static final BigInteger Q = number("q");
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private final Random random = new Random(3);

    @Test
    @Proves("R6509-2.1.1-01")
    void pairingOfTheGeneratorWithItselfIsG() {
        AffinePoint generator = ParameterSet1.CURVE.generator();

        assertThat(pair(generator, generator)).isEqualTo(number("g"));
    }

    @Test
    @Proves("R6508-3-01")
    void pairingIsTheOneOfTheStandardsRoutine() {
        AffinePoint left = multiple(new BigInteger(1000, random));
        AffinePoint right = multiple(new BigInteger(1000, random));

        assertThat(pair(left, right)).isEqualTo(routine(coordinates(left), coordinates(right)));
    }

    @Test
    @Proves("R6508-3-01")
    void pairingIsBilinearAndPowersOfGAreItsValues() {
        BigInteger a = new BigInteger(1000, random);
        BigInteger b = new BigInteger(1000, random);
        AffinePoint left = multiple(a);
        AffinePoint right = multiple(b);

        BigInteger value = pair(left, right);

        assertThat(pair(right, left)).isEqualTo(value);
        try (PairingArithmetic power = new PairingArithmetic(ParameterSet1.FIELD)) {
            ParameterSet1.PAIRING_GENERATOR.power(power, limbs(a.multiply(b).mod(Q)), ParameterSet1.SCALARS);
            assertThat(new BigInteger(1, power.representative())).isEqualTo(value);
        }
    }

    private static BigInteger pair(AffinePoint left, AffinePoint right) {
        try (MillerLines lines = MillerLines.of(left).orElseThrow();
                PairingArithmetic value = new PairingArithmetic(ParameterSet1.FIELD)) {
            lines.pair(value, right);
            return new BigInteger(1, value.representative());
        }
    }

    private static AffinePoint multiple(BigInteger k) {
        try (CurveArithmetic curve = new CurveArithmetic(ParameterSet1.CURVE)) {
            return curve.toAffine(ParameterSet1.GENERATOR.multiply(curve, limbs(k)));
        }
    }

    private static long[] limbs(BigInteger k) {
        try (FieldArithmetic q = new FieldArithmetic(ParameterSet1.SCALARS)) {
            return q.toInteger(ParameterSet1.SCALARS.element(k));
        }
    }

    private static BigInteger[] coordinates(AffinePoint point) {
        byte[] octets = ParameterSet1.CURVE.encode(point);
        return new BigInteger[] {new BigInteger(1, octets, 1, 128), new BigInteger(1, octets, 129, 128)};
    }

    /** The routine of RFC 6508, 3.2, step by step in affine coordinates. */
    private static BigInteger routine(BigInteger[] r, BigInteger[] q) {
        BigInteger[] v = {BigInteger.ONE, BigInteger.ZERO};
        BigInteger[] c = r;
        BigInteger order = Q.subtract(BigInteger.ONE);
        for (int bit = order.bitLength() - 2; bit >= 0; bit--) {
            BigInteger l = THREE.multiply(c[0].multiply(c[0]).subtract(BigInteger.ONE))
                    .multiply(c[1].add(c[1]).modInverse(P))
                    .mod(P);
            v = times(times(v, v), line(l, c, q));
            c = third(l, c, c);
            if (order.testBit(bit)) {
                l = c[1].subtract(r[1])
                        .multiply(c[0].subtract(r[0]).modInverse(P))
                        .mod(P);
                v = times(v, line(l, c, q));
                c = third(l, c, r);
            }
        }
        BigInteger[] t = times(times(v, v), times(v, v));
        return t[1].multiply(t[0].modInverse(P)).mod(P);
    }

    private static BigInteger[] line(BigInteger l, BigInteger[] c, BigInteger[] q) {
        return new BigInteger[] {l.multiply(q[0].add(c[0])).subtract(c[1]).mod(P), q[1]};
    }

    private static BigInteger[] third(BigInteger l, BigInteger[] a, BigInteger[] b) {
        BigInteger x = l.multiply(l).subtract(a[0]).subtract(b[0]).mod(P);
        return new BigInteger[] {x, l.multiply(a[0].subtract(x)).subtract(a[1]).mod(P)};
    }

    private static BigInteger[] times(BigInteger[] a, BigInteger[] b) {
        return new BigInteger[] {
            a[0].multiply(b[0]).subtract(a[1].multiply(b[1])).mod(P),
            a[0].multiply(b[1]).add(a[1].multiply(b[0])).mod(P)
        };
    }

    private static BigInteger number(String field) {
        JsonNode parameters = IdentityVectors.file("rfc6508.json").get("parameters");
        return new BigInteger(parameters.get(field).asText(), 16);
    }
}

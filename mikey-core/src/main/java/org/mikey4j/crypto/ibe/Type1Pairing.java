package org.mikey4j.crypto.ibe;

import java.math.BigInteger;
import java.util.Arrays;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.FieldArithmetic;
import org.mikey4j.crypto.internal.PairingArithmetic;
import org.mikey4j.crypto.internal.PrimeField;
import org.mikey4j.crypto.internal.ProjectivePoint;

/**
 * One modified Tate pairing e'(A, B) = e(A, phi(B)), phi(x, y) = (zeta x, y) with a cube root of unity zeta (RFC 5091, 4.5.2), of
 * points of order q. The steps depend on q only.
 *
 * <p>A quotient n/d equals n times the conjugate of d up to a factor in F_p, which the exponent (p^2 - 1)/q takes to 1, so nothing is
 * divided on the way.
 */
final class Type1Pairing implements AutoCloseable {
    private final IbeDomain domain;
    private final CurveArithmetic curve;
    private final PairingArithmetic value;
    private final FieldArithmetic f;
    /** phi(B) = (xReal + xImaginary i, y). */
    private final long[] xReal;

    private final long[] xImaginary;
    private final long[] y;
    private final long[] real;
    private final long[] imaginary;
    private final long[] t;
    private final long[] u;

    private Type1Pairing(IbeDomain domain, AffinePoint b) {
        this.domain = domain;
        PrimeField field = domain.field();
        curve = new CurveArithmetic(domain.curve());
        value = new PairingArithmetic(field);
        f = value.field();
        xReal = field.element();
        xImaginary = field.element();
        y = b.y();
        real = field.element();
        imaginary = field.element();
        t = field.element();
        u = field.element();
        BigInteger p = field.modulus();
        BigInteger half = p.subtract(BigInteger.ONE).shiftRight(1);
        // zeta = (-1 - sqrt(3) i)/2: of the two roots of 3 the one that gives the value printed in RFC 5091, 7.3.
        BigInteger root = BigInteger.valueOf(3).modPow(p.add(BigInteger.ONE).shiftRight(2), p);
        f.multiply(xReal, b.x(), field.element(half));
        f.multiply(xImaginary, b.x(), field.element(root.multiply(half).mod(p)));
    }

    /** Canonical(e'(A, B)) with the real part first (RFC 5091, 4.3.2): twice as many octets as p; wiped by whoever calls. */
    static byte[] canonical(IbeDomain domain, AffinePoint a, AffinePoint b) {
        try (Type1Pairing pairing = new Type1Pairing(domain, b);
                PairingArithmetic power = new PairingArithmetic(domain.field())) {
            pairing.miller(a);
            pairing.finish(power);
            byte[] first = power.field().toOctets(power.real());
            byte[] second = power.field().toOctets(power.imaginary());
            byte[] octets = Arrays.copyOf(first, 2 * first.length);
            System.arraycopy(second, 0, octets, first.length, second.length);
            Arrays.fill(first, (byte) 0);
            Arrays.fill(second, (byte) 0);
            return octets;
        }
    }

    /** Miller's algorithm over the bits of q; its last step adds A to -A, where the line is the vertical one through A. */
    private void miller(AffinePoint a) {
        BigInteger q = domain.scalars().modulus();
        ProjectivePoint c = curve.point(a);
        for (int bit = q.bitLength() - 2; bit >= 0; bit--) {
            value.square();
            tangent(c);
            curve.twice(c, c);
            vertical(c);
            if (bit == 0) {
                f.subtract(real, xReal, a.x());
                value.multiply(real, xImaginary);
            } else if (q.testBit(bit)) {
                chord(c, a);
                curve.add(c, c, a);
                vertical(c);
            }
        }
    }

    /** Multiplies by the tangent at C = (X/Z, Y/Z), times 2YZ^2: 2YZ(Zy - Y) + 3X^2(X - Zx). */
    private void tangent(ProjectivePoint c) {
        f.square(t, c.x());
        f.triple(t, t);
        f.multiply(imaginary, t, c.z());
        f.multiply(real, t, c.x());
        f.multiply(u, imaginary, xReal);
        f.subtract(real, real, u);
        f.multiply(imaginary, imaginary, xImaginary);
        f.negate(imaginary, imaginary);
        f.add(u, c.y(), c.y());
        f.multiply(u, u, c.z());
        f.multiply(t, c.z(), y);
        f.subtract(t, t, c.y());
        f.multiply(t, t, u);
        f.add(real, real, t);
        value.multiply(real, imaginary);
    }

    /** Multiplies by the line through C = (X/Z, Y/Z) and A, times X - AxZ: (y - Ay)(X - AxZ) - (Y - AyZ)(x - Ax). */
    private void chord(ProjectivePoint c, AffinePoint a) {
        f.multiply(t, a.y(), c.z());
        f.subtract(t, c.y(), t);
        f.multiply(u, a.x(), c.z());
        f.subtract(u, c.x(), u);
        f.subtract(real, y, a.y());
        f.multiply(real, real, u);
        f.subtract(u, xReal, a.x());
        f.multiply(u, u, t);
        f.subtract(real, real, u);
        f.multiply(imaginary, t, xImaginary);
        f.negate(imaginary, imaginary);
        value.multiply(real, imaginary);
    }

    /** Divides by the vertical line through C = (X/Z, Y/Z), times Z: multiplies by the conjugate of Zx - X. */
    private void vertical(ProjectivePoint c) {
        f.multiply(real, c.z(), xReal);
        f.subtract(real, real, c.x());
        f.multiply(imaginary, c.z(), xImaginary);
        f.negate(imaginary, imaginary);
        value.multiply(real, imaginary);
    }

    /** Sets {@code power} to the value to the power of (p^2 - 1)/q: first p - 1, by the conjugate, then the cofactor. */
    private void finish(PairingArithmetic power) {
        f.square(t, value.real());
        f.square(u, value.imaginary());
        f.add(t, t, u);
        f.invert(t, t);
        f.negate(value.imaginary(), value.imaginary());
        value.square();
        f.multiply(real, value.real(), t);
        f.multiply(imaginary, value.imaginary(), t);
        BigInteger cofactor = domain.cofactor();
        for (int bit = cofactor.bitLength() - 1; bit >= 0; bit--) {
            power.square();
            if (cofactor.testBit(bit)) {
                power.multiply(real, imaginary);
            }
        }
    }

    @Override
    public void close() {
        curve.close();
        value.close();
        for (long[] element : new long[][] {xReal, xImaginary, real, imaginary, t, u}) {
            Arrays.fill(element, 0);
        }
    }
}

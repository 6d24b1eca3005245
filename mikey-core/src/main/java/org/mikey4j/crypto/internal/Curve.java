package org.mikey4j.crypto.internal;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * A curve over a prime field with a base point of odd prime order: y^2 = x^3 - 3x + b, as P-256 of ECCSI and the
 * supersingular curve of SAKKE (b = 0) are, or y^2 = x^3 + 1, the type-1 curve of Boneh and Franklin's encryption. Immutable.
 */
public final class Curve {
    /** The first octet of an uncompressed point (RFC 5480, 2.2). */
    private static final byte UNCOMPRESSED = 4;

    private final PrimeField field;
    private final PrimeField scalars;
    private final long[] b;
    private final boolean withoutA;
    private final boolean withoutB;
    private final AffinePoint generator;

    /**
     * y^2 = x^3 - 3x + b.
     *
     * @param modulus the prime of the field
     * @param b the constant term
     * @param order the odd prime order of the base point
     * @param x the base point's x
     * @param y the base point's y
     */
    public Curve(BigInteger modulus, BigInteger b, BigInteger order, BigInteger x, BigInteger y) {
        this(modulus, false, b, order, x, y);
    }

    /** y^2 = x^3 + 1, the type-1 curve of RFC 5091, 2.1; the parameters are those of the constructor. */
    public static Curve ofType1(BigInteger modulus, BigInteger order, BigInteger x, BigInteger y) {
        return new Curve(modulus, true, BigInteger.ONE, order, x, y);
    }

    private Curve(BigInteger modulus, boolean withoutA, BigInteger b, BigInteger order, BigInteger x, BigInteger y) {
        field = new PrimeField(modulus);
        scalars = new PrimeField(order);
        this.b = field.element(b);
        this.withoutA = withoutA;
        withoutB = b.signum() == 0;
        generator = point(x, y);
    }

    /** The field of the coordinates. */
    public PrimeField field() {
        return field;
    }

    /** The field of the multipliers: integers modulo the order. */
    public PrimeField scalars() {
        return scalars;
    }

    /** The base point. */
    public AffinePoint generator() {
        return generator;
    }

    /** Octets of an uncompressed point. */
    public int pointOctets() {
        return 1 + 2 * field.octets();
    }

    long[] b() {
        return b;
    }

    boolean withoutA() {
        return withoutA;
    }

    boolean withoutB() {
        return withoutB;
    }

    /**
     * The point that {@code octets} write, uncompressed, or nothing where they have another length or form, a coordinate
     * that is not less than the modulus, or no point of the curve. The order of the point is not checked.
     */
    public Optional<AffinePoint> decode(byte[] octets) {
        if (octets.length != pointOctets() || octets[0] != UNCOMPRESSED) {
            return Optional.empty();
        }
        byte[] x = Arrays.copyOfRange(octets, 1, 1 + field.octets());
        byte[] y = Arrays.copyOfRange(octets, 1 + field.octets(), octets.length);
        try (FieldArithmetic arithmetic = new FieldArithmetic(field)) {
            if (!field.isCanonical(x) || !field.isCanonical(y)) {
                return Optional.empty();
            }
            AffinePoint point = new AffinePoint(field.element(), field.element());
            arithmetic.fromOctets(point.x(), x);
            arithmetic.fromOctets(point.y(), y);
            return satisfies(arithmetic, point) ? Optional.of(point) : Optional.empty();
        } finally {
            Arrays.fill(x, (byte) 0);
            Arrays.fill(y, (byte) 0);
        }
    }

    /** The point of public coordinates that are less than the modulus and satisfy the equation, which is not checked. */
    public AffinePoint point(BigInteger x, BigInteger y) {
        return new AffinePoint(field.element(x), field.element(y));
    }

    /** The uncompressed form of a point. */
    public byte[] encode(AffinePoint point) {
        try (FieldArithmetic arithmetic = new FieldArithmetic(field)) {
            byte[] x = arithmetic.toOctets(point.x());
            byte[] y = arithmetic.toOctets(point.y());
            byte[] octets = new byte[pointOctets()];
            octets[0] = UNCOMPRESSED;
            System.arraycopy(x, 0, octets, 1, x.length);
            System.arraycopy(y, 0, octets, 1 + x.length, y.length);
            Arrays.fill(x, (byte) 0);
            Arrays.fill(y, (byte) 0);
            return octets;
        }
    }

    private boolean satisfies(FieldArithmetic arithmetic, AffinePoint point) {
        long[] left = field.element();
        long[] right = field.element();
        long[] minusA = field.element(BigInteger.valueOf(withoutA ? 0 : 3));
        arithmetic.square(right, point.x());
        arithmetic.subtract(right, right, minusA);
        arithmetic.multiply(right, right, point.x());
        arithmetic.add(right, right, b);
        arithmetic.square(left, point.y());
        return arithmetic.areEqual(left, right);
    }
}

package org.mikey4j.crypto.sakke;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.FieldArithmetic;
import org.mikey4j.crypto.internal.PairingArithmetic;
import org.mikey4j.crypto.internal.ProjectivePoint;

/**
 * The lines of Miller's algorithm for one point K of order q, computed once, so that a pairing of K with another point
 * only evaluates them (RFC 6508, 3.2). About 400 kilobytes, as secret as K, and wiped by {@link #close}.
 *
 * <p>The line at [i]Q is l (Qx + Cx) - Cy + i Qy for a gradient l through C; here it is the pair of l and l Cx - Cy. The
 * multiples of K follow the non-adjacent form of q - 1, which has a third of its digits set instead of half: a line
 * through -K instead of K changes the value by a vertical line only, and vertical lines lie in F_p.
 */
final class MillerLines implements AutoCloseable {
    /** The digits of q - 1 after the leading one, most significant first, each -1, 0 or 1. */
    private static final int[] DIGITS = digits(ParameterSet1.SCALARS.modulus().subtract(BigInteger.ONE));

    private static final int LIMBS = ParameterSet1.FIELD.element().length;

    /** For each line its gradient, then its constant. */
    private final long[] lines;

    private volatile boolean closed;

    private MillerLines(long[] lines) {
        this.lines = lines;
    }

    /** The lines for a point, or nothing where its order is not q. */
    static Optional<MillerLines> of(AffinePoint point) {
        List<long[]> numerators = new ArrayList<>();
        List<long[]> denominators = new ArrayList<>();
        try (CurveArithmetic curve = new CurveArithmetic(ParameterSet1.CURVE)) {
            FieldArithmetic f = curve.field();
            AffinePoint negative = point.negate(f);
            ProjectivePoint c = curve.point(point);
            for (int digit : DIGITS) {
                tangent(f, c, numerators, denominators);
                curve.twice(c, c);
                if (digit != 0) {
                    AffinePoint addend = digit > 0 ? point : negative;
                    chord(f, c, addend, numerators, denominators);
                    curve.add(c, c, addend);
                }
            }
            boolean hasOrder = curve.areEqual(c, negative);
            negative.wipe();
            return hasOrder ? Optional.of(new MillerLines(divide(f, numerators, denominators))) : Optional.empty();
        } finally {
            numerators.forEach(element -> Arrays.fill(element, 0));
            denominators.forEach(element -> Arrays.fill(element, 0));
        }
    }

    /**
     * Multiplies the variable of a computation, which is one, by the pairing of the point of these lines and another.
     *
     * @throws IllegalStateException after {@link #close}
     */
    void pair(PairingArithmetic result, AffinePoint other) {
        if (closed) {
            throw new IllegalStateException("the secret was wiped");
        }
        FieldArithmetic f = result.field();
        long[] gradient = new long[LIMBS];
        long[] constant = new long[LIMBS];
        int line = 0;
        for (int digit : DIGITS) {
            result.square();
            for (int steps = digit == 0 ? 1 : 2; steps > 0; steps--) {
                System.arraycopy(lines, line, gradient, 0, LIMBS);
                System.arraycopy(lines, line + LIMBS, constant, 0, LIMBS);
                f.multiply(gradient, gradient, other.x());
                f.add(constant, constant, gradient);
                result.multiply(constant, other.y());
                line += 2 * LIMBS;
            }
        }
        // c = (p + 1) / q = 4
        result.square();
        result.square();
        Arrays.fill(gradient, 0);
        Arrays.fill(constant, 0);
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(lines, 0);
    }

    /**
     * The tangent at C = (X/Z, Y/Z): l = 3(X^2 - Z^2) / 2YZ and l Cx - Cy = (3(X^2 - Z^2)X - 2Y^2 Z) / 2YZ^2, over the
     * common denominator 2YZ^2.
     */
    private static void tangent(
            FieldArithmetic f, ProjectivePoint c, List<long[]> numerators, List<long[]> denominators) {
        long[] gradient = new long[LIMBS];
        long[] constant = new long[LIMBS];
        long[] denominator = new long[LIMBS];
        long[] t = new long[LIMBS];
        f.square(gradient, c.x());
        f.square(t, c.z());
        f.subtract(gradient, gradient, t);
        f.triple(gradient, gradient);
        f.add(denominator, c.y(), c.y());
        f.multiply(t, denominator, c.z());
        f.multiply(denominator, t, c.z());
        f.multiply(t, t, c.y());
        f.multiply(constant, gradient, c.x());
        f.subtract(constant, constant, t);
        f.multiply(gradient, gradient, c.z());
        numerators.add(gradient);
        numerators.add(constant);
        denominators.add(denominator);
        Arrays.fill(t, 0);
    }

    /** The line through C = (X/Z, Y/Z) and A: l = (Y - AyZ) / (X - AxZ), and l Ax - Ay. */
    private static void chord(
            FieldArithmetic f, ProjectivePoint c, AffinePoint a, List<long[]> numerators, List<long[]> denominators) {
        long[] gradient = new long[LIMBS];
        long[] constant = new long[LIMBS];
        long[] denominator = new long[LIMBS];
        long[] t = new long[LIMBS];
        f.multiply(t, a.y(), c.z());
        f.subtract(gradient, c.y(), t);
        f.multiply(t, a.x(), c.z());
        f.subtract(denominator, c.x(), t);
        f.multiply(constant, gradient, a.x());
        f.multiply(t, a.y(), denominator);
        f.subtract(constant, constant, t);
        numerators.add(gradient);
        numerators.add(constant);
        denominators.add(denominator);
        Arrays.fill(t, 0);
    }

    private static long[] divide(FieldArithmetic f, List<long[]> numerators, List<long[]> denominators) {
        f.invertAll(denominators.toArray(long[][]::new));
        long[] lines = new long[numerators.size() * LIMBS];
        for (int i = 0; i < numerators.size(); i++) {
            long[] quotient = numerators.get(i);
            f.multiply(quotient, quotient, denominators.get(i / 2));
            System.arraycopy(quotient, 0, lines, i * LIMBS, LIMBS);
        }
        return lines;
    }

    private static int[] digits(BigInteger value) {
        List<Integer> digits = new ArrayList<>();
        for (BigInteger rest = value; rest.signum() != 0; rest = rest.shiftRight(1)) {
            int digit = rest.testBit(0) ? 2 - (rest.intValue() & 3) : 0;
            rest = rest.subtract(BigInteger.valueOf(digit));
            digits.add(0, digit);
        }
        return digits.stream().skip(1).mapToInt(Integer::intValue).toArray();
    }
}

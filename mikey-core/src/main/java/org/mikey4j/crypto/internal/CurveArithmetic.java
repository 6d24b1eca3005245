package org.mikey4j.crypto.internal;

import static org.mikey4j.crypto.internal.PrimeField.LIMB_BITS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One computation on a {@link Curve}, with its working space, which {@link #close} wipes.
 *
 * <p>Addition and doubling are the complete formulas for a = -3 and a = 0 of Renes, Costello and Batina (Eurocrypt 2016,
 * algorithms 4 to 9): the same steps for every pair of points of odd order, infinity and equal points included, so nothing
 * branches on a secret. A pair whose difference has order two, possible on the supersingular curves outside the subgroup, gives
 * (0 : 0 : 0), which stays so and is no point.
 */
public final class CurveArithmetic implements AutoCloseable {
    /** Bits of a public multiplier taken at once. */
    private static final int WINDOW = 4;

    private final Curve curve;
    private final FieldArithmetic f;
    private final List<ProjectivePoint> points = new ArrayList<>();
    private final long[] t0;
    private final long[] t1;
    private final long[] t2;
    private final long[] t3;
    private final long[] t4;
    private final long[] t5;
    private final long[] x3;
    private final long[] y3;
    private final long[] z3;

    /** Working space for one computation on {@code curve}. */
    public CurveArithmetic(Curve curve) {
        this.curve = curve;
        f = new FieldArithmetic(curve.field());
        t0 = curve.field().element();
        t1 = curve.field().element();
        t2 = curve.field().element();
        t3 = curve.field().element();
        t4 = curve.field().element();
        t5 = curve.field().element();
        x3 = curve.field().element();
        y3 = curve.field().element();
        z3 = curve.field().element();
    }

    /** The arithmetic of the coordinates. */
    public FieldArithmetic field() {
        return f;
    }

    /** A new variable, at infinity, wiped with this computation. */
    public ProjectivePoint infinity() {
        ProjectivePoint point = new ProjectivePoint(curve.field());
        curve.field().setOne(point.y);
        points.add(point);
        return point;
    }

    /** A new variable with the value of {@code affine}. */
    public ProjectivePoint point(AffinePoint affine) {
        ProjectivePoint point = infinity();
        f.copy(point.x, affine.x());
        f.copy(point.y, affine.y());
        curve.field().setOne(point.z);
        return point;
    }

    /** A new variable with the value of {@code point}. */
    public ProjectivePoint copy(ProjectivePoint point) {
        ProjectivePoint copy = infinity();
        f.copy(copy.x, point.x);
        f.copy(copy.y, point.y);
        f.copy(copy.z, point.z);
        return copy;
    }

    /** r = p + q. */
    public void add(ProjectivePoint r, ProjectivePoint p, ProjectivePoint q) {
        f.multiply(t0, p.x, q.x);
        f.multiply(t1, p.y, q.y);
        f.multiply(t2, p.z, q.z);
        crossProduct(t3, p.x, p.y, q.x, q.y, t0, t1);
        crossProduct(t4, p.y, p.z, q.y, q.z, t1, t2);
        crossProduct(t5, p.x, p.z, q.x, q.z, t0, t2);
        finishAddition(r);
    }

    /** r = p + q. */
    public void add(ProjectivePoint r, ProjectivePoint p, AffinePoint q) {
        addMixed(r, p, q.x(), q.y());
    }

    /** r = p + (x, y). */
    void addMixed(ProjectivePoint r, ProjectivePoint p, long[] x, long[] y) {
        f.multiply(t0, p.x, x);
        f.multiply(t1, p.y, y);
        crossProduct(t3, p.x, p.y, x, y, t0, t1);
        f.multiply(t4, y, p.z);
        f.add(t4, t4, p.y);
        f.multiply(t5, x, p.z);
        f.add(t5, t5, p.x);
        f.copy(t2, p.z);
        finishAddition(r);
    }

    /** r = 2p. */
    public void twice(ProjectivePoint r, ProjectivePoint p) {
        if (curve.withoutA()) {
            twiceWithoutA(r, p);
            return;
        }
        f.square(t0, p.x);
        f.square(t1, p.y);
        f.square(t2, p.z);
        f.multiply(t3, p.x, p.y);
        f.add(t3, t3, t3);
        f.multiply(t5, p.x, p.z);
        f.add(t5, t5, t5);
        f.multiply(t4, p.y, p.z);
        f.add(t4, t4, t4);
        finishAddition(r);
    }

    /** Where a = 0 and b = 1 a doubling has its own, shorter formula (algorithm 9). */
    private void twiceWithoutA(ProjectivePoint r, ProjectivePoint p) {
        f.square(t0, p.y);
        f.square(t2, p.z);
        f.triple(t2, t2);
        f.multiply(t1, p.y, p.z);
        f.multiply(t3, p.x, p.y);
        f.add(y3, t0, t2);
        f.add(z3, t0, t0);
        f.add(z3, z3, z3);
        f.add(z3, z3, z3);
        f.multiply(x3, t2, z3);
        f.multiply(r.z, t1, z3);
        f.triple(t2, t2);
        f.subtract(t0, t0, t2);
        f.multiply(y3, t0, y3);
        f.add(r.y, x3, y3);
        f.multiply(x3, t0, t3);
        f.add(r.x, x3, x3);
    }

    /** r = p - q. */
    public void subtract(ProjectivePoint r, ProjectivePoint p, ProjectivePoint q) {
        ProjectivePoint negative = copy(q);
        f.negate(negative.y, negative.y);
        add(r, p, negative);
    }

    /** Whether p is infinity; false for (0 : 0 : 0), which is no point. */
    public boolean isInfinity(ProjectivePoint p) {
        return f.isZero(p.z) && !f.isZero(p.y);
    }

    /** Whether p and the affine q are the same point. */
    public boolean areEqual(ProjectivePoint p, AffinePoint q) {
        f.multiply(t0, q.x(), p.z);
        f.multiply(t1, q.y(), p.z);
        boolean sameX = f.areEqual(t0, p.x);
        boolean sameY = f.areEqual(t1, p.y);
        return sameX && sameY && !f.isZero(p.z);
    }

    /** Whether p and q are the same point. */
    public boolean areEqual(ProjectivePoint p, ProjectivePoint q) {
        ProjectivePoint difference = infinity();
        subtract(difference, p, q);
        return isInfinity(difference);
    }

    /** The affine form of p, which is not infinity. */
    public AffinePoint toAffine(ProjectivePoint p) {
        return toAffine(new ProjectivePoint[] {p})[0];
    }

    /** The affine forms of points of which none is infinity, with one inversion. */
    public AffinePoint[] toAffine(ProjectivePoint[] projective) {
        long[][] inverses = new long[projective.length][];
        for (int i = 0; i < projective.length; i++) {
            inverses[i] = projective[i].z.clone();
        }
        f.invertAll(inverses);
        AffinePoint[] affine = new AffinePoint[projective.length];
        for (int i = 0; i < affine.length; i++) {
            affine[i] = new AffinePoint(curve.field().element(), curve.field().element());
            f.multiply(affine[i].x(), projective[i].x, inverses[i]);
            f.multiply(affine[i].y(), projective[i].y, inverses[i]);
            Arrays.fill(inverses[i], 0);
        }
        return affine;
    }

    /**
     * r = k * p for a public k, whose digits decide the steps.
     *
     * @param k carried limbs, no longer than the order
     */
    public void multiplyPublic(ProjectivePoint r, AffinePoint p, long[] k) {
        multiplyPublic(r, p, k, curve.scalars().modulus().bitLength());
    }

    /** The same for a k of as many bits as are stated, such as a cofactor. */
    public void multiplyPublic(ProjectivePoint r, AffinePoint p, long[] k, int bits) {
        ProjectivePoint[] multiples = new ProjectivePoint[1 << WINDOW];
        multiples[0] = infinity();
        multiples[1] = point(p);
        for (int i = 2; i < multiples.length; i++) {
            multiples[i] = infinity();
            add(multiples[i], multiples[i - 1], p);
        }
        ProjectivePoint sum = infinity();
        int windows = (bits + WINDOW - 1) / WINDOW;
        for (int window = windows - 1; window >= 0; window--) {
            for (int i = 0; i < WINDOW; i++) {
                twice(sum, sum);
            }
            int digit = 0;
            for (int i = WINDOW - 1; i >= 0; i--) {
                int bit = window * WINDOW + i;
                digit = (digit << 1) | ((int) (k[bit / LIMB_BITS] >>> (bit % LIMB_BITS)) & 1);
            }
            if (digit != 0) {
                add(sum, sum, multiples[digit]);
            }
        }
        f.copy(r.x, sum.x);
        f.copy(r.y, sum.y);
        f.copy(r.z, sum.z);
    }

    /** Whether p lies in the subgroup of the base point's order. */
    public boolean hasSubgroupOrder(AffinePoint p) {
        ProjectivePoint product = infinity();
        multiplyPublic(product, p, curve.scalars().plainModulus());
        return isInfinity(product);
    }

    @Override
    public void close() {
        f.close();
        points.forEach(ProjectivePoint::wipe);
        for (long[] temporary : new long[][] {t0, t1, t2, t3, t4, t5, x3, y3, z3}) {
            Arrays.fill(temporary, 0);
        }
    }

    /** r = u1 v2 + u2 v1, by one product, where uu = u1 u2 and vv = v1 v2 are at hand. */
    private void crossProduct(long[] r, long[] u1, long[] v1, long[] u2, long[] v2, long[] uu, long[] vv) {
        f.add(x3, u1, v1);
        f.add(y3, u2, v2);
        f.multiply(r, x3, y3);
        f.subtract(r, r, uu);
        f.subtract(r, r, vv);
    }

    /**
     * The sum of two points from their products t0 = X1 X2, t1 = Y1 Y2, t2 = Z1 Z2, t3 = X1 Y2 + X2 Y1,
     * t4 = Y1 Z2 + Y2 Z1 and t5 = X1 Z2 + X2 Z1.
     */
    private void finishAddition(ProjectivePoint r) {
        if (curve.withoutA()) {
            finishWithoutA(r);
            return;
        }
        if (curve.withoutB()) {
            f.triple(x3, t5);
            f.negate(y3, t0);
        } else {
            f.multiply(x3, curve.b(), t2);
            f.subtract(x3, t5, x3);
            f.triple(x3, x3);
            f.multiply(y3, curve.b(), t5);
            f.subtract(y3, y3, t0);
        }
        f.subtract(z3, t1, x3);
        f.add(x3, t1, x3);
        f.triple(t2, t2);
        f.subtract(y3, y3, t2);
        f.triple(y3, y3);
        f.triple(t0, t0);
        f.subtract(t0, t0, t2);
        combine(r);
    }

    /** The same where a = 0 and b = 1. */
    private void finishWithoutA(ProjectivePoint r) {
        f.triple(t2, t2);
        f.add(z3, t1, t2);
        f.subtract(x3, t1, t2);
        f.triple(y3, t5);
        f.triple(t0, t0);
        combine(r);
    }

    private void combine(ProjectivePoint r) {
        f.multiply(t1, t4, y3);
        f.multiply(t2, t0, y3);
        f.multiply(y3, x3, z3);
        f.add(r.y, y3, t2);
        f.multiply(x3, t3, x3);
        f.subtract(r.x, x3, t1);
        f.multiply(z3, t4, z3);
        f.multiply(t0, t3, t0);
        f.add(r.z, z3, t0);
    }
}

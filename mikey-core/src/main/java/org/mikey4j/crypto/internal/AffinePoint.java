package org.mikey4j.crypto.internal;

import java.util.Arrays;

/** A point of a {@link Curve} other than infinity: its coordinates in Montgomery form. Whoever made it may wipe it. */
public final class AffinePoint {
    private final long[] x;
    private final long[] y;

    AffinePoint(long[] x, long[] y) {
        this.x = x;
        this.y = y;
    }

    /** The x coordinate itself, not a copy. */
    public long[] x() {
        return x;
    }

    /** The y coordinate itself, not a copy. */
    public long[] y() {
        return y;
    }

    /** A new point, the negative of this one. */
    public AffinePoint negate(FieldArithmetic arithmetic) {
        long[] negative = new long[y.length];
        arithmetic.negate(negative, y);
        return new AffinePoint(x.clone(), negative);
    }

    /** Zeroes the coordinates. */
    public void wipe() {
        Arrays.fill(x, 0);
        Arrays.fill(y, 0);
    }
}

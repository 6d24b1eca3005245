package org.mikey4j.crypto.internal;

import java.util.Arrays;

/** A point (X : Y : Z) that stands for (X/Z, Y/Z), or infinity where Z = 0; the variable of a {@link CurveArithmetic}. */
public final class ProjectivePoint {
    final long[] x;
    final long[] y;
    final long[] z;

    ProjectivePoint(PrimeField field) {
        x = field.element();
        y = field.element();
        z = field.element();
    }

    /** The X coordinate itself. */
    public long[] x() {
        return x;
    }

    /** The Y coordinate itself. */
    public long[] y() {
        return y;
    }

    /** The Z coordinate itself. */
    public long[] z() {
        return z;
    }

    void wipe() {
        Arrays.fill(x, 0);
        Arrays.fill(y, 0);
        Arrays.fill(z, 0);
    }
}

package org.mikey4j.crypto.internal;

import java.util.List;

/**
 * A public point with tables for multiplying it by secrets: a {@link SignedComb} whose entries are all read for every
 * digit, so that neither time nor memory addresses depend on the multiplier. Immutable.
 */
public final class FixedBase {
    private final Curve curve;
    private final SignedComb comb;
    private final AffinePoint base;
    /** For each block and entry the limbs of x, then those of y. */
    private final long[][] tables;

    /**
     * Makes the tables.
     *
     * @param base a point of the order of the curve's base point, which is checked by whoever calls
     */
    public FixedBase(Curve curve, AffinePoint base, SignedComb comb) {
        this.curve = curve;
        this.base = base;
        this.comb = comb;
        try (CurveArithmetic arithmetic = new CurveArithmetic(curve)) {
            tables = tables(arithmetic, powers(arithmetic));
        }
    }

    /** The point itself. */
    public AffinePoint base() {
        return base;
    }

    /**
     * The sum of the products of bases and multipliers.
     *
     * @param bases points with tables of the same comb on one curve
     * @param scalars for each base its multiplier as carried limbs, less than the order
     */
    public static ProjectivePoint multiply(CurveArithmetic arithmetic, List<FixedBase> bases, List<long[]> scalars) {
        FixedBase first = bases.get(0);
        SignedComb comb = first.comb;
        long[][] signs = new long[bases.size()][];
        for (int i = 0; i < signs.length; i++) {
            signs[i] = comb.recode(scalars.get(i), first.curve.scalars());
        }
        ProjectivePoint sum = arithmetic.infinity();
        int limbs = first.curve.field().element().length;
        long[] entry = new long[2 * limbs];
        long[] x = new long[limbs];
        long[] y = new long[limbs];
        for (int position = comb.spacing() - 1; position >= 0; position--) {
            arithmetic.twice(sum, sum);
            for (int i = 0; i < signs.length; i++) {
                for (int block = 0; block < comb.blocks(); block++) {
                    int column = comb.column(signs[i], block, position);
                    Selection.select(entry, bases.get(i).tables[block], comb.entry(column), comb.entries());
                    System.arraycopy(entry, 0, x, 0, limbs);
                    System.arraycopy(entry, limbs, y, 0, limbs);
                    arithmetic.field().negateIf(y, comb.negative(column));
                    arithmetic.addMixed(sum, sum, x, y);
                }
            }
        }
        Scalars.wipe(signs);
        Scalars.wipe(entry, x, y);
        return sum;
    }

    /** The product of this point and one multiplier. */
    public ProjectivePoint multiply(CurveArithmetic arithmetic, long[] scalar) {
        return multiply(arithmetic, List.of(this), List.of(scalar));
    }

    /** The base times the power of two where each tooth of each block starts. */
    private ProjectivePoint[][] powers(CurveArithmetic arithmetic) {
        ProjectivePoint[][] powers = new ProjectivePoint[comb.blocks()][comb.teeth()];
        ProjectivePoint power = arithmetic.point(base);
        for (int tooth = 0; tooth < comb.teeth(); tooth++) {
            for (int block = 0; block < comb.blocks(); block++) {
                powers[block][tooth] = arithmetic.copy(power);
                for (int i = 0; i < comb.spacing(); i++) {
                    arithmetic.twice(power, power);
                }
            }
        }
        return powers;
    }

    private long[][] tables(CurveArithmetic arithmetic, ProjectivePoint[][] powers) {
        long[][] result = new long[comb.blocks()][];
        int limbs = curve.field().element().length;
        for (int block = 0; block < comb.blocks(); block++) {
            ProjectivePoint[] entries = entries(arithmetic, powers[block]);
            result[block] = new long[entries.length * 2 * limbs];
            AffinePoint[] affine = arithmetic.toAffine(entries);
            for (int entry = 0; entry < entries.length; entry++) {
                System.arraycopy(affine[entry].x(), 0, result[block], entry * 2 * limbs, limbs);
                System.arraycopy(affine[entry].y(), 0, result[block], (entry * 2 + 1) * limbs, limbs);
            }
        }
        return result;
    }

    /** Entry e: the last power, plus each other power whose bit of e is set, minus each whose bit is clear. */
    private ProjectivePoint[] entries(CurveArithmetic arithmetic, ProjectivePoint[] powers) {
        int last = powers.length - 1;
        ProjectivePoint[] entries = new ProjectivePoint[comb.entries()];
        entries[0] = arithmetic.copy(powers[last]);
        for (int tooth = 0; tooth < last; tooth++) {
            arithmetic.subtract(entries[0], entries[0], powers[tooth]);
        }
        for (int tooth = 0; tooth < last; tooth++) {
            arithmetic.twice(powers[tooth], powers[tooth]);
            for (int entry = 0; entry < 1 << tooth; entry++) {
                entries[entry + (1 << tooth)] = arithmetic.infinity();
                arithmetic.add(entries[entry + (1 << tooth)], entries[entry], powers[tooth]);
            }
        }
        return entries;
    }
}

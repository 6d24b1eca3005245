package org.mikey4j.crypto.sakke;

import java.util.Arrays;
import org.mikey4j.crypto.internal.FieldArithmetic;
import org.mikey4j.crypto.internal.PairingArithmetic;
import org.mikey4j.crypto.internal.PrimeField;
import org.mikey4j.crypto.internal.Selection;
import org.mikey4j.crypto.internal.SignedComb;

/**
 * A public element of PF_p with tables for raising it to secret powers, the counterpart of
 * {@link org.mikey4j.crypto.internal.FixedBase}. Its conjugate is its inverse, so a negative entry costs nothing.
 */
final class PairingBase {
    private final PrimeField field;
    private final long[] base;
    private final SignedComb comb;
    /** For each block and entry the b of 1 + ib. */
    private final long[][] tables;

    PairingBase(PrimeField field, long[] base, SignedComb comb) {
        this.field = field;
        this.base = base;
        this.comb = comb;
        tables = tables(powers());
    }

    /** The base itself, as the one field element that represents it. */
    long[] base() {
        return base;
    }

    /**
     * Multiplies the variable of a computation, which is one, by the power of the base.
     *
     * @param exponent carried limbs, less than the order
     * @param order the order of the base
     */
    void power(PairingArithmetic result, long[] exponent, PrimeField order) {
        long[] signs = comb.recode(exponent, order);
        long[] factor = field.element();
        for (int position = comb.spacing() - 1; position >= 0; position--) {
            result.square();
            for (int block = 0; block < comb.blocks(); block++) {
                int column = comb.column(signs, block, position);
                Selection.select(factor, tables[block], comb.entry(column), comb.entries());
                result.field().negateIf(factor, comb.negative(column));
                result.multiplyByRepresentative(factor);
            }
        }
        Arrays.fill(signs, 0);
        Arrays.fill(factor, 0);
    }

    /** The base to the power of two where each tooth of each block starts, as a and b of a + ib. */
    private long[][][][] powers() {
        long[][][][] powers = new long[comb.blocks()][comb.teeth()][][];
        try (PairingArithmetic power = new PairingArithmetic(field)) {
            power.multiplyByRepresentative(base);
            for (int tooth = 0; tooth < comb.teeth(); tooth++) {
                for (int block = 0; block < comb.blocks(); block++) {
                    powers[block][tooth] = new long[][] {
                        power.real().clone(), power.imaginary().clone()
                    };
                    for (int i = 0; i < comb.spacing(); i++) {
                        power.square();
                    }
                }
            }
        }
        return powers;
    }

    private long[][] tables(long[][][][] powers) {
        long[][] result = new long[comb.blocks()][];
        for (int block = 0; block < comb.blocks(); block++) {
            result[block] = table(powers[block]);
        }
        return result;
    }

    /** Entry e: the last power, times each other power whose bit of e is set, divided by each whose bit is clear. */
    private long[] table(long[][][] powers) {
        int limbs = field.element().length;
        long[][] real = new long[comb.entries()][];
        long[][] imaginary = new long[comb.entries()][];
        int last = comb.teeth() - 1;
        for (int entry = 0; entry < comb.entries(); entry++) {
            try (PairingArithmetic product = new PairingArithmetic(field)) {
                product.multiply(powers[last][0], powers[last][1]);
                for (int tooth = 0; tooth < last; tooth++) {
                    long[] factor = powers[tooth][1].clone();
                    product.field().negateIf(factor, ((entry >>> tooth) & 1) - 1L);
                    product.multiply(powers[tooth][0], factor);
                }
                real[entry] = product.real().clone();
                imaginary[entry] = product.imaginary().clone();
            }
        }
        long[] result = new long[comb.entries() * limbs];
        try (FieldArithmetic f = new FieldArithmetic(field)) {
            f.invertAll(real);
            for (int entry = 0; entry < comb.entries(); entry++) {
                f.multiply(real[entry], real[entry], imaginary[entry]);
                System.arraycopy(real[entry], 0, result, entry * limbs, limbs);
            }
        }
        return result;
    }
}

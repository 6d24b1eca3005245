package org.mikey4j.crypto.internal;

import static org.mikey4j.crypto.internal.PrimeField.LIMB_BITS;
import static org.mikey4j.crypto.internal.PrimeField.LIMB_MASK;
import static org.mikey4j.crypto.internal.PrimeField.SHIFT;

import java.util.Arrays;

/**
 * One computation in a {@link PrimeField}: the operations and the working space they share, which {@link #close} wipes.
 * Not for use by two threads at once.
 *
 * <p>Sums and differences are limb by limb, signed and uncarried. An operand of a product may be a sum or difference of
 * up to 30 products; a product is again carried and lies strictly between -p and 2p. Every operation takes the same
 * steps whatever the elements hold.
 */
public final class FieldArithmetic implements AutoCloseable {
    /** Rows of a product after which the column sums are carried, before they could leave a signed {@code long}. */
    private static final int ROWS_PER_CARRY = 6;

    private final PrimeField field;
    private final int limbs;
    private final long[] modulus;
    private final long negatedInverse;
    private final long[] columns;
    private final long[] factor;

    /** Working space for one computation in {@code field}. */
    public FieldArithmetic(PrimeField field) {
        this.field = field;
        limbs = field.limbs;
        modulus = field.shiftedModulus;
        negatedInverse = field.negatedInverse;
        columns = new long[limbs];
        factor = new long[limbs];
    }

    /** The field. */
    public PrimeField field() {
        return field;
    }

    /** r = a + b. */
    public void add(long[] r, long[] a, long[] b) {
        for (int i = 0; i < limbs; i++) {
            r[i] = a[i] + b[i];
        }
    }

    /** r = a - b. */
    public void subtract(long[] r, long[] a, long[] b) {
        for (int i = 0; i < limbs; i++) {
            r[i] = a[i] - b[i];
        }
    }

    /** r = -a. */
    public void negate(long[] r, long[] a) {
        for (int i = 0; i < limbs; i++) {
            r[i] = -a[i];
        }
    }

    /** r = 3a. */
    public void triple(long[] r, long[] a) {
        for (int i = 0; i < limbs; i++) {
            r[i] = 3 * a[i];
        }
    }

    /** r = a. */
    public void copy(long[] r, long[] a) {
        System.arraycopy(a, 0, r, 0, limbs);
    }

    /** r = -r where {@code mask} is all ones, r where it is zero. */
    public void negateIf(long[] r, long mask) {
        for (int i = 0; i < limbs; i++) {
            r[i] = (r[i] ^ mask) - mask;
        }
    }

    /** r = a * b. */
    public void multiply(long[] r, long[] a, long[] b) {
        int n = limbs;
        long[] t = columns;
        long[] f = factor;
        long[] m = modulus;
        long carry = 0;
        for (int j = 0; j < n - 1; j++) {
            carry += b[j];
            f[j] = (carry & LIMB_MASK) << SHIFT;
            carry >>= LIMB_BITS;
            t[j] = 0;
        }
        f[n - 1] = (b[n - 1] + carry) << SHIFT;
        t[n - 1] = 0;

        long carryA = 0;
        for (int i = 0; i < n; i++) {
            carryA += a[i];
            long digit = i < n - 1 ? (carryA & LIMB_MASK) << SHIFT : carryA << SHIFT;
            carryA >>= LIMB_BITS;
            if (n == PrimeField.SHORT) {
                Rows.five(t, f, m, negatedInverse, digit);
            } else if (n == PrimeField.LONG) {
                Rows.eighteen(t, f, m, negatedInverse, digit);
            } else {
                Rows.any(t, f, m, negatedInverse, digit);
            }
            if (i % ROWS_PER_CARRY == ROWS_PER_CARRY - 1 && i < n - 1) {
                carry(t, t);
            }
        }
        carry(r, t);
    }

    /** r = a * a. */
    public void square(long[] r, long[] a) {
        multiply(r, a, a);
    }

    /** r = 1/a, and 0 for 0. */
    public void invert(long[] r, long[] a) {
        long[] plain = toInteger(a);
        long[] inverse = DivisionSteps.divide(field, field.squaredRadix(), plain);
        multiply(r, inverse, field.unit());
        Arrays.fill(plain, 0);
        Arrays.fill(inverse, 0);
    }

    /** Replaces each element by its inverse, with one inversion for all; none of them is zero. */
    public void invertAll(long[][] elements) {
        long[][] products = new long[elements.length][];
        long[] running = new long[limbs];
        field.setOne(running);
        for (int i = 0; i < elements.length; i++) {
            products[i] = running.clone();
            multiply(running, running, elements[i]);
        }
        invert(running, running);
        long[] inverse = new long[limbs];
        for (int i = elements.length - 1; i >= 0; i--) {
            multiply(inverse, running, products[i]);
            multiply(running, running, elements[i]);
            copy(elements[i], inverse);
            Arrays.fill(products[i], 0);
        }
        Arrays.fill(running, 0);
        Arrays.fill(inverse, 0);
    }

    /**
     * r = the big-endian number {@code octets}, reduced.
     *
     * @param octets at most 8 bits longer than the modulus
     */
    public void fromOctets(long[] r, byte[] octets) {
        long[] plain = field.limbsOf(octets);
        fromInteger(r, plain);
        Arrays.fill(plain, 0);
    }

    /** r = the number in these carried limbs, reduced. */
    public void fromInteger(long[] r, long[] integer) {
        multiply(r, integer, field.squaredRadix());
    }

    /** The fixed-length big-endian octets of a, between 0 and p - 1. */
    public byte[] toOctets(long[] a) {
        long[] plain = toInteger(a);
        byte[] octets = field.octetsOf(plain);
        Arrays.fill(plain, 0);
        return octets;
    }

    /** The number a between 0 and p - 1 out of Montgomery form, as carried limbs. */
    public long[] toInteger(long[] a) {
        long[] result = new long[limbs];
        multiply(result, a, field.unit());
        // a/R + qp/R with q < R: between 0 and p, and p itself only where a is a multiple of p.
        long[] reduced = result.clone();
        long keep = field.subtractModulus(reduced) >> (Long.SIZE - 1);
        for (int i = 0; i < limbs; i++) {
            result[i] = (result[i] & keep) | (reduced[i] & ~keep);
        }
        Arrays.fill(reduced, 0);
        return result;
    }

    /** Whether a is zero in the field. */
    public boolean isZero(long[] a) {
        long[] plain = toInteger(a);
        long bits = 0;
        for (long limb : plain) {
            bits |= limb;
        }
        Arrays.fill(plain, 0);
        return bits == 0;
    }

    /** Whether a = b in the field. */
    public boolean areEqual(long[] a, long[] b) {
        long[] difference = new long[limbs];
        subtract(difference, a, b);
        boolean equal = isZero(difference);
        Arrays.fill(difference, 0);
        return equal;
    }

    @Override
    public void close() {
        Arrays.fill(columns, 0);
        Arrays.fill(factor, 0);
    }

    private void carry(long[] r, long[] t) {
        int n = limbs;
        long carry = 0;
        for (int j = 0; j < n - 1; j++) {
            carry += t[j];
            r[j] = carry & LIMB_MASK;
            carry >>= LIMB_BITS;
        }
        r[n - 1] = t[n - 1] + carry;
    }
}

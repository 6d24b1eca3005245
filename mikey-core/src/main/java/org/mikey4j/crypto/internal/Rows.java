package org.mikey4j.crypto.internal;

import static org.mikey4j.crypto.internal.PrimeField.LIMB_BITS;
import static org.mikey4j.crypto.internal.PrimeField.LIMB_MASK;
import static org.mikey4j.crypto.internal.PrimeField.SHIFT;

/**
 * One row of a Montgomery product, t = (t + digit * f + quotient * m) / 2^58 with the quotient that makes it exact, written
 * out for the numbers of limbs that the curves of ECCSI and SAKKE have: without a loop the compiler checks no index and keeps the
 * sums in registers, which makes a product a quarter faster.
 */
final class Rows {
    private static final int SPLIT = 2 * SHIFT;

    private Rows() {}

    /** For P-256. */
    static void five(long[] t, long[] f, long[] m, long negatedInverse, long digit) {
        long fj = f[0];
        long mj = m[0];
        long sum = t[0] + ((digit * fj) >>> SPLIT);
        long quotient = ((sum * negatedInverse) & LIMB_MASK) << SHIFT;
        long carry = ((sum + ((quotient * mj) >>> SPLIT)) >> LIMB_BITS)
                + Math.multiplyHigh(digit, fj)
                + Math.multiplyHigh(quotient, mj);
        fj = f[1];
        mj = m[1];
        t[0] = t[1] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[2];
        mj = m[2];
        t[1] = t[2] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[3];
        mj = m[3];
        t[2] = t[3] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[4];
        mj = m[4];
        t[3] = t[4] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        t[4] = carry;
    }

    /** For SAKKE's Parameter Set 1. */
    static void eighteen(long[] t, long[] f, long[] m, long negatedInverse, long digit) {
        long fj = f[0];
        long mj = m[0];
        long sum = t[0] + ((digit * fj) >>> SPLIT);
        long quotient = ((sum * negatedInverse) & LIMB_MASK) << SHIFT;
        long carry = ((sum + ((quotient * mj) >>> SPLIT)) >> LIMB_BITS)
                + Math.multiplyHigh(digit, fj)
                + Math.multiplyHigh(quotient, mj);
        fj = f[1];
        mj = m[1];
        t[0] = t[1] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[2];
        mj = m[2];
        t[1] = t[2] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[3];
        mj = m[3];
        t[2] = t[3] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[4];
        mj = m[4];
        t[3] = t[4] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[5];
        mj = m[5];
        t[4] = t[5] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[6];
        mj = m[6];
        t[5] = t[6] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[7];
        mj = m[7];
        t[6] = t[7] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[8];
        mj = m[8];
        t[7] = t[8] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[9];
        mj = m[9];
        t[8] = t[9] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[10];
        mj = m[10];
        t[9] = t[10] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[11];
        mj = m[11];
        t[10] = t[11] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[12];
        mj = m[12];
        t[11] = t[12] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[13];
        mj = m[13];
        t[12] = t[13] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[14];
        mj = m[14];
        t[13] = t[14] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[15];
        mj = m[15];
        t[14] = t[15] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[16];
        mj = m[16];
        t[15] = t[16] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        fj = f[17];
        mj = m[17];
        t[16] = t[17] + carry + ((digit * fj) >>> SPLIT) + ((quotient * mj) >>> SPLIT);
        carry = Math.multiplyHigh(digit, fj) + Math.multiplyHigh(quotient, mj);
        t[17] = carry;
    }

    /** For any number of limbs. */
    static void any(long[] t, long[] f, long[] m, long negatedInverse, long digit) {
        long sum = t[0] + ((digit * f[0]) >>> SPLIT);
        long quotient = ((sum * negatedInverse) & LIMB_MASK) << SHIFT;
        long carry = ((sum + ((quotient * m[0]) >>> SPLIT)) >> LIMB_BITS)
                + Math.multiplyHigh(digit, f[0])
                + Math.multiplyHigh(quotient, m[0]);
        int last = t.length - 1;
        for (int j = 1; j <= last; j++) {
            t[j - 1] = t[j] + carry + ((digit * f[j]) >>> SPLIT) + ((quotient * m[j]) >>> SPLIT);
            carry = Math.multiplyHigh(digit, f[j]) + Math.multiplyHigh(quotient, m[j]);
        }
        t[last] = carry;
    }
}

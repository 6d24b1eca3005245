package org.mikey4j.crypto.internal;

import java.math.BigInteger;

/**
 * The Jacobi symbol (a/n) for values that are public: the time that it takes tells of them.
 *
 * <p>It is the binary algorithm (make a even by subtracting n, exchange the two where a is less, halve a), of which 29 steps are
 * done at once on the lowest 31 and the highest 33 bits, and then on all limbs by their matrix: 2^29 a' = u a + v n,
 * 2^29 n' = q a + r n. The lowest bits are exact, and all that the symbol needs. The highest are not, so that the lesser is
 * sometimes subtracted from the greater the wrong way round; one of the two is then negative, never both, and its sign is
 * mended after the steps. See T. Pornin, "Optimized Binary GCD for Modular Inversion" (2020).
 */
public final class JacobiSymbol {
    private static final int STEPS = 29;
    private static final long MASK = (1L << STEPS) - 1;
    private static final int LOW_BITS = 31;
    private static final int HIGH_BITS = Long.SIZE - LOW_BITS;

    private final long[] a;
    private final long[] n;
    private int used;
    private boolean minus;
    private long u;
    private long v;
    private long q;
    private long r;

    private JacobiSymbol(BigInteger a, BigInteger n) {
        used = n.bitLength() / STEPS + 1;
        this.a = limbs(a.mod(n));
        this.n = limbs(n);
    }

    /**
     * The symbol: 0 if the two have a common factor, else 1 or -1; with a prime below, 1 for a square.
     *
     * @param n odd and positive
     */
    public static int of(BigInteger a, BigInteger n) {
        if (n.signum() <= 0 || !n.testBit(0)) {
            throw new IllegalArgumentException("the number below is not odd and positive");
        }
        JacobiSymbol symbol = new JacobiSymbol(a, n);
        while (symbol.shrink()) {
            symbol.steps();
            symbol.apply();
        }
        if (symbol.used > 1 || symbol.n[0] > 1) {
            return 0;
        }
        return symbol.minus ? -1 : 1;
    }

    /** Forgets the limbs that have become zero; tells whether a is more than 0. */
    private boolean shrink() {
        while (used > 1 && (a[used - 1] | n[used - 1]) == 0) {
            used--;
        }
        for (int i = 0; i < used; i++) {
            if (a[i] != 0) {
                return true;
            }
        }
        return false;
    }

    /** 29 steps, whose matrix they leave in u, v, q and r. */
    private void steps() {
        int bits = used * STEPS - (Long.numberOfLeadingZeros(a[used - 1] | n[used - 1]) - (Long.SIZE - STEPS));
        long x = approximate(a, bits);
        long y = approximate(n, bits);
        long a0 = 1;
        long a1 = 0;
        long n0 = 0;
        long n1 = 1;
        long sign = minus ? 1 : 0;
        for (int i = 0; i < STEPS; i++) {
            if ((x & 1) != 0) {
                if (Long.compareUnsigned(x, y) < 0) {
                    sign ^= (x & y) >> 1; // both are 3 modulo 4
                    long t = x;
                    x = y;
                    y = t;
                    t = a0;
                    a0 = n0;
                    n0 = t;
                    t = a1;
                    a1 = n1;
                    n1 = t;
                }
                x -= y;
                a0 -= n0;
                a1 -= n1;
            }
            x >>>= 1;
            n0 <<= 1;
            n1 <<= 1;
            sign ^= (y >> 1) ^ (y >> 2); // n is 3 or 5 modulo 8
        }
        minus = (sign & 1) != 0;
        u = a0;
        v = a1;
        q = n0;
        r = n1;
    }

    /** The lowest and the highest bits of a number of at most {@code bits}; all of them if they are 64 or fewer. */
    private static long approximate(long[] x, int bits) {
        if (bits <= Long.SIZE) {
            return x[0] | (x[1] << STEPS) | (x[2] << (2 * STEPS));
        }
        int at = (bits - HIGH_BITS) / STEPS;
        int shift = (bits - HIGH_BITS) % STEPS;
        long high = (x[at] >>> shift) | (x[at + 1] << (STEPS - shift)) | (x[at + 2] << (2 * STEPS - shift));
        long low = (x[0] | x[1] << STEPS) & ((1L << LOW_BITS) - 1);
        return (high << LOW_BITS) | low;
    }

    private void apply() {
        long carryA = 0;
        long carryN = 0;
        for (int i = 0; i < used; i++) {
            long ai = a[i];
            long ni = n[i];
            carryA += u * ai + v * ni;
            carryN += q * ai + r * ni;
            if (i > 0) {
                a[i - 1] = carryA & MASK;
                n[i - 1] = carryN & MASK;
            }
            carryA >>= STEPS;
            carryN >>= STEPS;
        }
        a[used - 1] = carryA & MASK;
        n[used - 1] = carryN & MASK;
        if (carryN < 0) {
            negate(n);
        }
        if (carryA < 0) {
            negate(a);
            minus ^= (n[0] & 3) == 3;
        }
    }

    private void negate(long[] x) {
        long carry = 0;
        for (int i = 0; i < used; i++) {
            carry -= x[i];
            x[i] = carry & MASK;
            carry >>= STEPS;
        }
    }

    /** With two limbs of zeros above, so that there is something to read. */
    private long[] limbs(BigInteger x) {
        long[] limbs = new long[used + 2];
        BigInteger rest = x;
        for (int i = 0; i < used; i++) {
            limbs[i] = rest.longValue() & MASK;
            rest = rest.shiftRight(STEPS);
        }
        return limbs;
    }
}

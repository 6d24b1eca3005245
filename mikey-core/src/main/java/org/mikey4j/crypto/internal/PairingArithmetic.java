package org.mikey4j.crypto.internal;

import java.util.Arrays;

/**
 * One computation in F_p^2 = F_p[i], i^2 = -1, where p is 3 modulo 4 (RFC 5091, 2.1; RFC 6508, 2.1), with its working
 * space, which {@link #close} wipes.
 *
 * <p>For PF_p, the quotient of F_p^2 by F_p (RFC 6508, 3.2), an element is kept as any a + ib that represents it, so that only
 * {@link #representative} divides.
 */
public final class PairingArithmetic implements AutoCloseable {
    private final FieldArithmetic f;
    private final long[] real;
    private final long[] imaginary;
    private final long[] t0;
    private final long[] t1;
    private final long[] t2;

    /** The variable starts as one. */
    public PairingArithmetic(PrimeField field) {
        f = new FieldArithmetic(field);
        real = field.element();
        imaginary = field.element();
        t0 = field.element();
        t1 = field.element();
        t2 = field.element();
        field.setOne(real);
    }

    public FieldArithmetic field() {
        return f;
    }

    /** The a of the variable a + ib, itself. */
    public long[] real() {
        return real;
    }

    /** The b of the variable a + ib, itself. */
    public long[] imaginary() {
        return imaginary;
    }

    /** Squares the variable: (a + b)(a - b) + 2abi. */
    public void square() {
        f.add(t0, real, imaginary);
        f.subtract(t1, real, imaginary);
        f.multiply(t2, real, imaginary);
        f.multiply(real, t0, t1);
        f.add(imaginary, t2, t2);
    }

    /** Multiplies the variable by c + id. */
    public void multiply(long[] c, long[] d) {
        f.add(t0, real, imaginary);
        f.add(t1, c, d);
        f.multiply(t2, t0, t1);
        f.multiply(t0, real, c);
        f.multiply(t1, imaginary, d);
        f.subtract(real, t0, t1);
        f.subtract(t2, t2, t0);
        f.subtract(imaginary, t2, t1);
    }

    /** Multiplies the variable by 1 + id. */
    public void multiplyByRepresentative(long[] d) {
        f.multiply(t0, imaginary, d);
        f.multiply(t1, real, d);
        f.subtract(real, real, t0);
        f.add(imaginary, imaginary, t1);
    }

    /** The one field element b/a that represents the variable, in its fixed-length octets. */
    public byte[] representative() {
        f.invert(t0, real);
        f.multiply(t0, t0, imaginary);
        return f.toOctets(t0);
    }

    @Override
    public void close() {
        f.close();
        for (long[] element : new long[][] {real, imaginary, t0, t1, t2}) {
            Arrays.fill(element, 0);
        }
    }
}

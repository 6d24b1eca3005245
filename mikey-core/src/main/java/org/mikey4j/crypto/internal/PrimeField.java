package org.mikey4j.crypto.internal;

import java.math.BigInteger;

/**
 * The integers modulo an odd prime, as limbs of 58 bits in {@code long}s, least significant first.
 *
 * <p>58 bits leave room in a {@code long} for sums and differences that are not carried, and six bits of shift so that
 * {@link Math#multiplyHigh} splits a product at a limb boundary. Elements are kept in Montgomery form, x * R mod p with
 * R = 2^(58 * limbs). An instance is immutable; {@link FieldArithmetic} does the work.
 */
public final class PrimeField {
    /** Bits in a limb. */
    static final int LIMB_BITS = 58;

    static final long LIMB_MASK = (1L << LIMB_BITS) - 1;

    /** Half of the bits that a limb leaves free: both factors of a product are shifted left by it. */
    static final int SHIFT = (Long.SIZE - LIMB_BITS) / 2;

    /** Limbs of a field of up to 270 bits. */
    static final int SHORT = 5;

    /** Limbs of a field of up to 1,024 bits. */
    static final int LONG = 18;

    /** Limbs of a field of up to 1,536 bits. */
    static final int LONGEST = 27;

    /** Free bits above the modulus, so that uncarried sums of elements still reduce to less than two moduli. */
    private static final int HEADROOM_BITS = 20;

    final int limbs;
    /** The modulus, each limb shifted left by {@link #SHIFT}. */
    final long[] shiftedModulus;
    /** -1/p modulo 2^58. */
    final long negatedInverse;

    private final BigInteger modulus;
    private final int octets;
    private final long[] plainModulus;
    private final long[] one;
    private final long[] squaredRadix;
    private final long[] unit;

    /** The field of {@code modulus} elements; the modulus is an odd prime of at most 1,536 bits. */
    public PrimeField(BigInteger modulus) {
        this.modulus = modulus;
        int bits = modulus.bitLength() + HEADROOM_BITS;
        if (bits > LONGEST * LIMB_BITS) {
            throw new IllegalArgumentException("a modulus of more than 1536 bits");
        }
        limbs = bits <= SHORT * LIMB_BITS ? SHORT : bits <= LONG * LIMB_BITS ? LONG : LONGEST;
        octets = (modulus.bitLength() + 7) / 8;
        plainModulus = split(modulus);
        shiftedModulus = new long[limbs];
        for (int i = 0; i < limbs; i++) {
            shiftedModulus[i] = plainModulus[i] << SHIFT;
        }
        BigInteger limbRadix = BigInteger.ONE.shiftLeft(LIMB_BITS);
        negatedInverse = modulus.negate().modInverse(limbRadix).longValue();
        BigInteger radix = BigInteger.ONE.shiftLeft(LIMB_BITS * limbs);
        one = split(radix.mod(modulus));
        squaredRadix = split(radix.multiply(radix).mod(modulus));
        unit = split(BigInteger.ONE);
    }

    /** The modulus. */
    public BigInteger modulus() {
        return modulus;
    }

    /** Octets of a field element in its fixed-length big-endian form. */
    public int octets() {
        return octets;
    }

    /** A new element, zero. */
    public long[] element() {
        return new long[limbs];
    }

    /** A public number, already less than the modulus, in Montgomery form. */
    public long[] element(BigInteger value) {
        return split(value.shiftLeft(LIMB_BITS * limbs).mod(modulus));
    }

    /** Sets an element to one. */
    public void setOne(long[] element) {
        System.arraycopy(one, 0, element, 0, limbs);
    }

    /** Whether {@code octets} has the fixed length and is less than the modulus; takes the same time whatever it holds. */
    public boolean isCanonical(byte[] value) {
        if (value.length != octets) {
            return false;
        }
        long[] difference = limbsOf(value);
        boolean less = subtractModulus(difference) < 0;
        java.util.Arrays.fill(difference, 0);
        return less;
    }

    /** The number 1 itself, a product with which leaves Montgomery form. */
    long[] unit() {
        return unit;
    }

    /** R^2 mod p, a product with which enters Montgomery form. */
    long[] squaredRadix() {
        return squaredRadix;
    }

    long[] plainModulus() {
        return plainModulus;
    }

    /** The limbs of a big-endian number of at most as many octets as the limbs hold. */
    long[] limbsOf(byte[] value) {
        long[] result = new long[limbs];
        for (int i = 0; i < value.length; i++) {
            long octet = value[value.length - 1 - i] & 0xff;
            int limb = i * 8 / LIMB_BITS;
            int shift = i * 8 % LIMB_BITS;
            result[limb] |= (octet << shift) & LIMB_MASK;
            if (shift > LIMB_BITS - 8) {
                result[limb + 1] |= octet >>> (LIMB_BITS - shift);
            }
        }
        return result;
    }

    /** The fixed-length big-endian octets of carried limbs that hold a number less than the modulus. */
    byte[] octetsOf(long[] value) {
        byte[] result = new byte[octets];
        for (int i = 0; i < octets; i++) {
            int limb = i * 8 / LIMB_BITS;
            int shift = i * 8 % LIMB_BITS;
            long octet = value[limb] >>> shift;
            if (shift > LIMB_BITS - 8 && limb + 1 < limbs) {
                octet |= value[limb + 1] << (LIMB_BITS - shift);
            }
            result[octets - 1 - i] = (byte) octet;
        }
        return result;
    }

    /** Subtracts the modulus from carried limbs and returns the sign limb: negative where a borrow remained. */
    long subtractModulus(long[] value) {
        long carry = 0;
        for (int i = 0; i < limbs - 1; i++) {
            carry += value[i] - plainModulus[i];
            value[i] = carry & LIMB_MASK;
            carry >>= LIMB_BITS;
        }
        value[limbs - 1] += carry - plainModulus[limbs - 1];
        return value[limbs - 1];
    }

    private long[] split(BigInteger value) {
        long[] result = new long[limbs];
        for (int i = 0; i < limbs; i++) {
            result[i] = value.shiftRight(LIMB_BITS * i).longValue() & LIMB_MASK;
        }
        return result;
    }
}

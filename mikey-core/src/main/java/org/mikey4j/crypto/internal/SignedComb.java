package org.mikey4j.crypto.internal;

/**
 * How a secret multiplier is read for a fixed base: as a comb of {@code teeth} bits that lie {@code blocks * spacing}
 * apart, each bit counting as +1 or -1, so that no digit is zero and half a table serves (Hamburg, "Fast and compact
 * elliptic-curve cryptography", 2012).
 *
 * @param teeth bits read at once; the table of a block has 2^(teeth-1) entries
 * @param blocks tables, each for a shift of the comb by {@code spacing} bits
 * @param spacing doublings between the first and the last reading
 */
public record SignedComb(int teeth, int blocks, int spacing) {
    /** Entries of the table of one block. */
    public int entries() {
        return 1 << (teeth - 1);
    }

    /** Bits that the comb covers; at least one more than the order of the base. */
    public int bits() {
        return teeth * blocks * spacing;
    }

    /** The exponent of two that tooth {@code tooth} of {@code block} starts at. */
    public int exponent(int tooth, int block) {
        return (tooth * blocks + block) * spacing;
    }

    /**
     * The signs of a multiplier: bit i of the result set where 2^i counts as +1, clear where it counts as -1.
     *
     * @param scalar the multiplier as carried limbs, less than the order
     * @param order the odd order of the base, which is added to an even multiplier
     */
    public long[] recode(long[] scalar, PrimeField order) {
        if (bits() <= order.modulus().bitLength()) {
            throw new IllegalArgumentException("comb of " + bits() + " bits is too short for the order");
        }
        long[] modulus = order.plainModulus();
        long even = (scalar[0] & 1) - 1;
        long[] odd = new long[Math.max(bits() / PrimeField.LIMB_BITS + 2, scalar.length)];
        long carry = 0;
        for (int i = 0; i < scalar.length; i++) {
            carry += scalar[i] + (modulus[i] & even);
            odd[i] = carry & PrimeField.LIMB_MASK;
            carry >>= PrimeField.LIMB_BITS;
        }
        // (odd + 2^bits - 1) / 2
        for (int i = 0; i < odd.length - 1; i++) {
            odd[i] = (odd[i] >>> 1) | ((odd[i + 1] << (PrimeField.LIMB_BITS - 1)) & PrimeField.LIMB_MASK);
        }
        odd[(bits() - 1) / PrimeField.LIMB_BITS] |= 1L << ((bits() - 1) % PrimeField.LIMB_BITS);
        return odd;
    }

    /** The signs under the teeth of {@code block} at {@code position}, the first tooth in the lowest bit. */
    public int column(long[] signs, int block, int position) {
        int column = 0;
        for (int tooth = 0; tooth < teeth; tooth++) {
            int bit = exponent(tooth, block) + position;
            column |= ((int) (signs[bit / PrimeField.LIMB_BITS] >>> (bit % PrimeField.LIMB_BITS)) & 1) << tooth;
        }
        return column;
    }

    /** All ones where the entry of {@code column} is to be taken negative, because its last tooth counts as -1. */
    public long negative(int column) {
        return (long) (column >>> (teeth - 1)) - 1;
    }

    /** The entry of the table that serves {@code column}, up to sign. */
    public int entry(int column) {
        return (column ^ (int) negative(column)) & (entries() - 1);
    }
}

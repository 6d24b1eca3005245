package org.mikey4j.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.FixedBase;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.message.Octets;

/**
 * One end's half of an elliptic curve Diffie-Hellman exchange: a secret x and its point [x]P (RFC 6267, 4.1). The whole point is
 * agreed on, both coordinates, which the platform's key agreement does not give. Wiped by {@link #close}.
 */
public final class EcHalfKey implements AutoCloseable {
    private final EcGroup group;
    private final SecretBytes multiplier;
    private final Octets publicPoint;

    private EcHalfKey(EcGroup group, byte[] multiplier) {
        this.group = group;
        this.multiplier = SecretBytes.wrap(multiplier);
        try (SecretBytes point = multiply(group.generator())) {
            publicPoint = Octets.copyOf(point.open());
        }
    }

    /** Draws a secret between 1 and the order less one. */
    public static EcHalfKey generate(EcGroup group, SecureRandom random) {
        return new EcHalfKey(group, Scalars.random(group.curve().scalars(), 1, random));
    }

    /**
     * Takes a secret that is given: for vectors.
     *
     * @param multiplier big-endian, as many octets as the order has
     * @throws IllegalArgumentException if it is not between 1 and the order less one
     */
    public static EcHalfKey of(EcGroup group, SecretBytes multiplier) {
        byte[] octets = multiplier.toByteArray();
        if (!group.curve().scalars().isCanonical(octets) || Scalars.isLess(octets, 1)) {
            Arrays.fill(octets, (byte) 0);
            throw new IllegalArgumentException("x: not between 1 and the order less one");
        }
        return new EcHalfKey(group, octets);
    }

    /** The group. */
    public EcGroup group() {
        return group;
    }

    /** [x]P, uncompressed. */
    public Octets publicPoint() {
        return publicPoint;
    }

    /**
     * The common point [x][y]P as SEC 1, 2.3.3 writes it, uncompressed: K_SESSION (RFC 6267, 5.1).
     *
     * @param peer the peer's point
     * @throws IllegalArgumentException if it is none; see {@link EcGroup#fault}
     * @throws IllegalStateException after {@link #close}
     */
    public SecretBytes agree(Octets peer) {
        if (group.fault(peer).isPresent()) {
            throw new IllegalArgumentException("ECC point: not a point of " + group);
        }
        return multiply(group.table(group.curve().decode(peer.toByteArray()).orElseThrow()));
    }

    private SecretBytes multiply(FixedBase base) {
        long[] scalar = Scalars.limbs(group.curve().scalars(), multiplier.open());
        try (CurveArithmetic arithmetic = new CurveArithmetic(group.curve())) {
            AffinePoint product = arithmetic.toAffine(base.multiply(arithmetic, scalar));
            byte[] octets = group.curve().encode(product);
            product.wipe();
            return SecretBytes.wrap(octets);
        } finally {
            Scalars.wipe(scalar);
        }
    }

    @Override
    public void close() {
        multiplier.close();
    }

    @Override
    public String toString() {
        return "EcHalfKey[group=" + group + ", publicPoint=" + publicPoint + "]";
    }
}

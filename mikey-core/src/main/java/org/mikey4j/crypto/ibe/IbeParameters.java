package org.mikey4j.crypto.ibe;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeException.Rule;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.FieldArithmetic;
import org.mikey4j.crypto.internal.FixedBase;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.message.Octets;

/**
 * The public parameters of a key management service, with which anybody encrypts to any of its users (RFC 5091, 5.1 and 5.4).
 * Immutable; keep the instance, which holds tables.
 */
public final class IbeParameters {
    /** How much a ciphertext may be longer than the plaintext: U, V and their frames. */
    public static final int MAX_OVERHEAD_OCTETS = 450;

    private final IbeDomain domain;
    private final Octets octets;
    private final FixedBase publicPoint;

    private IbeParameters(IbeDomain domain, Octets octets, AffinePoint point) {
        this.domain = domain;
        this.octets = octets;
        this.publicPoint = domain.table(point);
    }

    /**
     * Reads P_pub and checks that it is a point of order q.
     *
     * @param domain the service's domain
     * @param octets P_pub as an uncompressed point: 385 octets
     * @throws IbeException with {@link Rule#PUBLIC_KEY_POINT} or {@link Rule#PUBLIC_KEY_ORDER}
     */
    public static IbeParameters decode(IbeDomain domain, Octets octets) {
        AffinePoint point =
                domain.curve().decode(octets.toByteArray()).orElseThrow(() -> new IbeException(Rule.PUBLIC_KEY_POINT));
        if (!domain.hasOrder(point)) {
            throw new IbeException(Rule.PUBLIC_KEY_ORDER);
        }
        return new IbeParameters(domain, octets, point);
    }

    /** P_pub as an uncompressed point. */
    public Octets encode() {
        return octets;
    }

    /** The service's domain. */
    public IbeDomain domain() {
        return domain;
    }

    /**
     * Encrypts (RFC 5091, 5.4.1).
     *
     * @param identity the receiver's identity
     * @param message of any length
     * @param random draws rho, as many octets as a hash
     * @return a BFCiphertextBlock in DER (RFC 5091, 8)
     * @throws IbeException with {@link Rule#IDENTITY_UNUSABLE}
     */
    public Octets encrypt(Octets identity, SecretBytes message, SecureRandom random) {
        AffinePoint q = domain.point(identity);
        byte[] rho = new byte[domain.hash().octets()];
        byte[] m = message.toByteArray();
        long[] l = new long[0];
        try {
            do {
                Scalars.wipe(l);
                random.nextBytes(rho);
                l = multiplier(rho, m);
            } while (isZero(l));
            // e'(P_pub, Q)^l is the pairing of [l]P_pub and Q.
            AffinePoint key = domain.multiply(publicPoint, l);
            byte[] v = mask(Type1Pairing.canonical(domain, key, q));
            key.wipe();
            xor(v, rho);
            byte[] w = domain.hash().bytes(m.length, rho);
            xor(w, m);
            return Octets.copyOf(IbeDer.ciphertext(domain, domain.multiply(domain.generator(), l), v, w));
        } finally {
            Arrays.fill(rho, (byte) 0);
            Arrays.fill(m, (byte) 0);
            Scalars.wipe(l);
        }
    }

    /** l = HashToRange(rho || Hash(m), q) as carried limbs (RFC 5091, 5.4.1, steps 4 and 5). */
    long[] multiplier(byte[] rho, byte[] message) {
        byte[] t = domain.hash().digest(message);
        byte[] wide = domain.hash().wide(rho, t);
        try (FieldArithmetic q = new FieldArithmetic(domain.scalars())) {
            return q.toInteger(reduce(q, wide));
        } finally {
            Arrays.fill(t, (byte) 0);
            Arrays.fill(wide, (byte) 0);
        }
    }

    /** A number of two hashes modulo q, without a step that depends on it: its halves, the first times 2^(8 hashlen). */
    private long[] reduce(FieldArithmetic q, byte[] wide) {
        int half = wide.length / 2;
        byte[] high = Arrays.copyOf(wide, half);
        byte[] low = Arrays.copyOfRange(wide, half, wide.length);
        long[] result = domain.scalars().element();
        long[] rest = domain.scalars().element();
        q.fromOctets(result, high);
        q.fromOctets(rest, low);
        long[] radix = domain.scalars()
                .element(BigInteger.ONE
                        .shiftLeft(half * Byte.SIZE)
                        .mod(domain.scalars().modulus()));
        q.multiply(result, result, radix);
        q.add(result, result, rest);
        Arrays.fill(high, (byte) 0);
        Arrays.fill(low, (byte) 0);
        Scalars.wipe(rest);
        return result;
    }

    /** The hash of a pairing value, which is wiped (RFC 5091, 5.4.1, steps 9 and 10). */
    byte[] mask(byte[] canonical) {
        byte[] mask = domain.hash().digest(canonical);
        Arrays.fill(canonical, (byte) 0);
        return mask;
    }

    /** Whether a private key is [s]Q of an identity: e'(P, S) = e'(P_pub, Q). */
    boolean isPrivateKey(AffinePoint key, AffinePoint identityPoint) {
        byte[] actual = Type1Pairing.canonical(domain, domain.generator().base(), key);
        byte[] expected = Type1Pairing.canonical(domain, publicPoint.base(), identityPoint);
        try {
            return MessageDigest.isEqual(actual, expected);
        } finally {
            Arrays.fill(actual, (byte) 0);
        }
    }

    /** Whether U is [l]P. */
    boolean isMultiple(AffinePoint u, long[] l) {
        try (CurveArithmetic arithmetic = new CurveArithmetic(domain.curve())) {
            return arithmetic.areEqual(domain.generator().multiply(arithmetic, l), u);
        }
    }

    static void xor(byte[] target, byte[] other) {
        for (int i = 0; i < target.length; i++) {
            target[i] ^= other[i];
        }
    }

    private static boolean isZero(long[] limbs) {
        long bits = 0;
        for (long limb : limbs) {
            bits |= limb;
        }
        return bits == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IbeParameters that && octets.equals(that.octets) && domain == that.domain;
    }

    @Override
    public int hashCode() {
        return octets.hashCode();
    }

    @Override
    public String toString() {
        return "IbeParameters[" + octets + "]";
    }
}

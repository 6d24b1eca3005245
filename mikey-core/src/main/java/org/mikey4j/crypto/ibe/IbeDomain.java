package org.mikey4j.crypto.ibe;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.mikey4j.crypto.ibe.IbeException.Rule;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.Curve;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.FixedBase;
import org.mikey4j.crypto.internal.PrimeField;
import org.mikey4j.crypto.internal.ProjectivePoint;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.crypto.internal.SignedComb;
import org.mikey4j.message.Octets;

/**
 * Where Boneh and Franklin's encryption takes place: the curve y^2 = x^3 + 1 over F_p and a point P of prime order q, of the sizes
 * that RFC 5091, 5.1.2 gives for n = 3072, a strength of 128 bits, with SHA-256. Immutable; keep the instance, which holds tables.
 */
public final class IbeDomain {
    private static final int P_BITS = 1536;
    private static final int Q_BITS = 256;
    private static final IbeHash SHA_256 = new IbeHash("SHA-256", 32);

    /** Chance of one in 2^100 that a number taken for a prime is none. */
    private static final int CERTAINTY = 100;

    private static final int TEETH = 5;
    private static final int BLOCKS = 4;

    /**
     * The domain to use unless a key management service has one of its own. q = 2^255 + 2^41 + 1 is the first Solinas prime of its
     * size; r of p = 12rq - 1 is drawn by SHAKE256, and P hashed, from {@code "mikey4j Boneh-Franklin 3072"}.
     */
    public static final IbeDomain DEFAULT = new IbeDomain(
            hex(
                    "9a5cccc4f0bdcd918dfb5fa1b4ef52b147b8c7d5a15a0de5bee43ddda60e7d49b13f331a22b285aa78cb70a3d0163927"
                            + "65ea1294110731e78ff6a9fe2141a5162d373d9e4b8d58a29665b2ee90ce3cda986d99d32a514456ef635b5707b2205c"
                            + "14973df20c4efbfd93dc4019358ce9d7e3c8fc9266f72e20988e808307df3406644fef53fdceaa744ca759900a2933d8"
                            + "a9b6d15d83d3b75459aba569833528773ea8d0d1fd18e6559eece7a876acc35ce9071b0a364de6db3b44fd61d6c3fa13"),
            hex("8000000000000000000000000000000000000000000000000000020000000001"),
            hex(
                    "fb75de3bd1999eecbb5f6d7da76e5386212aa21343abbf720de145a32f34be666239c685df61d4a22ba5b6a7bf08b3cb"
                            + "0bb479ca4de213c9c8cd5357fcad8500bf0cfa7bd2e1b5c68a22b9c13c47673f42e1f90286dcd1167705f26654666062"
                            + "d3ef0b3186946a220ce2c9a02c937315aa2c2fd60220140cce6e39777ec79d800b6b552bffbbeb15ef6d66e3b5aef4d3"
                            + "26cf7a6a5f26c0d6b327b1fc51b71158d8dd7ad07cfb1af3bdee16f0299e060a5040b93213494ea162ca8399d91c2db"),
            hex(
                    "471acc3b306e5d22daaedee8f72b404cc50e05ab0652eb85bcb342d3ebf64f012c1a9ebb111a0305040815a90c286def"
                            + "766450d05ea9777850affa0cd712e1077deedf1be526889d9e151f9c7d252e0655ea45781c8bc4ea93dc647e73caa3cf"
                            + "8b6609c05debf54a7de3e99841c8d95a14286125b78c8eba72982d60a4816152fabbfd6459fc91d70a800407775d56d6"
                            + "28d22875f904c8069e601c1f1f93333b935223ac70ffebb97d13dd6eed464b2e7d2fe87c04fa9ee57c4b28658c92e00c"),
            SHA_256);

    private final Curve curve;
    private final IbeHash hash;
    private final BigInteger cofactor;
    private final FixedBase generator;

    /** Unchecked, and of any size: for the small numbers that RFC 5091, 7 computes with. */
    IbeDomain(BigInteger p, BigInteger q, BigInteger x, BigInteger y, IbeHash hash) {
        this.curve = Curve.ofType1(p, q, x, y);
        this.hash = hash;
        this.cofactor = p.add(BigInteger.ONE).divide(q);
        this.generator = table(curve.generator());
    }

    /**
     * The domain of a key management service.
     *
     * @param p the prime of the field, 1536 bits, 11 modulo 12
     * @param q the prime order of P, 256 bits
     * @param x the x of P
     * @param y the y of P
     * @throws IbeException with {@link Rule#DOMAIN_SIZE}, {@link Rule#DOMAIN_PRIMES} or {@link Rule#DOMAIN_GENERATOR}
     */
    public static IbeDomain of(BigInteger p, BigInteger q, BigInteger x, BigInteger y) {
        if (p.signum() < 0 || p.bitLength() != P_BITS || q.signum() < 0 || q.bitLength() != Q_BITS) {
            throw new IbeException(Rule.DOMAIN_SIZE);
        }
        BigInteger[] quotient = p.add(BigInteger.ONE).divideAndRemainder(q);
        boolean form = p.mod(BigInteger.valueOf(12)).intValue() == 11
                && quotient[1].signum() == 0
                && quotient[0].mod(q).signum() != 0;
        if (!form || !q.isProbablePrime(CERTAINTY) || !p.isProbablePrime(CERTAINTY)) {
            throw new IbeException(Rule.DOMAIN_PRIMES);
        }
        if (x.signum() < 0 || x.compareTo(p) >= 0 || y.signum() < 0 || y.compareTo(p) >= 0) {
            throw new IbeException(Rule.DOMAIN_GENERATOR);
        }
        Curve curve = Curve.ofType1(p, q, x, y);
        boolean onCurve = curve.decode(curve.encode(curve.generator())).isPresent();
        if (!onCurve || !hasOrder(curve, curve.generator())) {
            throw new IbeException(Rule.DOMAIN_GENERATOR);
        }
        return new IbeDomain(p, q, x, y, SHA_256);
    }

    private static BigInteger hex(String digits) {
        return new BigInteger(digits, 16);
    }

    Curve curve() {
        return curve;
    }

    PrimeField field() {
        return curve.field();
    }

    PrimeField scalars() {
        return curve.scalars();
    }

    IbeHash hash() {
        return hash;
    }

    BigInteger cofactor() {
        return cofactor;
    }

    FixedBase generator() {
        return generator;
    }

    /** Tables for multiplying a point of order q by secrets. */
    FixedBase table(AffinePoint point) {
        int spacing = curve.scalars().modulus().bitLength() / (TEETH * BLOCKS) + 1;
        return new FixedBase(curve, point, new SignedComb(TEETH, BLOCKS, spacing));
    }

    boolean hasOrder(AffinePoint point) {
        return hasOrder(curve, point);
    }

    private static boolean hasOrder(Curve curve, AffinePoint point) {
        try (CurveArithmetic arithmetic = new CurveArithmetic(curve)) {
            return arithmetic.hasSubgroupOrder(point);
        }
    }

    /** The affine product of a table's point and carried limbs that are not 0 modulo q. */
    AffinePoint multiply(FixedBase base, long[] scalar) {
        try (CurveArithmetic arithmetic = new CurveArithmetic(curve)) {
            return arithmetic.toAffine(base.multiply(arithmetic, scalar));
        }
    }

    /**
     * Q_id, the point of order q that an identity hashes to (RFC 5091, 4.4.2). Identities are public.
     *
     * @throws IbeException with {@link Rule#IDENTITY_UNUSABLE}
     */
    AffinePoint point(Octets identity) {
        BigInteger p = field().modulus();
        BigInteger y = hash.toRange(identity.toByteArray(), p);
        BigInteger cube = y.multiply(y).subtract(BigInteger.ONE).mod(p);
        BigInteger third = p.shiftLeft(1).subtract(BigInteger.ONE).divide(BigInteger.valueOf(3));
        AffinePoint point = curve.point(cube.modPow(third, p), y);
        try (CurveArithmetic arithmetic = new CurveArithmetic(curve)) {
            ProjectivePoint product = arithmetic.infinity();
            arithmetic.multiplyPublic(product, point, limbs(cofactor), cofactor.bitLength());
            return affine(arithmetic, product).orElseThrow(() -> new IbeException(Rule.IDENTITY_UNUSABLE));
        }
    }

    private static Optional<AffinePoint> affine(CurveArithmetic arithmetic, ProjectivePoint point) {
        return arithmetic.field().isZero(point.z()) ? Optional.empty() : Optional.of(arithmetic.toAffine(point));
    }

    private long[] limbs(BigInteger number) {
        return Scalars.limbs(field(), fixed(number, field().octets()));
    }

    /** A number of at most so many octets, in so many octets. */
    static byte[] fixed(BigInteger number, int octets) {
        byte[] signed = number.toByteArray();
        int start = Math.max(0, signed.length - octets);
        byte[] fixed = new byte[octets];
        System.arraycopy(signed, start, fixed, octets - (signed.length - start), signed.length - start);
        Arrays.fill(signed, (byte) 0);
        return fixed;
    }
}

package org.mikey4j.crypto.sakke;

import java.util.Arrays;
import java.util.List;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.FieldArithmetic;
import org.mikey4j.crypto.internal.FixedBase;
import org.mikey4j.crypto.internal.PairingArithmetic;
import org.mikey4j.crypto.internal.ProjectivePoint;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.crypto.sakke.SakkeException.Rule;
import org.mikey4j.message.Octets;

/**
 * The public key Z_T of a key management service, which every identifier of its users is encapsulated to (RFC 6508, 6.1).
 * Immutable; keep the instance, which holds tables of 74 kilobytes that make encapsulation faster.
 */
public final class SakkePublicKey {
    /** Octets of an encoded public key, and of R in encapsulated data. */
    public static final int OCTETS = 257;

    private final Octets octets;
    private final FixedBase point;

    private SakkePublicKey(Octets octets, AffinePoint point) {
        this.octets = octets;
        this.point = new FixedBase(ParameterSet1.CURVE, point, ParameterSet1.COMB);
    }

    /**
     * Reads a public key and checks that it is a point of order q.
     *
     * @param octets an uncompressed point, 257 octets
     * @throws SakkeException with {@link Rule#PUBLIC_KEY_POINT} or {@link Rule#PUBLIC_KEY_ORDER}
     */
    public static SakkePublicKey decode(Octets octets) {
        AffinePoint point = ParameterSet1.CURVE
                .decode(octets.toByteArray())
                .orElseThrow(() -> new SakkeException(Rule.PUBLIC_KEY_POINT));
        try (CurveArithmetic curve = new CurveArithmetic(ParameterSet1.CURVE)) {
            if (!curve.hasSubgroupOrder(point)) {
                throw new SakkeException(Rule.PUBLIC_KEY_ORDER);
            }
        }
        return new SakkePublicKey(octets, point);
    }

    /** The key as an uncompressed point, 257 octets. */
    public Octets encode() {
        return octets;
    }

    /**
     * Encapsulates a shared secret value of 128 bits to an identifier (RFC 6508, 6.2.1).
     *
     * @param identifier the receiver's identifier, as an integer 2 to q - 1
     * @param ssv the value, 16 octets
     * @return R || H, 273 octets
     * @throws SakkeException with {@link Rule#SSV_LENGTH}, {@link Rule#IDENTIFIER_RANGE} or
     *     {@link Rule#IDENTIFIER_UNUSABLE}
     */
    public Octets encapsulate(Octets identifier, SecretBytes ssv) {
        return encapsulate(identifier, ssv, SsvSize.BITS_128);
    }

    /**
     * Encapsulates a shared secret value of a chosen size.
     *
     * @param identifier the receiver's identifier, as an integer 2 to q - 1
     * @param ssv the value, as long as {@code size} says
     * @param size the parameter n; anything but 128 bits is an extension
     * @return R || H, 257 octets and as many as the value has
     * @throws SakkeException with {@link Rule#SSV_LENGTH}, {@link Rule#IDENTIFIER_RANGE} or
     *     {@link Rule#IDENTIFIER_UNUSABLE}
     */
    public Octets encapsulate(Octets identifier, SecretBytes ssv, SsvSize size) {
        if (ssv.length() != size.octets()) {
            throw new SakkeException(Rule.SSV_LENGTH);
        }
        byte[] value = ssv.toByteArray();
        long[] r = r(value, identifier);
        byte[] result = new byte[OCTETS + value.length];
        try (CurveArithmetic curve = new CurveArithmetic(ParameterSet1.CURVE);
                PairingArithmetic power = new PairingArithmetic(ParameterSet1.FIELD)) {
            ProjectivePoint product = multiply(curve, identifier, r);
            if (curve.field().isZero(product.z())) {
                throw new SakkeException(Rule.IDENTIFIER_UNUSABLE);
            }
            ParameterSet1.PAIRING_GENERATOR.power(power, r, ParameterSet1.SCALARS);
            byte[] point = ParameterSet1.CURVE.encode(curve.toAffine(product));
            System.arraycopy(point, 0, result, 0, OCTETS);
            byte[] mask = mask(power.representative(), value.length);
            for (int i = 0; i < value.length; i++) {
                result[OCTETS + i] = (byte) (value[i] ^ mask[i]);
            }
            Arrays.fill(mask, (byte) 0);
            return Octets.copyOf(result);
        } finally {
            Arrays.fill(value, (byte) 0);
            Scalars.wipe(r);
        }
    }

    /** r = HashToIntegerRange(SSV || b, q) as carried limbs (RFC 6508, 6.2.1, step 2). */
    static long[] r(byte[] ssv, Octets identifier) {
        byte[] input = Arrays.copyOf(ssv, ssv.length + identifier.length());
        identifier.copyTo(input, ssv.length);
        byte[] hash =
                HashToIntegerRange.hash(input, ParameterSet1.SCALARS.modulus().bitLength());
        long[] r = ParameterSet1.SCALARS.element();
        try (FieldArithmetic q = new FieldArithmetic(ParameterSet1.SCALARS)) {
            q.fromOctets(r, hash);
            return q.toInteger(r);
        } finally {
            Arrays.fill(input, (byte) 0);
            Arrays.fill(hash, (byte) 0);
            Scalars.wipe(r);
        }
    }

    /** HashToIntegerRange(w, 2^n); wipes w (RFC 6508, 6.2.1, step 4). */
    static byte[] mask(byte[] w, int octets) {
        byte[] mask = HashToIntegerRange.hashToOctets(w, octets);
        Arrays.fill(w, (byte) 0);
        return mask;
    }

    /** [r]([b]P + Z) as [rb]P + [r]Z, both by their tables. */
    ProjectivePoint multiply(CurveArithmetic curve, Octets identifier, long[] r) {
        long[] b = Identifiers.limbs(identifier);
        long[] factor = ParameterSet1.SCALARS.element();
        try (FieldArithmetic q = new FieldArithmetic(ParameterSet1.SCALARS)) {
            q.fromInteger(factor, r);
            q.fromInteger(b, b);
            q.multiply(factor, factor, b);
            long[] rb = q.toInteger(factor);
            ProjectivePoint product =
                    FixedBase.multiply(curve, List.of(ParameterSet1.GENERATOR, point), List.of(rb, r));
            Scalars.wipe(rb);
            return product;
        } finally {
            Scalars.wipe(factor);
        }
    }

    /** [b]P + Z. */
    ProjectivePoint identityPoint(CurveArithmetic curve, Octets identifier) {
        ProjectivePoint sum = ParameterSet1.GENERATOR.multiply(curve, Identifiers.limbs(identifier));
        curve.add(sum, sum, point.base());
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SakkePublicKey that && octets.equals(that.octets);
    }

    @Override
    public int hashCode() {
        return octets.hashCode();
    }

    @Override
    public String toString() {
        return "SakkePublicKey[" + octets + "]";
    }
}

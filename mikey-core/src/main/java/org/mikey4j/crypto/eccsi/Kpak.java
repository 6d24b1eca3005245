package org.mikey4j.crypto.eccsi;

import java.util.List;
import org.mikey4j.crypto.eccsi.EccsiException.Rule;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.FieldArithmetic;
import org.mikey4j.crypto.internal.FixedBase;
import org.mikey4j.crypto.internal.PrimeField;
import org.mikey4j.crypto.internal.ProjectivePoint;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.crypto.internal.Sha256;
import org.mikey4j.message.Octets;

/**
 * The KMS Public Authentication Key: the root of trust that signatures of one key management service are verified with
 * (RFC 6507, 4.2). Immutable; keep the instance, which holds tables of 74 kilobytes that make verification faster.
 */
public final class Kpak {
    /** Octets of an encoded KPAK or PVT. */
    public static final int OCTETS = 65;

    private final Octets octets;
    private final FixedBase point;

    private Kpak(Octets octets, AffinePoint point) {
        this.octets = octets;
        this.point = new FixedBase(P256.CURVE, point, P256.COMB);
    }

    /**
     * Reads a KPAK.
     *
     * @param octets an uncompressed point, 65 octets
     * @throws EccsiException with {@link Rule#KPAK_POINT} where it is not a point of the curve
     */
    public static Kpak decode(Octets octets) {
        AffinePoint point =
                P256.CURVE.decode(octets.toByteArray()).orElseThrow(() -> new EccsiException(Rule.KPAK_POINT));
        return new Kpak(octets, point);
    }

    /** The KPAK as an uncompressed point, 65 octets. */
    public Octets encode() {
        return octets;
    }

    /**
     * Verifies a signature (RFC 6507, 5.2.2). The PVT is the one that the signature carries.
     *
     * @param identifier the signer's identifier
     * @param message the signed octets
     * @param signature r || s || PVT, 129 octets
     * @throws EccsiException with {@link Rule#SIGNATURE_LENGTH}, {@link Rule#SIGNATURE_RANGE}, {@link Rule#PVT_POINT} or
     *     {@link Rule#SIGNATURE_MISMATCH} where it is not a signature of this signer on this message
     */
    public void verify(Octets identifier, Octets message, Octets signature) {
        EccsiSignature parts = EccsiSignature.decode(signature);
        AffinePoint pvt = P256.pvt(parts.pvt());
        byte[] hs = P256.hs(octets, identifier, parts.pvt());
        byte[] he = Sha256.hash(hs, parts.r().toByteArray(), message.toByteArray());
        if (!isSigned(parts, pvt, hs, he)) {
            throw new EccsiException(Rule.SIGNATURE_MISMATCH);
        }
    }

    /** J = [s]([HE]G + [r]([HS]PVT + KPAK)) has r as its x coordinate; x is compared as x/1 = X/Z. */
    private boolean isSigned(EccsiSignature parts, AffinePoint pvt, byte[] hs, byte[] he) {
        PrimeField scalars = P256.CURVE.scalars();
        try (FieldArithmetic q = new FieldArithmetic(scalars);
                CurveArithmetic curve = new CurveArithmetic(P256.CURVE)) {
            long[] s = scalars.element();
            long[] ofGenerator = scalars.element();
            long[] ofKpak = scalars.element();
            long[] ofPvt = scalars.element();
            q.fromOctets(s, parts.s().toByteArray());
            q.fromOctets(ofGenerator, he);
            q.multiply(ofGenerator, ofGenerator, s);
            q.fromOctets(ofKpak, parts.r().toByteArray());
            q.multiply(ofKpak, ofKpak, s);
            q.fromOctets(ofPvt, hs);
            q.multiply(ofPvt, ofPvt, ofKpak);

            ProjectivePoint j = FixedBase.multiply(
                    curve, List.of(P256.GENERATOR, point), List.of(q.toInteger(ofGenerator), q.toInteger(ofKpak)));
            ProjectivePoint pvtPart = curve.infinity();
            curve.multiplyPublic(pvtPart, pvt, q.toInteger(ofPvt));
            curve.add(j, j, pvtPart);

            long[] r = P256.CURVE.field().element();
            curve.field().fromOctets(r, parts.r().toByteArray());
            curve.field().multiply(r, r, j.z());
            return !curve.field().isZero(j.z())
                    && !curve.field().isZero(j.x())
                    && curve.field().areEqual(r, j.x());
        }
    }

    /** Whether SSK and PVT belong to an identifier: KPAK + [HS]PVT = [SSK]G (RFC 6507, 5.1.2). */
    boolean binds(AffinePoint pvt, byte[] hs, byte[] ssk) {
        PrimeField scalars = P256.CURVE.scalars();
        try (FieldArithmetic q = new FieldArithmetic(scalars);
                CurveArithmetic curve = new CurveArithmetic(P256.CURVE)) {
            long[] k = scalars.element();
            q.fromOctets(k, hs);
            ProjectivePoint expected = curve.infinity();
            curve.multiplyPublic(expected, pvt, q.toInteger(k));
            curve.add(expected, expected, point.base());
            long[] secret = Scalars.limbs(scalars, ssk);
            ProjectivePoint actual = P256.GENERATOR.multiply(curve, secret);
            Scalars.wipe(secret);
            return curve.areEqual(expected, actual);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Kpak that && octets.equals(that.octets);
    }

    @Override
    public int hashCode() {
        return octets.hashCode();
    }

    @Override
    public String toString() {
        return "Kpak[" + octets + "]";
    }
}

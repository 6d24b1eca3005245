package org.mikey4j.crypto.eccsi;

import org.mikey4j.crypto.eccsi.EccsiException.Rule;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.message.Octets;

/**
 * The three parts of a signature, r || s || PVT (RFC 6507, 3.3).
 *
 * @param r the x coordinate of J, 32 octets
 * @param s 32 octets
 * @param pvt the signer's PVT, 65 octets
 */
record EccsiSignature(Octets r, Octets s, Octets pvt) {
    private static final int INTEGER_OCTETS = 32;
    private static final int OCTETS = 2 * INTEGER_OCTETS + Kpak.OCTETS;

    static EccsiSignature decode(Octets signature) {
        if (signature.length() != OCTETS) {
            throw new EccsiException(Rule.SIGNATURE_LENGTH);
        }
        Octets r = signature.slice(0, INTEGER_OCTETS);
        byte[] s = signature.slice(INTEGER_OCTETS, INTEGER_OCTETS).toByteArray();
        boolean inRange = P256.CURVE.field().isCanonical(r.toByteArray())
                && P256.CURVE.scalars().isCanonical(s)
                && !Scalars.isLess(s, 1);
        if (!inRange) {
            throw new EccsiException(Rule.SIGNATURE_RANGE);
        }
        return new EccsiSignature(r, Octets.copyOf(s), signature.slice(2 * INTEGER_OCTETS, Kpak.OCTETS));
    }

    Octets encode() {
        byte[] octets = new byte[OCTETS];
        r.copyTo(octets, 0);
        s.copyTo(octets, INTEGER_OCTETS);
        pvt.copyTo(octets, 2 * INTEGER_OCTETS);
        return Octets.copyOf(octets);
    }
}

package org.mikey4j.crypto.eccsi;

import java.math.BigInteger;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.Curve;
import org.mikey4j.crypto.internal.FixedBase;
import org.mikey4j.crypto.internal.Sha256;
import org.mikey4j.crypto.internal.SignedComb;
import org.mikey4j.message.Octets;

/** The curve and hash of ECCSI in MIKEY-SAKKE: P-256 (FIPS 186-4, D.1.2.3) and SHA-256 (RFC 6509, 2.1.1). */
final class P256 {
    static final Curve CURVE = new Curve(
            hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
            hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
            hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
            hex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
            hex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"));

    /** 264 bits, 32 entries a table: 44 additions and 11 doublings for a product. */
    static final SignedComb COMB = new SignedComb(6, 4, 11);

    static final FixedBase GENERATOR = new FixedBase(CURVE, CURVE.generator(), COMB);

    private static final byte[] GENERATOR_OCTETS = CURVE.encode(CURVE.generator());

    private P256() {}

    /** HS = hash(G || KPAK || ID || PVT), all points uncompressed (RFC 6507, 5.1.1). */
    static byte[] hs(Octets kpak, Octets identifier, Octets pvt) {
        return Sha256.hash(GENERATOR_OCTETS, kpak.toByteArray(), identifier.toByteArray(), pvt.toByteArray());
    }

    static AffinePoint pvt(Octets octets) {
        return CURVE.decode(octets.toByteArray()).orElseThrow(() -> new EccsiException(EccsiException.Rule.PVT_POINT));
    }

    private static BigInteger hex(String digits) {
        return new BigInteger(digits, 16);
    }
}

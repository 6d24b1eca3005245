package org.mikey4j.crypto;

import java.util.Optional;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.Curve;
import org.mikey4j.crypto.internal.FixedBase;
import org.mikey4j.crypto.internal.SignedComb;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.EccCurve;

/**
 * The elliptic curves of MIKEY-IBAKE over prime fields, by their MIKEY number (RFC 6267, 6.1.4). All have a prime number of points, so
 * every point but infinity has that order. The curves over binary fields are not supported: no platform computes on them without a
 * trace of the secret any more.
 */
@SuppressWarnings("ImmutableEnumChecker") // Curves and tables never change once they are made.
public enum EcGroup {
    /** P-256. */
    P_256(EccCurve.P_256, "secp256r1"),
    /** P-384. */
    P_384(EccCurve.P_384, "secp384r1"),
    /** P-521. */
    P_521(EccCurve.P_521, "secp521r1"),
    /** P-224, a strength of 112 bits; only by explicit choice. */
    P_224(EccCurve.P_224, "secp224r1"),
    /** P-192, a strength of 96 bits; only by explicit choice. */
    P_192(EccCurve.P_192, "secp192r1");

    private static final int TEETH = 5;
    private static final int BLOCKS = 4;
    private static final byte UNCOMPRESSED = 4;

    private final int eccCurve;
    private final Curve curve;
    private final FixedBase generator;

    EcGroup(int eccCurve, String name) {
        this.eccCurve = eccCurve;
        X9ECParameters parameters = SECNamedCurves.getByName(name);
        curve = new Curve(
                parameters.getCurve().getField().getCharacteristic(),
                parameters.getCurve().getB().toBigInteger(),
                parameters.getN(),
                parameters.getG().getAffineXCoord().toBigInteger(),
                parameters.getG().getAffineYCoord().toBigInteger());
        generator = table(curve.generator());
    }

    /** What is wrong with a point that a peer sent. */
    public enum Fault {
        /** Not as many octets as an uncompressed point has, or another form. */
        FORM("is not an uncompressed point"),
        /** The point at infinity, which would make the key known to everybody. */
        INFINITY("is the point at infinity"),
        /** A coordinate is not less than the prime, or the equation does not hold. */
        OFF_CURVE("is not on the curve");

        private final String text;

        Fault(String text) {
            this.text = text;
        }

        /** Says it as the end of a sentence about the point. */
        public String text() {
            return text;
        }
    }

    /** The group with this number; see {@code EccCurve}. */
    public static Optional<EcGroup> of(int eccCurve) {
        for (EcGroup group : values()) {
            if (group.eccCurve == eccCurve) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    /** The number on the wire. */
    public int eccCurve() {
        return eccCurve;
    }

    /** Octets of a point: 1 and two coordinates. */
    public int pointOctets() {
        return curve.pointOctets();
    }

    /** Octets of a secret multiplier. */
    public int scalarOctets() {
        return curve.scalars().octets();
    }

    /** Whether the group is weaker than AES-128, so that local policy must ask for it by name. */
    public boolean isLegacy() {
        return this == P_224 || this == P_192;
    }

    /** What is wrong with a point; nothing if it can come from an honest peer. Points are public. */
    public Optional<Fault> fault(Octets point) {
        if (!point.isEmpty() && isZero(point)) {
            return Optional.of(Fault.INFINITY);
        }
        if (point.length() != pointOctets() || point.at(0) != UNCOMPRESSED) {
            return Optional.of(Fault.FORM);
        }
        return curve.decode(point.toByteArray()).isEmpty() ? Optional.of(Fault.OFF_CURVE) : Optional.empty();
    }

    /** Infinity is one octet of 0 (SEC 1, 2.3.3); in a field of fixed size others follow. */
    private static boolean isZero(Octets point) {
        for (int i = 0; i < point.length(); i++) {
            if (point.at(i) != 0) {
                return false;
            }
        }
        return true;
    }

    Curve curve() {
        return curve;
    }

    FixedBase generator() {
        return generator;
    }

    /** Tables for multiplying a point by secrets. */
    FixedBase table(AffinePoint point) {
        int spacing = curve.scalars().modulus().bitLength() / (TEETH * BLOCKS) + 1;
        return new FixedBase(curve, point, new SignedComb(TEETH, BLOCKS, spacing));
    }
}

package org.mikey4j.crypto.sakke;

import java.util.Arrays;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.PairingArithmetic;
import org.mikey4j.crypto.internal.ProjectivePoint;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.crypto.sakke.SakkeException.Rule;
import org.mikey4j.message.Octets;

/**
 * A receiver's key, checked against its key management service: the Receiver Secret Key of one identifier (RFC 6508,
 * 6.1.2). The secret is wiped by {@link #close}; until then the key may be shared by threads. Keep the instance: it holds
 * 400 kilobytes made from the secret that make decapsulation several times faster.
 */
public final class SakkeReceiverKey implements AutoCloseable {
    private final SakkePublicKey publicKey;
    private final Octets identifier;
    private final SecretBytes rsk;
    private final MillerLines lines;

    private SakkeReceiverKey(SakkePublicKey publicKey, Octets identifier, SecretBytes rsk, MillerLines lines) {
        this.publicKey = publicKey;
        this.identifier = identifier;
        this.rsk = rsk;
        this.lines = lines;
    }

    /**
     * Checks what a key management service delivered: the pairing of [a]P + Z and the key is g (RFC 6508, 6.1.2).
     *
     * @param publicKey the service's public key
     * @param identifier the receiver's identifier
     * @param rsk the Receiver Secret Key, an uncompressed point, 257 octets; copied
     * @throws SakkeException with {@link Rule#IDENTIFIER_RANGE}, {@link Rule#IDENTIFIER_UNUSABLE},
     *     {@link Rule#RSK_POINT}, {@link Rule#RSK_ORDER} or {@link Rule#RSK_VALIDATION}: ask the service again
     */
    public static SakkeReceiverKey validate(SakkePublicKey publicKey, Octets identifier, SecretBytes rsk) {
        byte[] octets = rsk.toByteArray();
        Optional<AffinePoint> decoded = ParameterSet1.CURVE.decode(octets);
        Arrays.fill(octets, (byte) 0);
        AffinePoint point = decoded.orElseThrow(() -> new SakkeException(Rule.RSK_POINT));
        Optional<MillerLines> made = MillerLines.of(point);
        point.wipe();
        MillerLines lines = made.orElseThrow(() -> new SakkeException(Rule.RSK_ORDER));
        boolean valid = false;
        try {
            valid = isFor(publicKey, identifier, lines);
        } finally {
            if (!valid) {
                lines.close();
            }
        }
        if (!valid) {
            throw new SakkeException(Rule.RSK_VALIDATION);
        }
        return new SakkeReceiverKey(publicKey, identifier, rsk.copy(), lines);
    }

    /** The public key of the service that issued this key. */
    public SakkePublicKey publicKey() {
        return publicKey;
    }

    /** The identifier that the key is for. */
    public Octets identifier() {
        return identifier;
    }

    /** A copy of the Receiver Secret Key, 257 octets. */
    public SecretBytes rsk() {
        return rsk.copy();
    }

    /**
     * Opens encapsulated data as RFC 6508 has them (6.2.2).
     *
     * @param encapsulated R || H, 273 octets
     * @return the shared secret value, 16 octets; whoever calls closes it
     * @throws SakkeException with {@link Rule#DATA_LENGTH}, {@link Rule#R_POINT}, {@link Rule#R_ORDER} or
     *     {@link Rule#R_MISMATCH}
     * @throws IllegalStateException after {@link #close}
     */
    public SecretBytes decapsulate(Octets encapsulated) {
        return decapsulate(encapsulated, SakkeOptions.STRICT);
    }

    /**
     * Opens encapsulated data, accepting what {@code options} allow.
     *
     * @throws SakkeException with {@link Rule#DATA_LENGTH}, {@link Rule#R_POINT}, {@link Rule#R_ORDER} or
     *     {@link Rule#R_MISMATCH}
     * @throws IllegalStateException after {@link #close}
     */
    public SecretBytes decapsulate(Octets encapsulated, SakkeOptions options) {
        byte[] h = h(encapsulated, options);
        AffinePoint r = ParameterSet1.CURVE
                .decode(encapsulated.slice(0, SakkePublicKey.OCTETS).toByteArray())
                .orElseThrow(() -> new SakkeException(Rule.R_POINT));
        checkOrder(r);
        byte[] w = pair(r);
        try {
            Optional<SecretBytes> ssv = open(r, h, w);
            if (ssv.isEmpty() && options.strippedPairingValue() && w[0] == 0) {
                ssv = open(r, h, withoutLeadingZeros(w));
            }
            return ssv.orElseThrow(() -> new SakkeException(Rule.R_MISMATCH));
        } finally {
            Arrays.fill(w, (byte) 0);
        }
    }

    /** SSV = H xor HashToIntegerRange(w, 2^n), if R is what it encapsulates to. */
    private Optional<SecretBytes> open(AffinePoint r, byte[] h, byte[] w) {
        byte[] ssv = SakkePublicKey.mask(w.clone(), h.length);
        for (int i = 0; i < ssv.length; i++) {
            ssv[i] ^= h[i];
        }
        long[] exponent = SakkePublicKey.r(ssv, identifier);
        try (CurveArithmetic curve = new CurveArithmetic(ParameterSet1.CURVE)) {
            ProjectivePoint test = publicKey.multiply(curve, identifier, exponent);
            if (!curve.areEqual(test, r)) {
                Arrays.fill(ssv, (byte) 0);
                return Optional.empty();
            }
            return Optional.of(SecretBytes.wrap(ssv));
        } finally {
            Scalars.wipe(exponent);
        }
    }

    private byte[] pair(AffinePoint r) {
        try (PairingArithmetic w = new PairingArithmetic(ParameterSet1.FIELD)) {
            lines.pair(w, r);
            return w.representative();
        }
    }

    private static boolean isFor(SakkePublicKey publicKey, Octets identifier, MillerLines lines) {
        try (CurveArithmetic curve = new CurveArithmetic(ParameterSet1.CURVE);
                PairingArithmetic w = new PairingArithmetic(ParameterSet1.FIELD)) {
            ProjectivePoint point = publicKey.identityPoint(curve, identifier);
            if (curve.isInfinity(point)) {
                throw new SakkeException(Rule.IDENTIFIER_UNUSABLE);
            }
            lines.pair(w, curve.toAffine(point));
            long[] expected = ParameterSet1.FIELD.element();
            w.field().multiply(expected, ParameterSet1.PAIRING_GENERATOR.base(), w.real());
            return w.field().areEqual(expected, w.imaginary());
        }
    }

    private static byte[] h(Octets encapsulated, SakkeOptions options) {
        int size = options.ssvSize().octets();
        int length = encapsulated.length() - SakkePublicKey.OCTETS;
        boolean acceptable = options.shortH() ? 0 <= length && length <= size : length == size;
        if (!acceptable) {
            throw new SakkeException(Rule.DATA_LENGTH);
        }
        byte[] h = new byte[size];
        encapsulated.slice(SakkePublicKey.OCTETS, length).copyTo(h, size - length);
        return h;
    }

    /** Refuses the points whose order divides the cofactor 4; that the order is q follows from the comparison of R. */
    private static void checkOrder(AffinePoint r) {
        try (CurveArithmetic curve = new CurveArithmetic(ParameterSet1.CURVE)) {
            ProjectivePoint multiple = curve.point(r);
            curve.twice(multiple, multiple);
            curve.twice(multiple, multiple);
            if (curve.isInfinity(multiple)) {
                throw new SakkeException(Rule.R_ORDER);
            }
        }
    }

    private static byte[] withoutLeadingZeros(byte[] octets) {
        int start = 0;
        while (start < octets.length - 1 && octets[start] == 0) {
            start++;
        }
        return Arrays.copyOfRange(octets, start, octets.length);
    }

    @Override
    public void close() {
        rsk.close();
        lines.close();
    }

    @Override
    public String toString() {
        return "SakkeReceiverKey[identifier=" + identifier + "]";
    }
}

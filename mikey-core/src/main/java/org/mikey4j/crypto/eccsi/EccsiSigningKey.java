package org.mikey4j.crypto.eccsi;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.EccsiException.Rule;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.FieldArithmetic;
import org.mikey4j.crypto.internal.PrimeField;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.crypto.internal.Sha256;
import org.mikey4j.message.Octets;

/**
 * A signer's key, checked against its key management service: the Secret Signing Key and Public Validation Token of one
 * identifier (RFC 6507, 5.1). The secret is wiped by {@link #close}; until then the key may be shared by threads.
 */
public final class EccsiSigningKey implements AutoCloseable {
    private final Kpak kpak;
    private final Octets identifier;
    private final SecretBytes ssk;
    private final Octets pvt;
    private final byte[] hs;

    private EccsiSigningKey(Kpak kpak, Octets identifier, SecretBytes ssk, Octets pvt, byte[] hs) {
        this.kpak = kpak;
        this.identifier = identifier;
        this.ssk = ssk;
        this.pvt = pvt;
        this.hs = hs;
    }

    /**
     * Checks what a key management service delivered (RFC 6507, 5.1.2).
     *
     * @param kpak the service's public key
     * @param identifier the signer's identifier
     * @param ssk the Secret Signing Key, 32 octets; copied
     * @param pvt the Public Validation Token, 65 octets
     * @throws EccsiException with {@link Rule#SSK_RANGE}, {@link Rule#PVT_POINT} or {@link Rule#SSK_VALIDATION}: ask the
     *     service again, and do not sign with it
     */
    public static EccsiSigningKey validate(Kpak kpak, Octets identifier, SecretBytes ssk, Octets pvt) {
        byte[] secret = ssk.toByteArray();
        try {
            if (!P256.CURVE.scalars().isCanonical(secret) || Scalars.isLess(secret, 1)) {
                throw new EccsiException(Rule.SSK_RANGE);
            }
            AffinePoint point = P256.pvt(pvt);
            byte[] hs = P256.hs(kpak.encode(), identifier, pvt);
            if (!kpak.binds(point, hs, secret)) {
                throw new EccsiException(Rule.SSK_VALIDATION);
            }
            return new EccsiSigningKey(kpak, identifier, ssk.copy(), pvt, hs);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** The public key of the service that issued this key. */
    public Kpak kpak() {
        return kpak;
    }

    /** The identifier that the key is bound to. */
    public Octets identifier() {
        return identifier;
    }

    /** The Public Validation Token, 65 octets. */
    public Octets pvt() {
        return pvt;
    }

    /** A copy of the Secret Signing Key, 32 octets. */
    public SecretBytes ssk() {
        return ssk.copy();
    }

    /**
     * Signs a message (RFC 6507, 5.2.1).
     *
     * @param message the octets to sign
     * @param random gives the ephemeral j
     * @return r || s || PVT, 129 octets
     * @throws IllegalStateException after {@link #close}
     */
    public Octets sign(Octets message, SecureRandom random) {
        byte[] secret = ssk.toByteArray();
        byte[] octets = message.toByteArray();
        try {
            Optional<Octets> signature = Optional.empty();
            while (signature.isEmpty()) {
                signature = attempt(secret, octets, random);
            }
            return signature.get();
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** HS, hash(G || KPAK || ID || PVT), 32 octets. */
    Octets hs() {
        return Octets.copyOf(hs);
    }

    /** One signature with a new j, or nothing where HE + r * SSK is 0 and s does not exist. */
    private Optional<Octets> attempt(byte[] secret, byte[] message, SecureRandom random) {
        PrimeField scalars = P256.CURVE.scalars();
        byte[] ephemeral = Scalars.random(scalars, 1, random);
        long[] j = scalars.element();
        long[] k = scalars.element();
        long[] denominator = scalars.element();
        try (FieldArithmetic q = new FieldArithmetic(scalars)) {
            byte[] r = r(ephemeral);
            q.fromOctets(denominator, r);
            q.fromOctets(k, secret);
            q.multiply(denominator, denominator, k);
            q.fromOctets(k, Sha256.hash(hs, r, message));
            q.add(denominator, denominator, k);
            if (q.isZero(denominator)) {
                return Optional.empty();
            }
            q.invert(denominator, denominator);
            q.fromOctets(j, ephemeral);
            q.multiply(j, j, denominator);
            return Optional.of(new EccsiSignature(Octets.copyOf(r), Octets.copyOf(q.toOctets(j)), pvt).encode());
        } finally {
            Arrays.fill(ephemeral, (byte) 0);
            Scalars.wipe(j, k, denominator);
        }
    }

    /** The x coordinate of [j]G, not reduced modulo q. */
    private static byte[] r(byte[] j) {
        long[] limbs = Scalars.limbs(P256.CURVE.scalars(), j);
        try (CurveArithmetic curve = new CurveArithmetic(P256.CURVE)) {
            AffinePoint point = curve.toAffine(P256.GENERATOR.multiply(curve, limbs));
            return curve.field().toOctets(point.x());
        } finally {
            Scalars.wipe(limbs);
        }
    }

    @Override
    public void close() {
        ssk.close();
    }

    @Override
    public String toString() {
        return "EccsiSigningKey[identifier=" + identifier + "]";
    }
}

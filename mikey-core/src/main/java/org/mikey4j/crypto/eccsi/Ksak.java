package org.mikey4j.crypto.eccsi;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.EccsiException.Rule;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.FieldArithmetic;
import org.mikey4j.crypto.internal.PrimeField;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.message.Octets;

/**
 * The KMS Secret Authentication Key, from which a key management service issues signing keys (RFC 6507, 4.2, 5.1.1). The
 * secret is wiped by {@link #close}.
 */
public final class Ksak implements AutoCloseable {
    private final SecretBytes secret;
    private final Kpak kpak;

    private Ksak(byte[] secret) {
        this.secret = SecretBytes.wrap(secret);
        this.kpak = Kpak.decode(multiplyGenerator(secret));
    }

    /** A new service key. */
    public static Ksak generate(SecureRandom random) {
        return new Ksak(Scalars.random(P256.CURVE.scalars(), 1, random));
    }

    /**
     * A service key that was kept.
     *
     * @param secret 32 octets; copied
     * @throws EccsiException with {@link Rule#KSAK_RANGE} where it is not between 1 and q - 1
     */
    public static Ksak of(SecretBytes secret) {
        byte[] octets = secret.toByteArray();
        if (!P256.CURVE.scalars().isCanonical(octets) || Scalars.isLess(octets, 1)) {
            Arrays.fill(octets, (byte) 0);
            throw new EccsiException(Rule.KSAK_RANGE);
        }
        return new Ksak(octets);
    }

    /** The public key that goes with it. */
    public Kpak kpak() {
        return kpak;
    }

    /** A copy of the secret, 32 octets. */
    public SecretBytes secret() {
        return secret.copy();
    }

    /**
     * Issues a signing key (RFC 6507, 5.1.1). Each call gives another one: a user's devices get one each (RFC 6509, 2.3).
     *
     * @param identifier the signer's identifier
     * @param random gives the ephemeral v
     * @throws IllegalStateException after {@link #close}
     */
    public EccsiSigningKey issue(Octets identifier, SecureRandom random) {
        byte[] ksak = secret.toByteArray();
        try {
            Optional<EccsiSigningKey> key = Optional.empty();
            while (key.isEmpty()) {
                key = attempt(ksak, identifier, random);
            }
            return key.get();
        } finally {
            Arrays.fill(ksak, (byte) 0);
        }
    }

    /** SSK = KSAK + HS * v with a new v, or nothing where HS or SSK is 0. */
    private Optional<EccsiSigningKey> attempt(byte[] ksak, Octets identifier, SecureRandom random) {
        PrimeField scalars = P256.CURVE.scalars();
        byte[] v = Scalars.random(scalars, 1, random);
        long[] ssk = scalars.element();
        long[] k = scalars.element();
        try (FieldArithmetic q = new FieldArithmetic(scalars)) {
            Octets pvt = multiplyGenerator(v);
            q.fromOctets(k, P256.hs(kpak.encode(), identifier, pvt));
            if (q.isZero(k)) {
                return Optional.empty();
            }
            q.fromOctets(ssk, v);
            q.multiply(ssk, ssk, k);
            q.fromOctets(k, ksak);
            q.add(ssk, ssk, k);
            if (q.isZero(ssk)) {
                return Optional.empty();
            }
            try (SecretBytes octets = SecretBytes.wrap(q.toOctets(ssk))) {
                return Optional.of(EccsiSigningKey.validate(kpak, identifier, octets, pvt));
            }
        } finally {
            Arrays.fill(v, (byte) 0);
            Scalars.wipe(ssk, k);
        }
    }

    private static Octets multiplyGenerator(byte[] secret) {
        long[] limbs = Scalars.limbs(P256.CURVE.scalars(), secret);
        try (CurveArithmetic curve = new CurveArithmetic(P256.CURVE)) {
            return Octets.copyOf(P256.CURVE.encode(curve.toAffine(P256.GENERATOR.multiply(curve, limbs))));
        } finally {
            Scalars.wipe(limbs);
        }
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "Ksak[kpak=" + kpak.encode() + "]";
    }
}

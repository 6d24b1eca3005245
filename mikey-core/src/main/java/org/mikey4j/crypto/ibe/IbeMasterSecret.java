package org.mikey4j.crypto.ibe;

import java.security.SecureRandom;
import java.util.Arrays;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeException.Rule;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.FixedBase;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.message.Octets;

/**
 * The master secret s of a key management service, from which the private keys of its users follow (RFC 5091, 5.1 and 5.3). Wiped by
 * {@link #close}.
 */
public final class IbeMasterSecret implements AutoCloseable {
    private final IbeDomain domain;
    private final SecretBytes secret;
    private final IbeParameters parameters;

    private IbeMasterSecret(IbeDomain domain, byte[] secret) {
        this.domain = domain;
        this.secret = SecretBytes.wrap(secret);
        parameters = IbeParameters.decode(domain, Octets.copyOf(domain.curve().encode(multiply(domain.generator()))));
    }

    /** A new master secret. */
    public static IbeMasterSecret generate(IbeDomain domain, SecureRandom random) {
        return new IbeMasterSecret(domain, Scalars.random(domain.scalars(), 2, random));
    }

    /**
     * A master secret that was kept.
     *
     * @param secret as many octets as q; copied
     * @throws IbeException with {@link Rule#MASTER_SECRET_RANGE} where it is not between 2 and q - 1
     */
    public static IbeMasterSecret of(IbeDomain domain, SecretBytes secret) {
        byte[] octets = secret.toByteArray();
        if (!domain.scalars().isCanonical(octets) || Scalars.isLess(octets, 2)) {
            Arrays.fill(octets, (byte) 0);
            throw new IbeException(Rule.MASTER_SECRET_RANGE);
        }
        return new IbeMasterSecret(domain, octets);
    }

    /** P_pub = [s]P and what goes with it. */
    public IbeParameters parameters() {
        return parameters;
    }

    /** A copy of the secret, as many octets as q. */
    public SecretBytes secret() {
        return secret.copy();
    }

    /**
     * Derives the private key of an identity, [s]Q_id. It is the same on every call.
     *
     * @throws IbeException with {@link Rule#IDENTITY_UNUSABLE}
     * @throws IllegalStateException after {@link #close}
     */
    public IbePrivateKey extract(Octets identity) {
        AffinePoint key = multiply(domain.table(domain.point(identity)));
        try {
            return IbePrivateKey.of(parameters, identity, key);
        } finally {
            key.wipe();
        }
    }

    private AffinePoint multiply(FixedBase base) {
        byte[] octets = secret.toByteArray();
        long[] s = Scalars.limbs(domain.scalars(), octets);
        try {
            return domain.multiply(base, s);
        } finally {
            Arrays.fill(octets, (byte) 0);
            Scalars.wipe(s);
        }
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "IbeMasterSecret[parameters=" + parameters.encode() + "]";
    }
}

package org.mikey4j.crypto.sakke;

import java.security.SecureRandom;
import java.util.Arrays;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.FieldArithmetic;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.crypto.sakke.SakkeException.Rule;
import org.mikey4j.message.Octets;

/**
 * The KMS Master Secret z_T, from which a key management service derives the Receiver Secret Keys of its users (RFC 6508,
 * 6.1). The secret is wiped by {@link #close}.
 */
public final class SakkeMasterSecret implements AutoCloseable {
    private final SecretBytes secret;
    private final SakkePublicKey publicKey;

    private SakkeMasterSecret(byte[] secret) {
        this.secret = SecretBytes.wrap(secret);
        long[] z = Scalars.limbs(ParameterSet1.SCALARS, secret);
        publicKey = SakkePublicKey.decode(Octets.copyOf(multiplyGenerator(z)));
        Scalars.wipe(z);
    }

    /** A new master secret. */
    public static SakkeMasterSecret generate(SecureRandom random) {
        return new SakkeMasterSecret(Scalars.random(ParameterSet1.SCALARS, 2, random));
    }

    /**
     * A master secret that was kept.
     *
     * @param secret 128 octets; copied
     * @throws SakkeException with {@link Rule#MASTER_SECRET_RANGE} where it is not between 2 and q - 1
     */
    public static SakkeMasterSecret of(SecretBytes secret) {
        byte[] octets = secret.toByteArray();
        if (!ParameterSet1.SCALARS.isCanonical(octets) || Scalars.isLess(octets, 2)) {
            Arrays.fill(octets, (byte) 0);
            throw new SakkeException(Rule.MASTER_SECRET_RANGE);
        }
        return new SakkeMasterSecret(octets);
    }

    /** The public key Z_T = [z_T]P. */
    public SakkePublicKey publicKey() {
        return publicKey;
    }

    /** A copy of the secret, 128 octets. */
    public SecretBytes secret() {
        return secret.copy();
    }

    /**
     * Derives the Receiver Secret Key of an identifier, [(a + z_T)^-1]P (RFC 6508, 6.1.1). It is the same on every call.
     *
     * @param identifier as an integer 2 to q - 1
     * @return the key as an uncompressed point, 257 octets
     * @throws SakkeException with {@link Rule#IDENTIFIER_RANGE} or {@link Rule#IDENTIFIER_UNUSABLE}
     * @throws IllegalStateException after {@link #close}
     */
    public SecretBytes extract(Octets identifier) {
        byte[] z = secret.toByteArray();
        long[] sum = ParameterSet1.SCALARS.element();
        try (FieldArithmetic q = new FieldArithmetic(ParameterSet1.SCALARS)) {
            long[] a = Identifiers.limbs(identifier);
            q.fromInteger(a, a);
            q.fromOctets(sum, z);
            q.add(sum, sum, a);
            if (q.isZero(sum)) {
                throw new SakkeException(Rule.IDENTIFIER_UNUSABLE);
            }
            q.invert(sum, sum);
            long[] multiplier = q.toInteger(sum);
            try {
                return SecretBytes.wrap(multiplyGenerator(multiplier));
            } finally {
                Scalars.wipe(multiplier);
            }
        } finally {
            Arrays.fill(z, (byte) 0);
            Scalars.wipe(sum);
        }
    }

    private static byte[] multiplyGenerator(long[] multiplier) {
        try (CurveArithmetic curve = new CurveArithmetic(ParameterSet1.CURVE)) {
            return ParameterSet1.CURVE.encode(curve.toAffine(ParameterSet1.GENERATOR.multiply(curve, multiplier)));
        }
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "SakkeMasterSecret[publicKey=" + publicKey.encode() + "]";
    }
}

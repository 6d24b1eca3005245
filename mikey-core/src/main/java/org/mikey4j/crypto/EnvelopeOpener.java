package org.mikey4j.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.mikey4j.message.Octets;

/**
 * Opens envelope keys with an RSA private key, and never says whether the padding was right (Bleichenbacher): what cannot be
 * opened gives a key too, one that is random to everyone but always the same for the same envelope. The MAC made with it is
 * wrong, and that is all anybody sees. Good and bad padding take the same steps.
 */
public final class EnvelopeOpener {
    private final PrivateKey key;
    private final EnvelopePadding padding;
    private final JcaAlgorithms algorithms;
    private final SecureRandom random;
    private final BigInteger modulus;
    private final int modulusOctets;
    private final boolean canHold;
    private final SecretBytes rejection;

    /**
     * @param key the private key; must implement {@link RSAKey}, so that its size is known
     * @param random blinding, and the secret from which the keys of bad envelopes are made
     */
    public EnvelopeOpener(PrivateKey key, EnvelopePadding padding, JcaAlgorithms algorithms, SecureRandom random) {
        if (!(key instanceof RSAKey rsa)) {
            throw new IllegalArgumentException("the private key is not an RSA key that tells its size");
        }
        this.key = key;
        this.padding = padding;
        this.algorithms = algorithms;
        this.random = random;
        this.modulus = rsa.getModulus();
        this.modulusOctets = (modulus.bitLength() + 7) / 8;
        this.canHold = padding.maxOctets(modulusOctets) > 0;
        this.rejection = SecretBytes.random(random, HashAlgorithm.SHA_256.octets());
    }

    /**
     * The envelope key, or one that stands in for it.
     *
     * @param envelope any octets; those of an envelope are as many as the modulus has
     */
    public SecretBytes open(Octets envelope) {
        byte[] standIn = deriveStandIn(envelope);
        try {
            return isInRange(envelope) ? open(envelope, standIn) : standInKey(standIn);
        } finally {
            Arrays.fill(standIn, (byte) 0);
        }
    }

    /** Whether it is below the modulus and as long as that (RFC 8017, 5.1.2 and 7.2.2), which everyone can see. */
    private boolean isInRange(Octets envelope) {
        return canHold
                && envelope.length() == modulusOctets
                && new BigInteger(1, envelope.toByteArray()).compareTo(modulus) < 0;
    }

    /** As many octets as an envelope key has at most, and behind them two octets that give a length. */
    private byte[] deriveStandIn(Octets envelope) {
        try (SecretBytes derived = Prf.HMAC_SHA_256.derive(rejection, envelope.toByteArray(), modulusOctets + 2)) {
            return derived.toByteArray();
        }
    }

    /** What stands behind the padding, or the stand-in: both are made, and chosen between without a branch. */
    private SecretBytes open(Octets envelope, byte[] standIn) {
        byte[] padded = new byte[modulusOctets];
        int separator = -raw(envelope, padded) & padding.separator(padded);
        int good = Steady.isNotZero(separator);
        int length = padded.length - 1 - separator;
        good &= Steady.isNotZero(length);

        int span = padding.maxOctets(modulusOctets);
        int draw = (standIn[modulusOctets] & 0xff) << 8 | (standIn[modulusOctets + 1] & 0xff);
        int standInLength = 1 + draw % span;
        int chosen = Steady.select(good, length, standInLength);
        byte[] out = new byte[chosen];
        for (int i = 0; i < chosen; i++) {
            int at = padded.length - chosen + i;
            out[i] = (byte) Steady.select(good, padded[at], standIn[i]);
        }
        Arrays.fill(padded, (byte) 0);
        return SecretBytes.wrap(out);
    }

    /** The plain RSA operation; 0 if the provider refuses the number, which is then all zeros. */
    private int raw(Octets envelope, byte[] padded) {
        try {
            Cipher cipher = algorithms.cipher("RSA/ECB/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, random);
            byte[] out = cipher.doFinal(envelope.toByteArray());
            System.arraycopy(out, 0, padded, padded.length - out.length, out.length);
            Arrays.fill(out, (byte) 0);
            return 1;
        } catch (GeneralSecurityException e) {
            return 0;
        }
    }

    private static SecretBytes standInKey(byte[] octets) {
        return SecretBytes.wrap(Arrays.copyOf(octets, HashAlgorithm.SHA_256.octets()));
    }
}

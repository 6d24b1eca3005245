package org.mikey4j.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHPrivateKeySpec;
import javax.crypto.spec.DHPublicKeySpec;
import org.mikey4j.message.Octets;

/**
 * One end's half of a Diffie-Hellman exchange: a secret exponent and its public value (RFC 3830, 3.3).
 *
 * <p>The exponentiation is the provider's. The JDK's takes {@code BigInteger.modPow}, whose time varies a little with the
 * exponent; since an exponent serves one exchange, there is nothing to measure twice. Who wants more brings a provider that
 * promises it. The platform gives no way to wipe an exponent.
 */
public final class DhHalfKey {
    private final DhGroup group;
    private final JcaAlgorithms algorithms;
    private final PrivateKey exponent;
    private final Octets publicValue;

    private DhHalfKey(DhGroup group, JcaAlgorithms algorithms, PrivateKey exponent, Octets publicValue) {
        this.group = group;
        this.algorithms = algorithms;
        this.exponent = exponent;
        this.publicValue = publicValue;
    }

    /** Draws an exponent of {@link DhGroup#EXPONENT_BITS}. */
    public static DhHalfKey generate(DhGroup group, JcaAlgorithms algorithms, SecureRandom random) {
        try {
            KeyPairGenerator generator = algorithms.keyPairGenerator("DH");
            generator.initialize(group.parameters(), random);
            KeyPair pair = generator.generateKeyPair();
            BigInteger y = ((DHPublicKey) pair.getPublic()).getY();
            return new DhHalfKey(group, algorithms, pair.getPrivate(), Octets.copyOf(fixed(y.toByteArray(), group)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no Diffie-Hellman over " + group, e);
        }
    }

    /** Takes an exponent that is given, big-endian: for vectors. */
    public static DhHalfKey of(DhGroup group, JcaAlgorithms algorithms, SecretBytes exponent) {
        BigInteger x = new BigInteger(1, exponent.open());
        if (x.compareTo(BigInteger.TWO) < 0 || x.compareTo(group.prime().subtract(BigInteger.TWO)) > 0) {
            throw new IllegalArgumentException("x: not between 2 and p - 2");
        }
        try {
            PrivateKey key =
                    algorithms.keyFactory("DH").generatePrivate(new DHPrivateKeySpec(x, group.prime(), BigInteger.TWO));
            // The public value is what the peer would compute from the public value 2.
            byte[] y = agree(group, algorithms, key, BigInteger.TWO);
            return new DhHalfKey(group, algorithms, key, Octets.copyOf(y));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no Diffie-Hellman over " + group, e);
        }
    }

    /** The group. */
    public DhGroup group() {
        return group;
    }

    /** The public value, as long as the prime. */
    public Octets publicValue() {
        return publicValue;
    }

    /**
     * The TGK: the common value, big-endian and filled up with zeros to the length of the prime.
     *
     * @param peer the peer's public value
     * @throws IllegalArgumentException if it is not one; see {@link DhGroup#isPublicValue}
     */
    public SecretBytes agree(Octets peer) {
        if (!group.isPublicValue(peer)) {
            throw new IllegalArgumentException("DH-value: not a public value of " + group);
        }
        try {
            return SecretBytes.wrap(agree(group, algorithms, exponent, new BigInteger(1, peer.toByteArray())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no Diffie-Hellman over " + group, e);
        }
    }

    private static byte[] agree(DhGroup group, JcaAlgorithms algorithms, PrivateKey exponent, BigInteger peer)
            throws GeneralSecurityException {
        Key key = algorithms.keyFactory("DH").generatePublic(new DHPublicKeySpec(peer, group.prime(), BigInteger.TWO));
        KeyAgreement agreement = algorithms.keyAgreement("DH");
        agreement.init(exponent);
        agreement.doPhase(key, true);
        byte[] secret = agreement.generateSecret();
        byte[] fixed = fixed(secret, group);
        Arrays.fill(secret, (byte) 0);
        return fixed;
    }

    /** Providers differ in leading zeros; MIKEY wants the length of the prime. */
    private static byte[] fixed(byte[] value, DhGroup group) {
        byte[] fixed = new byte[group.octets()];
        int extra = Math.max(0, value.length - fixed.length);
        System.arraycopy(value, extra, fixed, fixed.length - (value.length - extra), value.length - extra);
        return fixed;
    }
}

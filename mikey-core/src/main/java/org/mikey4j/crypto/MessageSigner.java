package org.mikey4j.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import org.mikey4j.message.Octets;

/** Signs messages. The key may be anywhere, for example in a hardware module. */
public interface MessageSigner {
    /** The number of the scheme on the wire; see {@code SType}. */
    int sType();

    /** The size of a signature in octets, which is known before it is made. */
    int signatureOctets();

    /** The signature over these octets. */
    Octets sign(Octets message);

    /**
     * Signs with an RSA key of the platform.
     *
     * @param key the private key; must implement {@link RSAKey}, so that its size is known
     * @param hash the hash; the standard's default is SHA-1
     * @param random the salt of PSS
     */
    static MessageSigner rsa(
            PrivateKey key, SignatureScheme scheme, HashAlgorithm hash, JcaAlgorithms algorithms, SecureRandom random) {
        if (!(key instanceof RSAKey rsa)) {
            throw new IllegalArgumentException("the private key is not an RSA key that tells its size");
        }
        int octets = (rsa.getModulus().bitLength() + 7) / 8;
        return new MessageSigner() {
            @Override
            public int sType() {
                return scheme.sType();
            }

            @Override
            public int signatureOctets() {
                return octets;
            }

            @Override
            public Octets sign(Octets message) {
                try {
                    Signature signature = scheme.instance(algorithms, hash);
                    signature.initSign(key, random);
                    signature.update(message.toByteArray());
                    return Octets.copyOf(signature.sign());
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("the key cannot sign", e);
                }
            }
        };
    }
}

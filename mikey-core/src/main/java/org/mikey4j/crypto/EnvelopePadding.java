package org.mikey4j.crypto;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.mikey4j.message.Octets;

/**
 * How an envelope key is padded before RSA (RFC 3830, 4.2.5). Nothing on the wire tells which, so both ends must agree on it.
 */
public enum EnvelopePadding {
    /** RSAES-PKCS1-v1_5; the mandatory one. */
    PKCS1_V1_5("RSA/ECB/PKCS1Padding"),
    /** RSAES-OAEP with SHA-1, its default. */
    OAEP_SHA_1("RSA/ECB/OAEPPadding"),
    /** RSAES-OAEP with SHA-256. */
    OAEP_SHA_256("RSA/ECB/OAEPPadding");

    private final String transformation;

    EnvelopePadding(String transformation) {
        this.transformation = transformation;
    }

    void init(Cipher cipher, int mode, Key key, SecureRandom random) throws GeneralSecurityException {
        if (this == PKCS1_V1_5) {
            cipher.init(mode, key, random);
        } else {
            HashAlgorithm hash = this == OAEP_SHA_1 ? HashAlgorithm.SHA_1 : HashAlgorithm.SHA_256;
            cipher.init(
                    mode,
                    key,
                    new OAEPParameterSpec(hash.jcaName(), "MGF1", hash.mgf1(), PSource.PSpecified.DEFAULT),
                    random);
        }
    }

    String transformation() {
        return transformation;
    }

    /**
     * Encrypts an envelope key.
     *
     * @throws IllegalArgumentException if the public key cannot take it, because it is not RSA or too small
     */
    public Octets encrypt(PublicKey key, SecretBytes envelopeKey, JcaAlgorithms algorithms, SecureRandom random) {
        try {
            Cipher cipher = algorithms.cipher(transformation);
            init(cipher, Cipher.ENCRYPT_MODE, key, random);
            return Octets.copyOf(cipher.doFinal(envelopeKey.open()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the public key cannot take an envelope key of " + envelopeKey.length() + " octets", e);
        }
    }
}

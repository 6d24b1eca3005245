package org.mikey4j.crypto;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAKey;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.mikey4j.message.Octets;

/**
 * How an envelope key is padded before RSA (RFC 3830, 4.2.5). Nothing on the wire tells which, so both ends must agree on it.
 */
public enum EnvelopePadding {
    /** RSAES-PKCS1-v1_5; the mandatory one. */
    PKCS1_V1_5("RSA/ECB/PKCS1Padding", 11),
    /** RSAES-OAEP with SHA-1, its default. */
    OAEP_SHA_1("RSA/ECB/OAEPPadding", 2 * 20 + 2),
    /** RSAES-OAEP with SHA-256. */
    OAEP_SHA_256("RSA/ECB/OAEPPadding", 2 * 32 + 2);

    private final String transformation;
    private final int overhead;

    EnvelopePadding(String transformation, int overhead) {
        this.transformation = transformation;
        this.overhead = overhead;
    }

    private void init(Cipher cipher, int mode, Key key, SecureRandom random) throws GeneralSecurityException {
        if (this == PKCS1_V1_5) {
            cipher.init(mode, key, random);
        } else {
            cipher.init(
                    mode,
                    key,
                    new OAEPParameterSpec(hash().jcaName(), "MGF1", hash().mgf1(), PSource.PSpecified.DEFAULT),
                    random);
        }
    }

    private HashAlgorithm hash() {
        return this == OAEP_SHA_1 ? HashAlgorithm.SHA_1 : HashAlgorithm.SHA_256;
    }

    /** Where the octet before the message is in what RSA gave, unmasking it; 0 if the padding is bad. Tells nothing by a clock. */
    int separator(byte[] padded) {
        return this == PKCS1_V1_5 ? Unpadding.pkcs1(padded) : Unpadding.oaep(padded, hash());
    }

    /** The longest envelope key that fits a modulus, both in octets; 0 or less if none does. */
    int maxOctets(int modulusOctets) {
        return modulusOctets - overhead;
    }

    /**
     * Encrypts an envelope key.
     *
     * @param key the RSA public key of whom it is for
     * @param envelopeKey 1 octet up to as many as the modulus has, less 11 (PKCS #1 v1.5), 42 (OAEP with SHA-1) or 66 (OAEP
     *     with SHA-256)
     * @param random the random part of the padding
     * @return as many octets as the modulus has
     * @throws IllegalArgumentException if the public key cannot take it, because it is not RSA or too small
     */
    public Octets encrypt(PublicKey key, SecretBytes envelopeKey, JcaAlgorithms algorithms, SecureRandom random) {
        if (!(key instanceof RSAKey rsa)) {
            throw new IllegalArgumentException("the public key is not an RSA key");
        }
        int max = maxOctets((rsa.getModulus().bitLength() + 7) / 8);
        if (envelopeKey.length() == 0 || envelopeKey.length() > max) {
            throw new IllegalArgumentException(
                    "the public key takes envelope keys of 1 to " + max + " octets, not " + envelopeKey.length());
        }
        try {
            Cipher cipher = algorithms.cipher(transformation);
            init(cipher, Cipher.ENCRYPT_MODE, key, random);
            return Octets.copyOf(cipher.doFinal(envelopeKey.open()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the public key cannot encrypt", e);
        }
    }
}

package org.mikey4j.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.util.Strings;
import org.mikey4j.trust.UnreadableKeyException.Reason;

/**
 * Opens an encrypted PKCS #8 key: PBES2 (RFC 8018, 6.2) with PBKDF2 or scrypt (RFC 7914, 7), and AES or Triple-DES in CBC. The
 * costs that a file may ask for are bounded.
 */
final class EncryptedKey {
    private static final BigInteger MAX_ITERATIONS = BigInteger.valueOf(10_000_000);
    private static final long MAX_SCRYPT_OCTETS = 64L << 20;

    private static final ASN1ObjectIdentifier SCRYPT = new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");

    private static final Map<ASN1ObjectIdentifier, String> PRFS = Map.of(
            PKCSObjectIdentifiers.id_hmacWithSHA1, "PBKDF2WithHmacSHA1",
            PKCSObjectIdentifiers.id_hmacWithSHA224, "PBKDF2WithHmacSHA224",
            PKCSObjectIdentifiers.id_hmacWithSHA256, "PBKDF2WithHmacSHA256",
            PKCSObjectIdentifiers.id_hmacWithSHA384, "PBKDF2WithHmacSHA384",
            PKCSObjectIdentifiers.id_hmacWithSHA512, "PBKDF2WithHmacSHA512");

    private record Algorithm(String name, int keyOctets) {}

    private static final Map<ASN1ObjectIdentifier, Algorithm> CIPHERS = Map.of(
            NISTObjectIdentifiers.id_aes128_CBC, new Algorithm("AES", 16),
            NISTObjectIdentifiers.id_aes192_CBC, new Algorithm("AES", 24),
            NISTObjectIdentifiers.id_aes256_CBC, new Algorithm("AES", 32),
            PKCSObjectIdentifiers.des_EDE3_CBC, new Algorithm("DESede", 24));

    private EncryptedKey() {}

    /**
     * Decrypts the key.
     *
     * @return the plain PKCS #8 structure, which the caller wipes
     */
    static byte[] open(EncryptedPrivateKeyInfo info, byte[] der, PasswordSource passwords) throws IOException {
        ASN1ObjectIdentifier scheme = info.getEncryptionAlgorithm().getAlgorithm();
        char[] password = passwords
                .passwordFor("PKCS #8 key")
                .orElseThrow(() -> new UnreadableKeyException(
                        Reason.PASSWORD_NEEDED, "the key is encrypted, and there is no password for it"));
        try {
            return PKCSObjectIdentifiers.id_PBES2.equals(scheme)
                    ? pbes2(
                            PBES2Parameters.getInstance(
                                    info.getEncryptionAlgorithm().getParameters()),
                            info.getEncryptedData(),
                            password)
                    : pbes1(der, scheme, password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static byte[] pbes2(PBES2Parameters parameters, byte[] encrypted, char[] password) {
        Algorithm algorithm = CIPHERS.get(parameters.getEncryptionScheme().getAlgorithm());
        if (algorithm == null) {
            throw unsupported(parameters.getEncryptionScheme().getAlgorithm().getId());
        }
        byte[] iv = ASN1OctetString.getInstance(parameters.getEncryptionScheme().getParameters())
                .getOctets();
        byte[] key = derive(parameters.getKeyDerivationFunc(), password, algorithm.keyOctets);
        try {
            Cipher cipher = Cipher.getInstance(algorithm.name + "/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, algorithm.name), new IvParameterSpec(iv));
            return cipher.doFinal(encrypted);
        } catch (GeneralSecurityException e) {
            throw wrongPassword();
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] derive(KeyDerivationFunc function, char[] password, int octets) {
        ASN1Encodable parameters = function.getParameters();
        if (SCRYPT.equals(function.getAlgorithm())) {
            return scrypt(ASN1Sequence.getInstance(parameters), password, octets);
        }
        if (!PKCSObjectIdentifiers.id_PBKDF2.equals(function.getAlgorithm())) {
            throw unsupported(function.getAlgorithm().getId());
        }
        PBKDF2Params pbkdf2 = PBKDF2Params.getInstance(parameters);
        String prf = PRFS.get(pbkdf2.getPrf().getAlgorithm());
        if (prf == null) {
            throw unsupported(pbkdf2.getPrf().getAlgorithm().getId());
        }
        BigInteger iterations = pbkdf2.getIterationCount();
        if (iterations.compareTo(MAX_ITERATIONS) > 0) {
            throw new UnreadableKeyException(
                    Reason.UNSUPPORTED_ENCRYPTION,
                    "the key asks for more work than is done for a file: over " + MAX_ITERATIONS + " iterations");
        }
        PBEKeySpec spec = new PBEKeySpec(password, pbkdf2.getSalt(), iterations.intValue(), octets * 8);
        try {
            SecretKey key = SecretKeyFactory.getInstance(prf).generateSecret(spec);
            return key.getEncoded();
        } catch (GeneralSecurityException e) {
            throw unsupported(prf);
        } finally {
            spec.clearPassword();
        }
    }

    /** The parameters are salt, N, r, p and an optional length (RFC 7914, 7.1). */
    private static byte[] scrypt(ASN1Sequence parameters, char[] password, int octets) {
        byte[] salt = ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets();
        int n = ASN1Integer.getInstance(parameters.getObjectAt(1)).intValueExact();
        int r = ASN1Integer.getInstance(parameters.getObjectAt(2)).intValueExact();
        int p = ASN1Integer.getInstance(parameters.getObjectAt(3)).intValueExact();
        if (n < 2 || r < 1 || p < 1 || p > 16 || 128L * n * r > MAX_SCRYPT_OCTETS) {
            throw new UnreadableKeyException(
                    Reason.UNSUPPORTED_ENCRYPTION, "the key asks for more work than is done for a file: scrypt");
        }
        byte[] utf8 = Strings.toUTF8ByteArray(password);
        try {
            return SCrypt.generate(utf8, salt, n, r, p, octets);
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    /** The older schemes of PKCS #5 and PKCS #12, as far as the platform has them. */
    private static byte[] pbes1(byte[] der, ASN1ObjectIdentifier scheme, char[] password) throws IOException {
        javax.crypto.EncryptedPrivateKeyInfo info;
        Cipher cipher;
        SecretKeyFactory factory;
        try {
            info = new javax.crypto.EncryptedPrivateKeyInfo(der);
            cipher = Cipher.getInstance(info.getAlgName());
            factory = SecretKeyFactory.getInstance(info.getAlgName());
        } catch (GeneralSecurityException e) {
            throw unsupported(scheme.getId());
        }
        PBEKeySpec spec = new PBEKeySpec(password);
        try {
            cipher.init(Cipher.DECRYPT_MODE, factory.generateSecret(spec), info.getAlgParameters());
            return cipher.doFinal(info.getEncryptedData());
        } catch (GeneralSecurityException e) {
            throw wrongPassword();
        } finally {
            spec.clearPassword();
        }
    }

    private static UnreadableKeyException unsupported(String what) {
        return new UnreadableKeyException(
                Reason.UNSUPPORTED_ENCRYPTION, "the key is encrypted with " + what + ", which is not supported");
    }

    private static UnreadableKeyException wrongPassword() {
        return new UnreadableKeyException(Reason.WRONG_PASSWORD, "the password does not open the key");
    }
}

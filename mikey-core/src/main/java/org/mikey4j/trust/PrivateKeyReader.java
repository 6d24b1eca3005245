package org.mikey4j.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.mikey4j.trust.UnreadableKeyException.Reason;

/** Private keys in DER: PKCS #8 (RFC 5958), the same encrypted, and PKCS #1 (RFC 8017, A.1.2). They are told by their form. */
final class PrivateKeyReader {
    private PrivateKeyReader() {}

    static PrivateKey read(byte[] der, PasswordSource passwords) {
        try {
            ASN1Sequence outer = ASN1Sequence.getInstance(der);
            if (outer.size() == 2
                    && outer.getObjectAt(0) instanceof ASN1Sequence
                    && outer.getObjectAt(1) instanceof ASN1OctetString) {
                byte[] plain = EncryptedKey.open(EncryptedPrivateKeyInfo.getInstance(outer), der, passwords);
                try {
                    return rsa(PrivateKeyInfo.getInstance(plain));
                } finally {
                    Arrays.fill(plain, (byte) 0);
                }
            }
            if (outer.size() > 2 && outer.getObjectAt(0) instanceof ASN1Integer) {
                return rsa(
                        outer.getObjectAt(1) instanceof ASN1Integer
                                ? new PrivateKeyInfo(
                                        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                                        outer)
                                : PrivateKeyInfo.getInstance(outer));
            }
            throw new UnreadableKeyException(Reason.NO_KEY, "the file is no private key");
        } catch (UnreadableKeyException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new UnreadableKeyException(Reason.MALFORMED, "the private key cannot be read");
        }
    }

    private static PrivateKey rsa(PrivateKeyInfo info) throws IOException {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        boolean pss = PKCSObjectIdentifiers.id_RSASSA_PSS.equals(algorithm);
        if (!pss && !PKCSObjectIdentifiers.rsaEncryption.equals(algorithm)) {
            throw new UnreadableKeyException(
                    Reason.UNSUPPORTED_KEY, "the key is not an RSA key, which MIKEY needs: " + algorithm);
        }
        byte[] encoded = info.getEncoded();
        try {
            PrivateKey key = KeyFactory.getInstance(pss ? "RSASSA-PSS" : "RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (key instanceof RSAKey) {
                return key;
            }
            throw new UnreadableKeyException(Reason.UNSUPPORTED_KEY, "the key does not tell its size");
        } catch (GeneralSecurityException e) {
            throw new UnreadableKeyException(Reason.MALFORMED, "the private key cannot be read");
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }
}

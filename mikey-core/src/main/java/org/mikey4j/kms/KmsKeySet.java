package org.mikey4j.kms;

import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.EccsiException;
import org.mikey4j.crypto.eccsi.EccsiSigningKey;
import org.mikey4j.crypto.identity.IdentifierException;
import org.mikey4j.crypto.sakke.SakkeException;
import org.mikey4j.crypto.sakke.SakkeReceiverKey;
import org.mikey4j.kms.KmsCertificate.Validity;
import org.mikey4j.kms.KmsException.Rule;
import org.mikey4j.message.Octets;

/**
 * The keys of a user for one period, as a service issues them and before anybody has checked them (TS 33.180, D.3.3).
 *
 * @param kmsUri the service that issued them
 * @param userUri whose they are
 * @param identifier UserID, what the keys are bound to
 * @param period KeyPeriodNo
 * @param validity from when and until when they may be used
 * @param revoked whether they must no longer be used
 * @param rsk UserDecryptKey: the Receiver Secret Key, a point of 257 octets
 * @param ssk UserSigningKeySSK: the Secret Signing Key, 32 octets
 * @param pvt UserPubTokenPVT: the Public Validation Token, a point of 65 octets
 * @param certUri the URI of the certificate that they go with
 * @param issuer who issued them
 */
public record KmsKeySet(
        String kmsUri,
        String userUri,
        Octets identifier,
        long period,
        Validity validity,
        boolean revoked,
        SecretBytes rsk,
        SecretBytes ssk,
        Octets pvt,
        Optional<String> certUri,
        Optional<String> issuer)
        implements AutoCloseable {
    /**
     * Checks the keys: that the identifier is the user's in that period, and both keys against the service's public keys.
     *
     * @param certificate the service's, from a source that is trusted
     * @return the keys to use, which whoever calls closes
     * @throws KmsException with {@link Rule#OTHER_KMS}, {@link Rule#REVOKED}, {@link Rule#USER_ID}, {@link Rule#SIGNING_KEY} or
     *     {@link Rule#DECRYPT_KEY}: ask the service again, and use none of them
     */
    public UserKeys check(KmsCertificate certificate) {
        if (!kmsUri.equals(certificate.kmsUri())) {
            throw new KmsException(
                    Rule.OTHER_KMS, "the keys are from " + kmsUri + ", the certificate is of " + certificate.kmsUri());
        }
        if (revoked || certificate.revoked()) {
            throw new KmsException(Rule.REVOKED, "the keys of " + userUri + " or their certificate are revoked");
        }
        if (!identifier.equals(expected(certificate))) {
            throw new KmsException(
                    Rule.USER_ID,
                    "the UserID is not that of " + userUri + " at " + kmsUri + " in period " + period
                            + " (TS 33.180, F.2.1)");
        }
        SakkeReceiverKey receiverKey = receiverKey(certificate);
        try {
            return new UserKeys(certificate, userUri, period, validity, receiverKey, signingKey(certificate));
        } catch (KmsException e) {
            receiverKey.close();
            throw e;
        }
    }

    private Octets expected(KmsCertificate certificate) {
        try {
            return certificate.scheme().identifier(userUri, kmsUri, period);
        } catch (IdentifierException e) {
            throw new KmsException(Rule.USER_ID, "the UserID: " + e.getMessage(), e);
        }
    }

    private SakkeReceiverKey receiverKey(KmsCertificate certificate) {
        try {
            return SakkeReceiverKey.validate(certificate.publicKey(), identifier, rsk);
        } catch (SakkeException e) {
            throw new KmsException(Rule.DECRYPT_KEY, "UserDecryptKey: " + e.getMessage(), e);
        }
    }

    private EccsiSigningKey signingKey(KmsCertificate certificate) {
        try {
            return EccsiSigningKey.validate(certificate.kpak(), identifier, ssk, pvt);
        } catch (EccsiException e) {
            throw new KmsException(Rule.SIGNING_KEY, "UserSigningKeySSK, UserPubTokenPVT: " + e.getMessage(), e);
        }
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        rsk.close();
        ssk.close();
    }
}

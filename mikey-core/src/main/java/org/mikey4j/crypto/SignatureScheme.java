package org.mikey4j.crypto;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import org.mikey4j.message.registry.SType;

/** The RSA signatures of the SIGN payload (RFC 3830, 4.2.6 and 6.5). */
public enum SignatureScheme {
    /** RSASSA-PKCS1-v1_5; the mandatory one. */
    RSA_PKCS1_V1_5(SType.RSA_PKCS1_V1_5),
    /** RSASSA-PSS, with a salt as long as the hash and MGF1 over the same hash. */
    RSA_PSS(SType.RSA_PSS);

    private final int sType;

    SignatureScheme(int sType) {
        this.sType = sType;
    }

    /** The scheme with this number; empty for those that are not RSA. */
    public static Optional<SignatureScheme> of(int sType) {
        return switch (sType) {
            case SType.RSA_PKCS1_V1_5 -> Optional.of(RSA_PKCS1_V1_5);
            case SType.RSA_PSS -> Optional.of(RSA_PSS);
            default -> Optional.empty();
        };
    }

    /** The number on the wire. */
    public int sType() {
        return sType;
    }

    Signature instance(JcaAlgorithms algorithms, HashAlgorithm hash) throws GeneralSecurityException {
        if (this == RSA_PKCS1_V1_5) {
            return algorithms.signature(hash.inSignatureName() + "withRSA");
        }
        Signature signature = algorithms.signature("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(
                hash.jcaName(), "MGF1", hash.mgf1(), hash.octets(), PSSParameterSpec.TRAILER_FIELD_BC));
        return signature;
    }
}

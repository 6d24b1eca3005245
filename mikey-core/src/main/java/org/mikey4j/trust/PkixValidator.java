package org.mikey4j.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.trust.CertificateValidator.Verdict.Trusted;

/**
 * Validates certificates by the rules of PKIX against roots that are given, at the time of the message, and matches them
 * with the claimed identity (RFC 3830, 4.3). No network, ever. Immutable and safe under threads.
 */
public final class PkixValidator implements CertificateValidator {
    /** Bits of the key usage extension (RFC 5280, 4.2.1.3). */
    private static final int DIGITAL_SIGNATURE = 0;

    private static final int NON_REPUDIATION = 1;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";

    private final PkixPolicy policy;

    public PkixValidator(PkixPolicy policy) {
        this.policy = policy;
    }

    @Override
    public Verdict validate(List<CertPayload> payloads, Optional<IdPayload> identity, Use use, Instant at) {
        try {
            List<X509Certificate> certificates = new CertificateParser(policy).parse(payloads, use);
            X509Certificate peer = certificates.get(0);
            checkUsage(peer, use);
            CertificateChain chain = CertificateChain.build(certificates, policy);
            for (X509Certificate certificate : chain.certificates()) {
                checkStrength(certificate);
            }
            PathCheck.check(chain.certificates(), chain.anchor(), at);
            Instant until = chain.validUntil();
            if (policy.checksRevocation()) {
                Instant known = new RevocationCheck(policy, at).check(chain);
                until = known.isBefore(until) ? known : until;
            }
            return new Trusted(peer, name(peer, identity), chain.validFrom(), until);
        } catch (CertificateRefusal e) {
            return e.toVerdict();
        }
    }

    private String name(X509Certificate peer, Optional<IdPayload> identity) throws CertificateRefusal {
        if (identity.isEmpty()) {
            return "no identity was claimed";
        }
        return policy.matcher()
                .match(peer, identity.get())
                .orElseThrow(() -> new CertificateRefusal(
                        RefusedReason.WRONG_NAME,
                        "nothing in the certificate names " + identity.get().text()));
    }

    private void checkUsage(X509Certificate peer, Use use) throws CertificateRefusal {
        boolean[] usage = peer.getKeyUsage();
        if (usage != null) {
            boolean allowed =
                    use == Use.SIGNATURE ? usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION] : usage[KEY_ENCIPHERMENT];
            if (!allowed) {
                throw new CertificateRefusal(
                        RefusedReason.WRONG_KEY_USAGE,
                        "the key usage does not allow " + use.name().toLowerCase(Locale.ROOT));
            }
        }
        try {
            List<String> extended = peer.getExtendedKeyUsage();
            if (extended != null
                    && !policy.extendedKeyUsages().isEmpty()
                    && !extended.contains(ANY_EXTENDED_KEY_USAGE)
                    && extended.stream().noneMatch(policy.extendedKeyUsages()::contains)) {
                throw new CertificateRefusal(
                        RefusedReason.WRONG_EXTENDED_KEY_USAGE, "the extended key usage is " + extended);
            }
        } catch (CertificateParsingException e) {
            throw new CertificateRefusal(RefusedReason.NOT_A_CERTIFICATE, "the extended key usage cannot be read");
        }
    }

    private void checkStrength(X509Certificate certificate) throws CertificateRefusal {
        if (!(certificate.getPublicKey() instanceof RSAPublicKey key)) {
            throw new CertificateRefusal(
                    RefusedReason.UNSUPPORTED_KEY,
                    certificate.getPublicKey().getAlgorithm() + " keys have no use in MIKEY");
        }
        int bits = key.getModulus().bitLength();
        if (bits < policy.minimumRsaBits()) {
            throw new CertificateRefusal(
                    RefusedReason.WEAK_KEY, "an RSA key of " + bits + " bits, at least " + policy.minimumRsaBits());
        }
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        boolean weak = signature.startsWith("MD") || (signature.startsWith("SHA1") && !policy.allowSha1());
        if (weak) {
            throw new CertificateRefusal(RefusedReason.WEAK_DIGEST, "a certificate is signed with " + signature);
        }
    }
}

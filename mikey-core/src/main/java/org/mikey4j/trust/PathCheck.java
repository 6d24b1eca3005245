package org.mikey4j.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Path validation by the platform (RFC 5280, 6), with its reasons in our words. */
final class PathCheck {
    private static final Map<CertPathValidatorException.Reason, RefusedReason> REASONS = Map.ofEntries(
            Map.entry(BasicReason.EXPIRED, RefusedReason.EXPIRED),
            Map.entry(BasicReason.NOT_YET_VALID, RefusedReason.NOT_YET_VALID),
            Map.entry(BasicReason.REVOKED, RefusedReason.REVOKED),
            Map.entry(BasicReason.UNDETERMINED_REVOCATION_STATUS, RefusedReason.REVOCATION_UNKNOWN),
            Map.entry(BasicReason.INVALID_SIGNATURE, RefusedReason.BAD_SIGNATURE),
            Map.entry(BasicReason.ALGORITHM_CONSTRAINED, RefusedReason.WEAK_DIGEST),
            Map.entry(PKIXReason.NOT_CA_CERT, RefusedReason.NOT_A_CA),
            Map.entry(PKIXReason.PATH_TOO_LONG, RefusedReason.PATH_TOO_LONG),
            Map.entry(PKIXReason.UNRECOGNIZED_CRIT_EXT, RefusedReason.UNKNOWN_CRITICAL_EXTENSION),
            Map.entry(PKIXReason.INVALID_NAME, RefusedReason.NAME_CONSTRAINT),
            Map.entry(PKIXReason.INVALID_KEY_USAGE, RefusedReason.NOT_A_CA),
            Map.entry(PKIXReason.NAME_CHAINING, RefusedReason.NO_PATH),
            Map.entry(PKIXReason.NO_TRUST_ANCHOR, RefusedReason.NO_PATH));

    private PathCheck() {}

    /**
     * Validates a path at a time.
     *
     * @throws CertificateRefusal if it is not valid
     */
    static void check(List<X509Certificate> path, TrustAnchor anchor, Instant at) throws CertificateRefusal {
        validate(path, anchor, at, parameters -> {});
    }

    /**
     * Asks a revocation checker about one certificate.
     *
     * @param crls the lists that it may use
     * @throws CertificateRefusal if it was revoked, or the checker cannot tell
     */
    static void checkRevocation(
            X509Certificate certificate, TrustAnchor issuer, Instant at, PKIXRevocationChecker checker, List<CRL> crls)
            throws CertificateRefusal {
        validate(List.of(certificate), issuer, at, parameters -> {
            parameters.addCertPathChecker(checker);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(crls)));
        });
    }

    private interface Setup {
        void apply(PKIXParameters parameters) throws GeneralSecurityException;
    }

    private static void validate(List<X509Certificate> path, TrustAnchor anchor, Instant at, Setup setup)
            throws CertificateRefusal {
        try {
            CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
            PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
            parameters.setDate(Date.from(at));
            parameters.setRevocationEnabled(false);
            setup.apply(parameters);
            CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
        } catch (CertPathValidatorException e) {
            RefusedReason reason = REASONS.getOrDefault(e.getReason(), RefusedReason.INVALID_PATH);
            throw new CertificateRefusal(
                    reason,
                    "certificate " + e.getIndex() + " of the path: "
                            + reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        } catch (GeneralSecurityException e) {
            throw new CertificateRefusal(RefusedReason.INVALID_PATH, "the path cannot be validated");
        }
    }
}

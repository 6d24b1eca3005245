package org.mikey4j.trust;

import java.security.GeneralSecurityException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A path from the peer's certificate towards an anchor.
 *
 * @param certificates the peer's certificate first; the anchor is not among them
 * @param anchor where the path ends
 */
record CertificateChain(List<X509Certificate> certificates, TrustAnchor anchor) {
    /**
     * Follows the issuers upwards. The payloads above the first may stand in any order.
     *
     * @throws CertificateRefusal if no anchor is reached
     */
    static CertificateChain build(List<X509Certificate> given, PkixPolicy policy) throws CertificateRefusal {
        List<X509Certificate> known = new ArrayList<>(given.subList(1, given.size()));
        known.addAll(policy.intermediates());
        List<X509Certificate> path = new ArrayList<>();
        X509Certificate current = given.get(0);
        while (true) {
            path.add(current);
            Optional<TrustAnchor> anchor = anchor(current, policy);
            if (anchor.isPresent()) {
                return new CertificateChain(List.copyOf(path), anchor.get());
            }
            Optional<X509Certificate> issuer = issuer(current, known);
            if (issuer.isEmpty() || path.contains(issuer.get()) || path.size() > policy.maxCertificates()) {
                throw new CertificateRefusal(
                        RefusedReason.NO_PATH,
                        "no trusted root issued "
                                + current.getSubjectX500Principal().getName());
            }
            current = issuer.get();
        }
    }

    /** When the last of the certificates becomes valid. */
    Instant validFrom() {
        return certificates.stream()
                .map(certificate -> certificate.getNotBefore().toInstant())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** When the first of the certificates expires. */
    Instant validUntil() {
        return certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** The certificate that issued the one at {@code index}. */
    X509Certificate issuer(int index) {
        return index + 1 < certificates.size() ? certificates.get(index + 1) : anchor.getTrustedCert();
    }

    private static Optional<TrustAnchor> anchor(X509Certificate certificate, PkixPolicy policy) {
        return policy.anchors().stream()
                .filter(anchor ->
                        anchor.getTrustedCert().getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .findFirst();
    }

    private static Optional<X509Certificate> issuer(X509Certificate certificate, List<X509Certificate> known) {
        List<X509Certificate> named = known.stream()
                .filter(c -> c.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .toList();
        // With several of the name, the one that signed; with one, the path validation tells if it did not.
        return named.size() < 2
                ? named.stream().findFirst()
                : named.stream().filter(issuer -> signed(issuer, certificate)).findFirst();
    }

    private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}

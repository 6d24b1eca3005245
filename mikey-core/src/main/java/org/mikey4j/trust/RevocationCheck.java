package org.mikey4j.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertPathValidator;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.jspecify.annotations.Nullable;
import org.mikey4j.message.Octets;

/**
 * Whether the certificates of a path were revoked, by the CRLs and OCSP responses that were given. Nothing is fetched: each
 * certificate is checked alone, and only against data that is about it.
 */
final class RevocationCheck {
    private final PkixPolicy policy;
    private final Instant at;

    RevocationCheck(PkixPolicy policy, Instant at) {
        this.policy = policy;
        this.at = at;
    }

    /**
     * Checks all certificates of a path.
     *
     * @return until when what is known stays the same: the earliest next update of the data that was used
     */
    Instant check(CertificateChain chain) throws CertificateRefusal {
        Instant until = Instant.MAX;
        for (int i = 0; i < chain.certificates().size(); i++) {
            X509Certificate certificate = chain.certificates().get(i);
            TrustAnchor issuer = new TrustAnchor(chain.issuer(i), null);
            boolean known = false;
            List<CRL> crls = crls(certificate);
            if (!crls.isEmpty()) {
                check(certificate, issuer, crlChecker(), crls);
                for (CRL crl : crls) {
                    until = earlier(until, ((X509CRL) crl).getNextUpdate());
                }
                known = true;
            }
            for (Octets response : policy.ocspResponses()) {
                Optional<SingleResponse> about = about(response, certificate);
                if (about.isPresent()) {
                    check(certificate, issuer, ocspChecker(certificate, response), List.of());
                    until = earlier(until, nextUpdate(about.get()));
                    known = true;
                }
            }
            if (!known && policy.requireRevocation()) {
                throw new CertificateRefusal(
                        RefusedReason.REVOCATION_UNKNOWN,
                        "no CRL or OCSP response is about "
                                + certificate.getSubjectX500Principal().getName());
            }
        }
        return until;
    }

    private static Instant earlier(Instant until, @Nullable Date next) {
        return next == null || until.isBefore(next.toInstant()) ? until : next.toInstant();
    }

    private static @Nullable Date nextUpdate(SingleResponse response) {
        try {
            return response.getNextUpdate() == null
                    ? null
                    : response.getNextUpdate().getDate();
        } catch (ParseException e) {
            return null;
        }
    }

    private List<CRL> crls(X509Certificate certificate) {
        List<CRL> about = new ArrayList<>();
        for (CRL crl : policy.crls()) {
            if (crl instanceof X509CRL x509
                    && x509.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) {
                about.add(crl);
            }
        }
        return about;
    }

    private void check(X509Certificate certificate, TrustAnchor issuer, PKIXRevocationChecker checker, List<CRL> crls)
            throws CertificateRefusal {
        PathCheck.checkRevocation(certificate, issuer, at, checker, crls);
    }

    private static PKIXRevocationChecker checker() {
        try {
            return (PKIXRevocationChecker) CertPathValidator.getInstance("PKIX").getRevocationChecker();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PKIX", e);
        }
    }

    private static PKIXRevocationChecker crlChecker() {
        PKIXRevocationChecker checker = checker();
        checker.setOptions(
                EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
        return checker;
    }

    private static PKIXRevocationChecker ocspChecker(X509Certificate certificate, Octets response) {
        PKIXRevocationChecker checker = checker();
        checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.NO_FALLBACK));
        checker.setOcspResponses(Map.of(certificate, response.toByteArray()));
        return checker;
    }

    /** The part of an OCSP response that names the certificate's serial number; whose it is, the platform checks. */
    private static Optional<SingleResponse> about(Octets response, X509Certificate certificate) {
        try {
            ResponseBytes bytes =
                    OCSPResponse.getInstance(response.toByteArray()).getResponseBytes();
            if (bytes == null || !OCSPObjectIdentifiers.id_pkix_ocsp_basic.equals(bytes.getResponseType())) {
                return Optional.empty();
            }
            BasicOCSPResponse basic =
                    BasicOCSPResponse.getInstance(bytes.getResponse().getOctets());
            for (ASN1Encodable encoded : basic.getTbsResponseData().getResponses()) {
                SingleResponse single = SingleResponse.getInstance(encoded);
                if (single.getCertID().getSerialNumber().hasValue(certificate.getSerialNumber())) {
                    return Optional.of(single);
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

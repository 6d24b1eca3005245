package org.mikey4j.trust;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.CertType;

/** Turns CERT payloads into certificates (RFC 3830, 6.7). */
final class CertificateParser {
    private final PkixPolicy policy;
    private final CertificateFactory factory;

    CertificateParser(PkixPolicy policy) {
        this.policy = policy;
        try {
            this.factory = CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException("every Java platform has X.509", e);
        }
    }

    List<X509Certificate> parse(List<CertPayload> payloads, CertificateValidator.Use use) throws CertificateRefusal {
        if (payloads.isEmpty()) {
            throw new CertificateRefusal(RefusedReason.NO_CERTIFICATE, "the message has no certificate");
        }
        if (payloads.size() > policy.maxCertificates()) {
            throw new CertificateRefusal(
                    RefusedReason.TOO_MANY,
                    payloads.size() + " certificates, at most " + policy.maxCertificates() + " are read");
        }
        checkUse(payloads.get(0), use);
        List<X509Certificate> certificates = new ArrayList<>();
        for (CertPayload payload : payloads) {
            certificates.add(parse(payload));
        }
        return certificates;
    }

    /** A certificate of type Sign only signs, one of type Encr only encrypts. */
    private static void checkUse(CertPayload peer, CertificateValidator.Use use) throws CertificateRefusal {
        int other = use == CertificateValidator.Use.SIGNATURE ? CertType.X509V3_ENCR : CertType.X509V3_SIGN;
        if (peer.certType() == other) {
            throw new CertificateRefusal(
                    RefusedReason.WRONG_CERT_TYPE,
                    "a certificate of type " + CertType.REGISTRY.name(other) + " is not for this use (RFC 3830, 6.7)");
        }
    }

    private X509Certificate parse(CertPayload payload) throws CertificateRefusal {
        Octets der = switch (payload.certType()) {
            case CertType.X509V3, CertType.X509V3_SIGN, CertType.X509V3_ENCR -> payload.certData();
            case CertType.X509V3_URL -> fetch(payload.certData());
            default ->
                throw new CertificateRefusal(
                        RefusedReason.UNSUPPORTED_TYPE, "cert type " + CertType.REGISTRY.name(payload.certType()));
        };
        try {
            if (factory.generateCertificate(new ByteArrayInputStream(der.toByteArray()))
                    instanceof X509Certificate certificate) {
                return certificate;
            }
        } catch (CertificateException e) {
            throw new CertificateRefusal(RefusedReason.NOT_A_CERTIFICATE, "the octets are not an X.509 certificate");
        }
        throw new CertificateRefusal(RefusedReason.NOT_A_CERTIFICATE, "the octets are not an X.509 certificate");
    }

    private Octets fetch(Octets url) throws CertificateRefusal {
        if (policy.fetcher() == CertificateFetcher.NONE) {
            throw new CertificateRefusal(
                    RefusedReason.NO_FETCHER, "the certificate is given by a URL, which is not fetched here");
        }
        return policy.fetcher()
                .fetch(url.toText(StandardCharsets.US_ASCII))
                .orElseThrow(() -> new CertificateRefusal(
                        RefusedReason.FETCH_FAILED, "the certificate could not be fetched from its URL"));
    }
}

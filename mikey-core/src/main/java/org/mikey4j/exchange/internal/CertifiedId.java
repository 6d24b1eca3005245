package org.mikey4j.exchange.internal;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.IdPayload;

/** The identity of a signer that sends its certificate and no ID payload: the first that the certificate names. */
public final class CertifiedId {
    private static final int SAN_EMAIL = 1;
    private static final int SAN_URI = 6;

    private CertifiedId() {}

    /**
     * The identity that the message claims, or else the first URI of the certificate, or else its first e-mail address.
     *
     * @param name whose identity it is, for the refusal
     * @throws Refusal if there is none
     */
    public static IdPayload of(Signatures.Signer signer, String name) {
        X509Certificate certificate = signer.trusted().certificate();
        return signer.id()
                .or(() -> first(certificate, SAN_URI).map(IdPayload::uri))
                .or(() -> first(certificate, SAN_EMAIL).map(IdPayload::nai))
                .orElseThrow(() -> Refusal.because(
                        RejectReason.IDENTITY_REFUSED, "neither the message nor the certificate tells " + name));
    }

    private static Optional<String> first(X509Certificate certificate, int type) {
        Collection<List<?>> sans;
        try {
            sans = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
        return sans == null
                ? Optional.empty()
                : sans.stream()
                        .filter(san -> san.get(0).equals(type) && san.get(1) instanceof String text && !text.isEmpty())
                        .map(san -> (String) san.get(1))
                        .findFirst();
    }
}

package org.mikey4j.trust;

import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.CertType;
import org.mikey4j.trust.UnreadableKeyException.Reason;

/**
 * An RSA private key and the certificates that go with it.
 *
 * @param key the private key
 * @param certificates the certificate of the key, then those above it
 */
public record Credentials(PrivateKey key, List<X509Certificate> certificates) {
    /**
     * @throws UnreadableKeyException if there is no certificate, the key is not RSA, or it is not that of the first
     *     certificate
     */
    public Credentials {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new UnreadableKeyException(Reason.NO_CERTIFICATE, "there is no certificate for the private key");
        }
        if (!(key instanceof RSAKey secret) || !(certificates.get(0).getPublicKey() instanceof RSAKey open)) {
            throw new UnreadableKeyException(Reason.UNSUPPORTED_KEY, "the key is not an RSA key, which MIKEY needs");
        }
        if (!secret.getModulus().equals(open.getModulus())) {
            throw new UnreadableKeyException(
                    Reason.KEY_DOES_NOT_MATCH, "the private key is not that of the first certificate");
        }
    }

    /** The certificates as the CERT payloads of a message (RFC 3830, 6.7). */
    public List<CertPayload> payloads() {
        return payloads(certificates);
    }

    /** CERT payloads with these certificates. */
    public static List<CertPayload> payloads(List<X509Certificate> certificates) {
        List<CertPayload> payloads = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            try {
                payloads.add(new CertPayload(CertType.X509V3, Octets.copyOf(certificate.getEncoded())));
            } catch (CertificateEncodingException e) {
                throw new IllegalArgumentException("a certificate that cannot be encoded", e);
            }
        }
        return List.copyOf(payloads);
    }

    /** Shows whose they are, and nothing of the key. */
    @Override
    public String toString() {
        return "Credentials[" + certificates.get(0).getSubjectX500Principal().getName() + ", " + certificates.size()
                + " certificates]";
    }
}

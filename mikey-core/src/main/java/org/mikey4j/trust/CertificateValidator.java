package org.mikey4j.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.IdPayload;

/** Decides on the certificates of a peer. Stacks that have a trust store of their own implement it over that. */
@FunctionalInterface
public interface CertificateValidator {
    /**
     * Decides.
     *
     * @param certificates the CERT payloads in the order of the wire: the peer's first, then those above it
     * @param identity the identity that the message claims; empty if it claims none, so that the certificate names the peer
     * @param use what the key is to be used for
     * @param at the time of the message
     */
    Verdict validate(List<CertPayload> certificates, Optional<IdPayload> identity, Use use, Instant at);

    /** What a key is used for. */
    enum Use {
        /** Verifying the signature of a message. */
        SIGNATURE,
        /** Encrypting an envelope key. */
        ENVELOPE
    }

    /** A decision. */
    sealed interface Verdict {
        /**
         * The certificate is the peer's.
         *
         * @param certificate the peer's certificate
         * @param matched what in the certificate named the peer
         * @param from the earliest time at which the verdict is the same
         * @param until the latest such time
         */
        record Trusted(X509Certificate certificate, String matched, Instant from, Instant until) implements Verdict {
            /** A verdict that holds while the certificate is valid. */
            public Trusted(X509Certificate certificate, String matched) {
                this(
                        certificate,
                        matched,
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant());
            }

            /** The peer's public key. */
            public PublicKey publicKey() {
                return certificate.getPublicKey();
            }
        }

        /**
         * The certificate is not accepted.
         *
         * @param reason why
         * @param detail one sentence for a log
         */
        record Refused(RefusedReason reason, String detail) implements Verdict {}
    }
}

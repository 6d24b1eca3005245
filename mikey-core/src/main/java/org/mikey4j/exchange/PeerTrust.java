package org.mikey4j.exchange;

import java.util.List;
import java.util.function.Function;
import org.mikey4j.crypto.SignatureVerifier;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.trust.CertificateValidator;

/**
 * How an end decides that a signature is a peer's.
 *
 * @param validator decides on certificates
 * @param directory finds the certificates of a peer that sends only its identity; none by default
 * @param verifier verifies signatures
 */
public record PeerTrust(
        CertificateValidator validator, Function<IdPayload, List<CertPayload>> directory, SignatureVerifier verifier) {
    /** Trusts what the validator accepts, for peers that send their certificates. */
    public static PeerTrust of(CertificateValidator validator) {
        return new PeerTrust(validator, id -> List.of(), SignatureVerifier.STANDARD);
    }
}

package org.mikey4j.exchange;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Payload;

/**
 * Who an end is in the modes with signatures.
 *
 * @param id its identity
 * @param certificates its certificate and those above it; sent instead of the identity, unless empty
 * @param signer signs with the key of the certificate
 */
public record LocalIdentity(IdPayload id, List<CertPayload> certificates, MessageSigner signer) {
    public LocalIdentity {
        certificates = List.copyOf(certificates);
    }

    /** The payloads that tell the other end: the certificates, or the identity where there are none. */
    public List<? extends Payload> payloads() {
        return certificates.isEmpty() ? List.of(id) : certificates;
    }

    /** The identity and the certificates, for the modes that encrypt neither (RFC 3830, 3.3). */
    public List<Payload> allPayloads() {
        List<Payload> all = new ArrayList<>();
        all.add(id);
        all.addAll(certificates);
        return all;
    }
}

package org.mikey4j.exchange.ibake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.IdRole;

/**
 * Whom a request for keys names (RFC 6267, 4.2.1.1).
 *
 * @param users IDRi, or IDRr of a user who will answer
 * @param kms IDRkms
 * @param pskId IDRpsk
 */
record KeyNames(List<IdPayload> users, IdPayload kms, Optional<IdPayload> pskId) {
    /**
     * Those of a request.
     *
     * @throws Refusal if there is no user or not one KMS
     */
    static KeyNames of(MikeyMessage message) {
        List<IdPayload> users = new ArrayList<>();
        List<IdPayload> kms = new ArrayList<>();
        List<IdPayload> psk = new ArrayList<>();
        for (IdrPayload idr : message.payloads(IdrPayload.class)) {
            switch (idr.idRole()) {
                case IdRole.IDR_I, IdRole.IDR_R -> users.add(IbakeNames.plain(idr));
                case IdRole.IDR_KMS -> kms.add(IbakeNames.plain(idr));
                case IdRole.IDR_PSK -> psk.add(IbakeNames.plain(idr));
                default ->
                    throw Refusal.because(
                            RejectReason.UNEXPECTED_PAYLOAD,
                            "IDR of role " + IdRole.REGISTRY.name(idr.idRole()) + " does not stand here");
            }
        }
        if (users.isEmpty() || kms.isEmpty()) {
            throw Refusal.because(
                    RejectReason.MISSING_PAYLOAD, "the request names no user, or no key management service");
        }
        if (kms.size() > 1 || psk.size() > 1) {
            throw Refusal.because(RejectReason.UNEXPECTED_PAYLOAD, "IDRkms or IDRpsk is there twice");
        }
        return new KeyNames(users, kms.get(0), psk.stream().findFirst());
    }

    static KeyNames of(KeyRequest request) {
        return new KeyNames(request.users(), request.kms(), request.pskId());
    }

    /** What the keys of a request and of its answer are derived for. */
    CsbState state(ReceivedOffer request) {
        return new CsbState(
                request.csbId(),
                request.prf(),
                Payloads.bundleRand(request, Optional.empty()),
                request.timestamp(),
                Optional.of(users.get(0)),
                Optional.of(kms));
    }

    /** Those behind the message in a MAC or a signature: the users in their order, then the service (RFC 6267, 5.4). */
    List<IdPayload> involved() {
        List<IdPayload> involved = new ArrayList<>(users);
        involved.add(kms);
        return involved;
    }

    Octets[] covered() {
        return involved().stream().map(IdPayload::idData).toArray(Octets[]::new);
    }

    List<IdrPayload> userPayloads() {
        return users.stream()
                .map(id -> new IdrPayload(IdRole.IDR_I, id.idType(), id.idData()))
                .toList();
    }

    IdrPayload kmsPayload() {
        return new IdrPayload(IdRole.IDR_KMS, kms.idType(), kms.idData());
    }
}

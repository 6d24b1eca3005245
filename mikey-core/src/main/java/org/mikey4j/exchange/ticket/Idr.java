package org.mikey4j.exchange.ticket;

import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.IdRole;

/** Identities with their roles, which MIKEY-TICKET has instead of ID payloads (RFC 6043, 6.6). */
final class Idr {
    private Idr() {}

    static IdrPayload of(int role, IdPayload id) {
        return new IdrPayload(role, id.idType(), id.idData());
    }

    static IdPayload plain(IdrPayload idr) {
        return new IdPayload(idr.idType(), idr.idData());
    }

    /**
     * The identity with this role.
     *
     * @throws Refusal if there are two
     */
    static Optional<IdPayload> in(MikeyMessage message, int role) {
        List<IdrPayload> found = message.payloads(IdrPayload.class).stream()
                .filter(idr -> idr.idRole() == role)
                .toList();
        if (found.size() > 1) {
            throw Refusal.because(
                    RejectReason.UNEXPECTED_PAYLOAD, "IDR is there twice as " + IdRole.REGISTRY.name(role));
        }
        return found.stream().findFirst().map(Idr::plain);
    }

    /** What of an identity enters a MAC: its data, nothing if it is not known (RFC 6043, 5.5). */
    static Octets data(Optional<IdPayload> id) {
        return id.map(IdPayload::idData).orElse(Octets.EMPTY);
    }

    /** What of the KMS's identity does: it is the one that the message names, or the one known. */
    static Octets kmsData(MikeyMessage message, IdPayload known) {
        return in(message, IdRole.IDR_KMS).orElse(known).idData();
    }
}

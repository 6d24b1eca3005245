package org.mikey4j.exchange.ibake;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.Payload;
import org.mikey4j.message.registry.IdRole;

/**
 * What is encrypted in an IBAKE payload: {@code IDRi || [ECCPTi] || [IDRr] || [ECCPTr]} in this order, of which each message has its own
 * part (RFC 6267, 4.2.2).
 *
 * @param initiator IDRi
 * @param ofInitiator ECCPTi
 * @param responder IDRr
 * @param ofResponder ECCPTr
 */
record IbakeData(
        IdPayload initiator,
        Optional<EccptPayload> ofInitiator,
        Optional<IdPayload> responder,
        Optional<EccptPayload> ofResponder) {
    /** What I_MESSAGE_1, R_MESSAGE_1 and I_MESSAGE_2 hold: both names, and one or two points. */
    static IbakeData of(IbakeNames names, Optional<EccptPayload> ofInitiator, Optional<EccptPayload> ofResponder) {
        return new IbakeData(names.initiator(), ofInitiator, Optional.of(names.responder()), ofResponder);
    }

    List<Payload> payloads() {
        List<Payload> payloads = new ArrayList<>();
        payloads.add(new IdrPayload(IdRole.IDR_I, initiator.idType(), initiator.idData()));
        ofInitiator.ifPresent(payloads::add);
        responder.ifPresent(id -> payloads.add(new IdrPayload(IdRole.IDR_R, id.idType(), id.idData())));
        ofResponder.ifPresent(payloads::add);
        return payloads;
    }

    /**
     * Reads decrypted sub-payloads.
     *
     * @throws Refusal if they are others, or in another order
     */
    static IbakeData of(List<Payload> payloads) {
        Iterator<Payload> rest = payloads.iterator();
        Optional<Payload> next = next(rest);
        Optional<IdPayload> initiator = next.flatMap(payload -> name(payload, IdRole.IDR_I));
        if (initiator.isEmpty()) {
            throw unreadable();
        }
        next = next(rest);
        Optional<EccptPayload> ofInitiator = next.flatMap(IbakeData::point);
        next = ofInitiator.isPresent() ? next(rest) : next;
        Optional<IdPayload> responder = next.flatMap(payload -> name(payload, IdRole.IDR_R));
        next = responder.isPresent() ? next(rest) : next;
        Optional<EccptPayload> ofResponder = responder.isPresent() ? next.flatMap(IbakeData::point) : Optional.empty();
        next = ofResponder.isPresent() ? next(rest) : next;
        if (next.isPresent()) {
            throw unreadable();
        }
        return new IbakeData(initiator.get(), ofInitiator, responder, ofResponder);
    }

    /**
     * Checks that the encrypted names are those in clear: whoever redirects a message can change only the latter (RFC 6267, 7.2).
     *
     * @throws Refusal if not
     */
    void requireNames(IbakeNames clear) {
        if (!initiator.equals(clear.initiator()) || !responder.equals(Optional.of(clear.responder()))) {
            throw Refusal.because(
                    RejectReason.IDENTITY_REFUSED,
                    "the names in clear are not those in the encrypted data (RFC 6267, 7.2)");
        }
    }

    private static Optional<Payload> next(Iterator<Payload> rest) {
        return rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
    }

    private static Optional<IdPayload> name(Payload payload, int role) {
        return payload instanceof IdrPayload idr && idr.idRole() == role
                ? Optional.of(IbakeNames.plain(idr))
                : Optional.empty();
    }

    private static Optional<EccptPayload> point(Payload payload) {
        return payload instanceof EccptPayload point ? Optional.of(point) : Optional.empty();
    }

    private static Refusal unreadable() {
        return Refusal.because(
                RejectReason.KEYS_UNUSABLE,
                "the encrypted data are not IDRi, ECCPTi, IDRr and ECCPTr (RFC 6267, 4.2.2)");
    }
}

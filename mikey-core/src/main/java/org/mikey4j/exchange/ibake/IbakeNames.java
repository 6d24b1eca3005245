package org.mikey4j.exchange.ibake;

import java.util.List;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.registry.IdRole;

/**
 * Whom a message names, in clear or inside its encrypted data.
 *
 * @param initiator IDRi
 * @param responder IDRr
 */
record IbakeNames(IdPayload initiator, IdPayload responder) {
    /**
     * The names of a message that has one of each (RFC 6267, 4.2.2).
     *
     * @throws Refusal if it has others
     */
    static IbakeNames of(MikeyMessage message) {
        List<IdrPayload> all = message.payloads(IdrPayload.class);
        requireKnownRoles(all);
        return new IbakeNames(one(all, IdRole.IDR_I, "IDRi"), one(all, IdRole.IDR_R, "IDRr"));
    }

    /**
     * Those of a bundle.
     *
     * @throws Refusal if it does not know them
     */
    static IbakeNames of(CsbState state) {
        if (state.initiator().isEmpty() || state.responder().isEmpty()) {
            throw Refusal.because(
                    RejectReason.MISMATCH, "the bundle is none of MIKEY-IBAKE: it does not name both ends");
        }
        return new IbakeNames(state.initiator().get(), state.responder().get());
    }

    /** The Initiator, then the Responder, as they stand behind a message in its MAC. */
    List<IdPayload> list() {
        return List.of(initiator, responder);
    }

    /**
     * Checks the names of a message that may leave them out (RFC 6267, 4.2.2.7).
     *
     * @throws Refusal if it has others than these
     */
    void requireWhereNamed(MikeyMessage message) {
        List<IdrPayload> all = message.payloads(IdrPayload.class);
        requireKnownRoles(all);
        boolean same = all.size() <= 2
                && all.stream().distinct().count() == all.size()
                && all.stream()
                        .allMatch(idr -> plain(idr).equals(idr.idRole() == IdRole.IDR_I ? initiator : responder));
        if (!same) {
            throw Refusal.because(
                    RejectReason.IDENTITY_REFUSED, "the answer names others than the ends of the exchange");
        }
    }

    private static void requireKnownRoles(List<IdrPayload> all) {
        for (IdrPayload idr : all) {
            if (idr.idRole() != IdRole.IDR_I && idr.idRole() != IdRole.IDR_R) {
                throw Refusal.because(
                        RejectReason.UNEXPECTED_PAYLOAD,
                        "IDR of role " + IdRole.REGISTRY.name(idr.idRole()) + " does not stand here");
            }
        }
    }

    private static IdPayload one(List<IdrPayload> all, int role, String name) {
        List<IdrPayload> found =
                all.stream().filter(idr -> idr.idRole() == role).toList();
        if (found.size() != 1) {
            throw Refusal.because(
                    found.isEmpty() ? RejectReason.MISSING_PAYLOAD : RejectReason.UNEXPECTED_PAYLOAD,
                    "the message has " + found.size() + " " + name + ", not one");
        }
        return plain(found.get(0));
    }

    IdrPayload initiatorPayload() {
        return new IdrPayload(IdRole.IDR_I, initiator.idType(), initiator.idData());
    }

    IdrPayload responderPayload() {
        return new IdrPayload(IdRole.IDR_R, responder.idType(), responder.idData());
    }

    static IdPayload plain(IdrPayload idr) {
        return new IdPayload(idr.idType(), idr.idData());
    }
}

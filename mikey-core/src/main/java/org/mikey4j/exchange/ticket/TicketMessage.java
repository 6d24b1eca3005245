package org.mikey4j.exchange.ticket;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.RandRole;

/**
 * A message of MIKEY-TICKET whose parts can be told apart; nothing of it is authenticated yet. Payloads that are not expected
 * are ignored (RFC 6043, 4.2), but what counts once is there once.
 *
 * @param message the message
 * @param suite the algorithms of its header
 * @param timestamp its T
 */
record TicketMessage(MikeyMessage message, TicketSuite suite, TPayload timestamp) {
    private static final Set<Integer> ONCE = Set.of(
            PayloadType.T,
            PayloadType.TP,
            PayloadType.TICKET,
            PayloadType.KEMAC,
            PayloadType.V,
            PayloadType.SIGN,
            PayloadType.PKE,
            PayloadType.CHASH);

    /**
     * Checks what all messages have in common.
     *
     * @throws Refusal if something is not as it must be
     */
    static TicketMessage of(MikeyMessage message) {
        TicketSuite suite = TicketSuite.of(message.header().prfFunc())
                .orElseThrow(() -> Refusal.because(
                        RejectReason.UNSUPPORTED_PRF,
                        "PRF func " + message.header().prfFunc()));
        Set<Integer> seen = new HashSet<>();
        for (Payload payload : message.payloads()) {
            if (ONCE.contains(payload.type()) && !seen.add(payload.type())) {
                throw Refusal.because(
                        RejectReason.UNEXPECTED_PAYLOAD, PayloadType.REGISTRY.name(payload.type()) + " is there twice");
            }
        }
        TicketMessage checked = new TicketMessage(message, suite, Payloads.required(message, TPayload.class, "T"));
        checked.kemac();
        return checked;
    }

    /** The same with what the freshness of a message needs. */
    ReceivedOffer offer() {
        return new ReceivedOffer(message, suite.prf(), timestamp);
    }

    long csbId() {
        return message.header().csbId();
    }

    Payload last() {
        return message.payloads().get(message.payloads().size() - 1);
    }

    /**
     * The MAC that ends the message.
     *
     * @throws Refusal if another payload does, or it is of another suite
     */
    VPayload v() {
        if (!(last() instanceof VPayload v)) {
            throw Refusal.because(RejectReason.MISSING_PAYLOAD, "the message does not end with V (RFC 6043, 4.2)");
        }
        if (v.authAlg() != suite.mac().macAlg()) {
            throw Refusal.because(
                    RejectReason.UNSUPPORTED_MAC,
                    MacAlg.REGISTRY.name(v.authAlg()) + " does not go with this PRF func (RFC 6043, 12.1)");
        }
        return v;
    }

    /** How many octets of the end are the MAC or the signature itself. */
    int tail() {
        return last() instanceof SignPayload sign
                ? sign.signature().length()
                : v().verData().length();
    }

    /** All octets before the MAC or the signature. */
    Octets covered() {
        int end = message.end(message.payloads().size() - 1);
        return message.octets().slice(0, end - tail());
    }

    /** The whole message without what may stand behind its last payload. */
    Octets whole() {
        return message.octets().slice(0, message.end(message.payloads().size() - 1));
    }

    TicketPayload ticket() {
        return Payloads.required(message, TicketPayload.class, "TICKET");
    }

    /**
     * The random value of this role.
     *
     * @throws Refusal if there are two
     */
    Optional<Octets> rand(int role) {
        List<RandrPayload> found = message.payloads(RandrPayload.class).stream()
                .filter(randr -> randr.randRole() == role)
                .toList();
        if (found.size() > 1) {
            throw Refusal.because(RejectReason.UNEXPECTED_PAYLOAD, RandRole.REGISTRY.name(role) + " is there twice");
        }
        return found.stream().findFirst().map(RandrPayload::rand);
    }

    /** The random value of this role, which must be there. */
    Octets requiredRand(int role) {
        return rand(role)
                .orElseThrow(() -> Refusal.because(
                        RejectReason.MISSING_PAYLOAD, "the message has no " + RandRole.REGISTRY.name(role)));
    }

    /**
     * The key data, if there are any.
     *
     * @throws Refusal if its algorithms are not those of the suite without a MAC
     */
    Optional<KemacPayload> kemac() {
        Optional<KemacPayload> kemac = message.payload(KemacPayload.class);
        if (kemac.filter(k -> k.macAlg() != MacAlg.NULL).isPresent()) {
            throw Refusal.because(RejectReason.UNSUPPORTED_MAC, "a KEMAC has no MAC beside V (RFC 6043, 4.2)");
        }
        if (kemac.filter(k -> k.encrAlg() != suite.cipher().encrAlg()).isPresent()) {
            throw Refusal.because(
                    RejectReason.UNSUPPORTED_ENCRYPTION,
                    "encr alg " + kemac.get().encrAlg() + " does not go with this PRF func (RFC 6043, 12.1)");
        }
        return kemac;
    }
}

package org.mikey4j.exchange.ticket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TicketState;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.PayloadType;

/**
 * What an update has from the bundle that it continues (RFC 6043, 5.2).
 *
 * @param current the bundle as it is
 * @param self which end this is
 * @param terms the ticket policy of the bundle
 */
record UpdatedBundle(SecurityAssociation current, TransferEnd self, TicketTerms terms) {
    /** @throws IllegalArgumentException if the bundle did not begin with a ticket */
    static UpdatedBundle of(SecurityAssociation current, TransferEnd self) {
        TicketState ticket = current.state()
                .ticket()
                .orElseThrow(() -> new IllegalArgumentException("the bundle did not begin with a ticket"));
        return new UpdatedBundle(current, self, TicketTerms.of(ticket.policy()));
    }

    CsbState state() {
        return current.state();
    }

    /** Both messages are protected as the last one of the initial exchange was. */
    MessageProtection protection() {
        TicketRands rands = state().ticket().orElseThrow().messageRands(state().rand());
        return terms.has(Flag.F)
                ? TicketProtection.response(terms.suite(), current.protectionKey(), current.csbId(), rands)
                : TicketProtection.initial(terms.suite(), current.protectionKey(), current.csbId(), rands);
    }

    private Optional<IdPayload> id(TransferEnd end) {
        return end == TransferEnd.INITIATOR ? state().initiator() : state().responder();
    }

    /** The identity of an end, as far as it is known. */
    List<Payload> identity(TransferEnd end) {
        return id(end).<List<Payload>>map(id -> List.of(Idr.of(end.idRole(), id)))
                .orElse(List.of());
    }

    Octets idData(TransferEnd end) {
        return Idr.data(id(end));
    }

    /** Whether the MAC of an update is right, over the identities that both ends know. */
    boolean isVerified(TicketMessage update, MessageProtection protection) {
        Octets idI = idData(TransferEnd.INITIATOR);
        return TransferMac.isVerified(update, protection, idI, idData(TransferEnd.RESPONDER))
                || (Idr.in(update.message(), IdRole.IDR_R).isEmpty()
                        && TransferMac.isVerified(update, protection, idI, Octets.EMPTY));
    }

    /**
     * Checks from whom a message is. Both ends protect theirs alike, and the identity of the sender comes first: so one's own
     * message that somebody sends back is told.
     *
     * @throws Refusal if it is not from the other end, or names others
     */
    void requireFromPeer(MikeyMessage message) {
        List<IdrPayload> ids = message.payloads(IdrPayload.class);
        if (!ids.isEmpty() && ids.get(0).idRole() != self.other().idRole()) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the message is not from the other end of the bundle");
        }
        for (TransferEnd end : TransferEnd.values()) {
            Optional<IdPayload> named = Idr.in(message, end.idRole());
            if (named.isPresent() && !named.equals(id(end))) {
                throw Refusal.because(
                        RejectReason.IDENTITY_REFUSED, "the message names other ends than the bundle has");
            }
        }
    }

    /** Whether an end may give session keys. */
    boolean allowsKeysOf(TransferEnd end) {
        return terms.has(end.keys());
    }

    /**
     * The session keys that the other end sends.
     *
     * @throws Refusal if the ticket policy allows none, or they cannot be used
     */
    List<TransportedKey> peerKeys(TicketMessage message, MessageProtection protection) {
        Optional<KemacPayload> kemac = message.kemac();
        if (kemac.isEmpty()) {
            return List.of();
        }
        if (!allowsKeysOf(self.other())) {
            throw Refusal.because(
                    RejectReason.UNEXPECTED_PAYLOAD,
                    "the ticket policy allows no keys of the other end (flag "
                            + self.other().keys() + ")");
        }
        return KeyTransport.open(
                        protection,
                        kemac.get(),
                        message.csbId(),
                        message.timestamp(),
                        PayloadType.KEY_DATA,
                        found -> TicketKeys.checkSession(found, terms.suite()))
                .keys();
    }

    /**
     * These keys, which are taken over, and copies of those that the bundle had.
     *
     * @throws Refusal if two have the same SPI, or one is longer than the random values, which stay the same
     */
    List<TransportedKey> withCurrent(List<TransportedKey> fresh) {
        List<TransportedKey> all = new ArrayList<>(fresh);
        all.addAll(current.copyKeys());
        try {
            TicketKeys.checkSession(all, terms.suite());
            int rands = state().rand().length()
                    + state().ticket().orElseThrow().randR().length();
            TicketProtection.requireRands(rands, TicketKeys.longestGenerator(all));
            return all;
        } catch (Refusal e) {
            all.forEach(TransportedKey::close);
            throw e;
        }
    }

    /** The bundle after the update. */
    SecurityAssociation updated(
            TPayload timestamp,
            TransferSessions sessions,
            List<TransportedKey> keys,
            List<GeneralExtensionPayload> extensions) {
        return new SecurityAssociation(
                state().withTimestamp(timestamp),
                current.protectionKey().copy(),
                sessions.map(),
                sessions.policies(),
                keys,
                extensions,
                List.of());
    }
}

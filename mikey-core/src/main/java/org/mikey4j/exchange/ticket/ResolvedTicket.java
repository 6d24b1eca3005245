package org.mikey4j.exchange.ticket;

import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;

/**
 * A ticket with the keys in it, as a Responder holds it once it is resolved. One that may be reused (flag J) can be kept and
 * used again without asking the KMS (RFC 6043, 5.3). Holds secrets; {@link #close} wipes them.
 */
public final class ResolvedTicket implements AutoCloseable {
    private final TicketPayload ticket;
    private final TicketKeys keys;
    private final Optional<Modifier> modifier;

    /**
     * What binds forked keys to who answers (RFC 6043, 5.1.1).
     *
     * @param idR who answers, in the words of the KMS
     * @param randKms RANDRkms
     */
    record Modifier(IdPayload idR, Octets randKms) {}

    ResolvedTicket(TicketPayload ticket, TicketKeys keys, Optional<Modifier> modifier) {
        this.ticket = BaseTicket.withoutInitiatorData(ticket);
        this.keys = keys;
        this.modifier = modifier;
    }

    /**
     * Resolves a base ticket without the KMS, by a Responder that shares the ticket protection key (RFC 6043, 4.1.1, modes 2 and
     * 4).
     *
     * @throws UnusableTicketException if the policy demands the KMS (flag E), or the ticket is not authentic under the key
     */
    public static ResolvedTicket open(TicketPayload ticket, TpkLookup tpks) {
        if (ticket.policy().has(Flag.E)) {
            throw new UnusableTicketException(
                    RejectReason.TICKET_REFUSED, "only the KMS may resolve the ticket (RFC 6043, 6.10)");
        }
        OpenedTicket opened = BaseTicket.open(ticket, tpks);
        return new ResolvedTicket(ticket, opened.keys().open(), Optional.empty());
    }

    /** The ticket, without what an Initiator adds to it. */
    public TicketPayload ticket() {
        return ticket;
    }

    /** Who answers, in the words of the KMS; empty where keys are not forked. */
    public Optional<IdPayload> responder() {
        return modifier.map(Modifier::idR);
    }

    /** Whether it is of this ticket. */
    public boolean isOf(TicketPayload other) {
        return ticket.equals(BaseTicket.withoutInitiatorData(other));
    }

    /** Copies of the session keys, as they are before anything is derived from them; wiped by the caller. */
    public List<TransportedKey> copySessionKeys() {
        return keys.session().stream().map(TransportedKey::copy).toList();
    }

    TicketKeys keys() {
        return keys;
    }

    Optional<Modifier> modifier() {
        return modifier;
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        keys.close();
    }
}

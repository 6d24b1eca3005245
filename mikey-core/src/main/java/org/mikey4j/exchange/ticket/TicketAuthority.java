package org.mikey4j.exchange.ticket;

import org.mikey4j.message.IdPayload;
import org.mikey4j.message.TicketPayload;

/**
 * What a KMS decides on messages that are authentic: who gets which ticket, and who may have it resolved. Implementations are safe
 * under threads.
 */
public interface TicketAuthority {
    /**
     * Issues a ticket.
     *
     * @param initiator who asks
     * @param desired the policy that it asks for; K is not set
     * @return the ticket under the granted policy, with K set if that is another; wiped by the caller
     * @throws UnusableTicketException if there is none for this Initiator
     */
    TicketGrant issue(IdPayload initiator, TicketTerms desired);

    /**
     * Opens a ticket for one who may have its keys.
     *
     * @param responder who asks
     * @param ticket the ticket
     * @return the ticket opened; wiped by the caller
     * @throws UnusableTicketException if it cannot be opened, or not for this Responder
     */
    Resolution resolve(IdPayload responder, TicketPayload ticket);

    /**
     * A ticket that is opened for a Responder.
     *
     * @param opened the ticket
     * @param answering who answers, where keys are forked: the Responder's identity in the words of the ticket
     */
    record Resolution(OpenedTicket opened, IdPayload answering) {}
}

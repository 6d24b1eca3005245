package org.mikey4j.exchange.ticket;

import org.mikey4j.exchange.Rejected;

/** What came of asking for a ticket: {@link Granted} or {@link Refused}. */
public sealed interface RequestResult {
    /**
     * The ticket is there, under a policy that is acceptable.
     *
     * @param grant the ticket and its keys, which the caller wipes
     */
    record Granted(TicketGrant grant) implements RequestResult {}

    /**
     * There is no ticket.
     *
     * @param rejected why
     */
    record Refused(Rejected rejected) implements RequestResult {}
}

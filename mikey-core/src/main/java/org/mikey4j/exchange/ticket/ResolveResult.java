package org.mikey4j.exchange.ticket;

import org.mikey4j.exchange.Rejected;

/** What came of having a ticket resolved: {@link Resolved} or {@link Refused}. */
public sealed interface ResolveResult {
    /**
     * The keys are there.
     *
     * @param ticket the keys, which the caller wipes
     */
    record Resolved(ResolvedTicket ticket) implements ResolveResult {}

    /**
     * There are no keys.
     *
     * @param rejected why
     */
    record Refused(Rejected rejected) implements ResolveResult {}
}

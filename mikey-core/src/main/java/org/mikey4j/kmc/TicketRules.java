package org.mikey4j.kmc;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.exchange.ticket.TicketTerms;
import org.mikey4j.message.IdPayload;

/** Who may ask for which tickets, and who is in which group. Implementations are safe under threads. */
public interface TicketRules {
    /** Whether a user may have a ticket for these responders and applications. */
    boolean mayRequest(IdPayload initiator, TicketTerms desired);

    /**
     * As whom a user may resolve a ticket: one of the responders that the policy names, being it or belonging to it.
     *
     * @return nothing if the user may not
     */
    Optional<IdPayload> answersAs(IdPayload responder, TicketTerms terms);

    /**
     * Everybody may call everybody, and answers as itself or as a member of a group.
     *
     * @param groups the groups that a user is in now
     */
    static TicketRules members(Function<IdPayload, Collection<IdPayload>> groups) {
        return new TicketRules() {
            @Override
            public boolean mayRequest(IdPayload initiator, TicketTerms desired) {
                return true;
            }

            @Override
            public Optional<IdPayload> answersAs(IdPayload responder, TicketTerms terms) {
                if (terms.responders().contains(responder)) {
                    return Optional.of(responder);
                }
                Collection<IdPayload> memberOf = groups.apply(responder);
                return terms.responders().stream().filter(memberOf::contains).findFirst();
            }
        };
    }
}

package org.mikey4j.exchange;

import org.mikey4j.crypto.TicketRands;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TicketPolicy;
import org.mikey4j.message.TicketPolicy.Flag;

/**
 * What a bundle that began with a ticket keeps of it (RFC 6043, 5). RANDRi is the RAND of the bundle.
 *
 * @param policy the granted ticket policy
 * @param randR RANDRr; empty unless the flag G is set
 */
public record TicketState(TicketPolicy policy, Octets randR) {
    /**
     * What enters the keys of crypto sessions: RANDRi with flag H, RANDRr with flag G (RFC 6043, 5.1.3).
     *
     * @param randI RANDRi
     * @throws IllegalArgumentException if the policy has neither flag
     */
    public TicketRands trafficRands(Octets randI) {
        return new TicketRands(policy.has(Flag.H) ? randI : Octets.EMPTY, randR);
    }

    /**
     * What enters the keys of the messages of an update: that of the last message of the initial exchange (RFC 6043, 5.2).
     *
     * @param randI RANDRi
     */
    public TicketRands messageRands(Octets randI) {
        return new TicketRands(randI, randR);
    }
}

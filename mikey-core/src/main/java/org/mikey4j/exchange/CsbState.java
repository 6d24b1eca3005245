package org.mikey4j.exchange;

import java.util.Optional;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketDerivation;
import org.mikey4j.crypto.TrafficKeys;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TPayload;

/**
 * What all messages of a crypto session bundle share (RFC 3830, 4.5).
 *
 * @param csbId the crypto session bundle ID, 32 bits
 * @param prf the pseudo-random function
 * @param rand the RAND of the initial exchange; empty in an unprotected one that had none
 * @param timestamp the timestamp of the newest I_MESSAGE, which a later one must exceed
 * @param initiator who sent the I_MESSAGE, if known
 * @param responder who answered it, if known
 * @param ticket the ticket that the bundle began with, in MIKEY-TICKET
 */
public record CsbState(
        long csbId,
        Prf prf,
        Octets rand,
        TPayload timestamp,
        Optional<IdPayload> initiator,
        Optional<IdPayload> responder,
        Optional<TicketState> ticket) {

    /** The state of a bundle without a ticket. */
    public CsbState(
            long csbId,
            Prf prf,
            Octets rand,
            TPayload timestamp,
            Optional<IdPayload> initiator,
            Optional<IdPayload> responder) {
        this(csbId, prf, rand, timestamp, initiator, responder, Optional.empty());
    }

    /** The same bundle after a message with this timestamp. */
    public CsbState withTimestamp(TPayload newer) {
        return new CsbState(csbId, prf, rand, newer, initiator, responder, ticket);
    }

    /** The same bundle with the roles exchanged, for an update that the Responder begins. */
    public CsbState reversed() {
        return new CsbState(csbId, prf, rand, timestamp, responder, initiator, ticket);
    }

    /** The same bundle of this Initiator. */
    public CsbState withInitiator(IdPayload id) {
        return new CsbState(csbId, prf, rand, timestamp, Optional.of(id), responder, ticket);
    }

    /**
     * The derivation of crypto sessions' keys from a key of this bundle (RFC 3830, 4.1.3; RFC 6043, 5.1.3).
     *
     * @param tgk the TGK, TGK' or GTGK
     * @throws IllegalArgumentException if {@code tgk} is empty
     */
    public TrafficKeys trafficKeys(SecretBytes tgk) {
        return ticket.map(t -> new TicketDerivation(prf).traffic(tgk, t.trafficRands(rand)))
                .orElseGet(() -> TrafficKeys.derive(prf, tgk, csbId, rand));
    }
}

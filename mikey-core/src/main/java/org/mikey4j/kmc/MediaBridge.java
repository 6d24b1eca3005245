package org.mikey4j.kmc;

import java.util.Optional;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.IdPayload;

/**
 * An element that terminates protection: a conference bridge, a transcoder, a filter, a gateway to the telephone network. It is an end of
 * an association on each leg of the call, and says which legs are protected; what crosses it is in the clear inside it. Immutable. Holds
 * secrets; {@link #close} wipes them.
 */
public final class MediaBridge implements AutoCloseable {
    private final Leg caller;
    private final Leg callee;

    /**
     * One side of the element.
     *
     * @param user who is at the other end
     * @param association what protects the media; empty towards a network that knows no protection
     */
    public record Leg(IdPayload user, Optional<SecurityAssociation> association) {
        /** @throws IllegalArgumentException if the association is for no stream */
        public Leg {
            if (association.isPresent() && association.get().cryptoSessions().isEmpty()) {
                throw new IllegalArgumentException("leg of " + user.text() + ": the association protects no stream");
            }
        }

        LegProtection protection() {
            return association.map(a -> LegProtection.of(user, a)).orElseGet(() -> LegProtection.none(user));
        }

        private boolean sharesAKeyWith(Leg other) {
            for (TransportedKey key : association.map(SecurityAssociation::keys).orElseGet(java.util.List::of)) {
                for (TransportedKey theirs :
                        other.association.map(SecurityAssociation::keys).orElseGet(java.util.List::of)) {
                    if (key.key().equals(theirs.key())) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /**
     * Which legs of a call are protected.
     *
     * @param caller the caller's
     * @param callee the callee's
     */
    public record Protection(LegProtection caller, LegProtection callee) {
        /** Whether only the users and the element can read the media. It is not end to end in any case. */
        public boolean onAllLegs() {
            return caller.isProtected() && callee.isProtected();
        }

        /** For people. */
        @Override
        public String toString() {
            return caller + "; " + callee;
        }
    }

    /**
     * @param caller the leg of the caller; taken over
     * @param callee the leg of the callee; taken over
     * @throws IllegalArgumentException if one key is on both legs, so that it is not the element that terminates them
     */
    public MediaBridge(Leg caller, Leg callee) {
        if (caller.sharesAKeyWith(callee)) {
            throw new IllegalArgumentException("legs: both have the same key, which is that of a call end to end");
        }
        this.caller = caller;
        this.callee = callee;
    }

    /** The leg of a side. */
    public Leg leg(Side side) {
        return side == Side.CALLER ? caller : callee;
    }

    /** Which legs are protected. */
    public Protection protection() {
        return new Protection(caller.protection(), callee.protection());
    }

    /** Wipes the keys of both legs. */
    @Override
    public void close() {
        caller.association().ifPresent(SecurityAssociation::close);
        callee.association().ifPresent(SecurityAssociation::close);
    }
}

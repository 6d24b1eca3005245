package org.mikey4j.exchange.ticket;

import java.util.Optional;
import org.mikey4j.message.Octets;

/** Finds the key that protects a ticket. */
@FunctionalInterface
public interface TpkLookup {
    /**
     * The key.
     *
     * @param id what IDRpsk in the ticket names; empty if there is none
     */
    Optional<Tpk> find(Optional<Octets> id);

    /** A lookup that knows one key, by its name or where a ticket names none. */
    static TpkLookup of(Tpk tpk) {
        return id -> id.isEmpty() || id.equals(tpk.id()) ? Optional.of(tpk) : Optional.empty();
    }
}

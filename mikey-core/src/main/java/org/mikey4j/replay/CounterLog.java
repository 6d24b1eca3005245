package org.mikey4j.replay;

import org.mikey4j.message.Octets;

/** Remembers the highest counter of each peer that sends counters as timestamps (RFC 3830, 6.6). */
public interface CounterLog {
    /** Keeps no counters, so that none is accepted. */
    CounterLog NONE = (peer, counter) -> false;

    /**
     * Atomically checks that a counter goes up, and remembers it.
     *
     * @param peer stands for the peer and the key it uses
     * @param counter an unsigned 32-bit number
     * @return whether it is greater than every counter accepted from this peer before; {@code false} also when there is no
     *     room for a peer that is new
     */
    boolean advance(Octets peer, long counter);
}

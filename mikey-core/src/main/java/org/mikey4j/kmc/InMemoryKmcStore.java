package org.mikey4j.kmc;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.replay.ReplayCache.Outcome;

/** The store of a centre that is one process, and starts anew with it. Bounded; safe under threads. */
public final class InMemoryKmcStore implements KmcStore {
    private final int capacity;
    private final ReplayCache known;

    /**
     * @param random seeds the hash of the table
     * @param capacity how many things are remembered at most; when it is full, nothing new is accepted
     */
    public InMemoryKmcStore(Clock clock, SecureRandom random, int capacity) {
        this.capacity = capacity;
        this.known = InMemoryReplayCache.builder(clock, random, capacity).build();
    }

    /** @throws IllegalStateException if the store is full, since forgetting would let things happen twice */
    @Override
    public boolean putIfAbsent(Octets what, Instant until) {
        Outcome outcome = known.putIfAbsent(what, until, Octets.EMPTY, Octets.EMPTY);
        if (outcome instanceof Outcome.Full) {
            throw new IllegalStateException("the store holds " + capacity + " entries, and none has expired");
        }
        return outcome instanceof Outcome.Fresh;
    }
}

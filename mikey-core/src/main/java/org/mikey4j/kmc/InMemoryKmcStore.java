package org.mikey4j.kmc;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.replay.ReplayCache.Outcome;

/** The store of a centre that is one process, and starts anew with it. Bounded; safe under threads. */
public final class InMemoryKmcStore implements KmcStore {
    private final Clock clock;
    private final int capacity;
    private final ReplayCache known;
    private final Map<Octets, Kept> calls = new LinkedHashMap<>();

    private record Kept(Octets sealed, Instant until) {}

    /**
     * @param random seeds the hash of the table
     * @param capacity how many things are remembered at most, and of how many calls; when it is full, nothing new is accepted
     */
    public InMemoryKmcStore(Clock clock, SecureRandom random, int capacity) {
        this.clock = clock;
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

    /** @throws IllegalStateException if as many calls are being set up as there is room for */
    @Override
    public synchronized boolean keep(Octets call, Octets sealed, Instant until) {
        Instant now = clock.instant();
        for (Iterator<Kept> oldest = calls.values().iterator(); oldest.hasNext(); ) {
            if (!oldest.next().until().isBefore(now)) {
                break;
            }
            oldest.remove();
        }
        if (calls.containsKey(call)) {
            return false;
        }
        if (calls.size() >= capacity) {
            throw new IllegalStateException("the store holds " + capacity + " calls, and none has expired");
        }
        calls.put(call, new Kept(sealed, until));
        return true;
    }

    @Override
    public synchronized Optional<Octets> kept(Octets call) {
        return Optional.ofNullable(calls.get(call))
                .filter(kept -> !kept.until().isBefore(clock.instant()))
                .map(Kept::sealed);
    }

    @Override
    public synchronized void forget(Octets call) {
        calls.remove(call);
    }
}

package org.mikey4j.kmc;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.mikey4j.message.Octets;

/** The store of a centre that is one process, and starts anew with it. Bounded; safe under threads. */
public final class InMemoryKmcStore implements KmcStore {
    private final Clock clock;
    private final int capacity;
    private final Map<Octets, Instant> known = new HashMap<>();
    private final PriorityQueue<Map.Entry<Octets, Instant>> byExpiry =
            new PriorityQueue<>(Map.Entry.comparingByValue());

    /** @param capacity how many things are remembered at most; when it is full, nothing new is accepted */
    public InMemoryKmcStore(Clock clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
    }

    /** @throws IllegalStateException if the store is full, since forgetting would let things happen twice */
    @Override
    public synchronized boolean putIfAbsent(Octets what, Instant until) {
        Instant now = clock.instant();
        for (var first = byExpiry.peek(); first != null && first.getValue().isBefore(now); first = byExpiry.peek()) {
            byExpiry.remove();
            known.remove(first.getKey());
        }
        if (known.containsKey(what)) {
            return false;
        }
        if (known.size() >= capacity) {
            throw new IllegalStateException("the store holds " + capacity + " entries, and none has expired");
        }
        known.put(what, until);
        byExpiry.add(Map.entry(what, until));
        return true;
    }
}

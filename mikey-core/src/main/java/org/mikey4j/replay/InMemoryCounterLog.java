package org.mikey4j.replay;

import java.util.HashMap;
import java.util.Map;
import org.mikey4j.message.Octets;

/**
 * A {@link CounterLog} of one process, bounded in peers. A peer is never forgotten, since a counter has no time after which
 * an old message would be refused for another reason; when there is no room, new peers are refused.
 *
 * <p>It knows of nothing before it was made. Where keys outlive the process, a log that outlives it too is needed, or
 * messages of before can be replayed.
 */
public final class InMemoryCounterLog implements CounterLog {
    private static final long MAX_COUNTER = 0xffffffffL;

    private final int capacity;
    private final Map<Octets, Long> highest = new HashMap<>();

    /**
     * Makes a log that has seen nothing.
     *
     * @param capacity how many peers have room, at least 1
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public InMemoryCounterLog(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: " + capacity);
        }
        this.capacity = capacity;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException unless {@code counter} is 0 to 2^32 - 1
     */
    @Override
    public synchronized boolean advance(Octets peer, long counter) {
        if (counter < 0 || counter > MAX_COUNTER) {
            throw new IllegalArgumentException("counter: " + counter);
        }
        Long before = highest.get(peer);
        if (before == null ? highest.size() == capacity : counter <= before) {
            return false;
        }
        // A copy, since the octets may be a window on a whole message.
        highest.put(before == null ? Octets.copyOf(peer.toByteArray()) : peer, counter);
        return true;
    }
}

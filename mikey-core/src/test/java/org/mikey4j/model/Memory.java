package org.mikey4j.model;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.ReplayCache;

/** What Bob remembers until he restarts. */
final class Memory implements ReplayCache {
    private final Supplier<ReplayCache> afterwards;
    private ReplayCache current;

    Memory(ReplayCache first, Supplier<ReplayCache> afterwards) {
        this.current = first;
        this.afterwards = afterwards;
    }

    void forget() {
        current = afterwards.get();
    }

    @Override
    public Optional<Outcome.Seen> find(Octets key) {
        return current.find(key);
    }

    @Override
    public Outcome putIfAbsent(Octets key, Instant until, Octets context, Octets answer) {
        return current.putIfAbsent(key, until, context, answer);
    }

    @Override
    public Instant trackedSince() {
        return current.trackedSince();
    }
}

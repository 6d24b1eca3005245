package org.mikey4j.testing;

import java.time.Instant;
import java.util.Optional;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.ReplayCache;

/** Remembers nothing, so that one message can be accepted again and again. */
public final class NoReplays implements ReplayCache {
    @Override
    public Optional<Outcome.Seen> find(Octets key) {
        return Optional.empty();
    }

    @Override
    public Outcome putIfAbsent(Octets key, Instant until, Octets context, Octets answer) {
        return new Outcome.Fresh();
    }

    @Override
    public Instant trackedSince() {
        return Instant.MIN;
    }
}

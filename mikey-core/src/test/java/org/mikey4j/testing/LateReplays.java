package org.mikey4j.testing;

import java.time.Instant;
import java.util.Optional;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.ReplayCache;

/** Another cache, looked at too early: what it holds is not found, as if it came in while the message was processed. */
public final class LateReplays implements ReplayCache {
    private final ReplayCache cache;

    public LateReplays(ReplayCache cache) {
        this.cache = cache;
    }

    @Override
    public Optional<Outcome.Seen> find(Octets key) {
        return Optional.empty();
    }

    @Override
    public Outcome putIfAbsent(Octets key, Instant expiry, Octets context, Octets answer) {
        return cache.putIfAbsent(key, expiry, context, answer);
    }

    @Override
    public Instant trackedSince() {
        return cache.trackedSince();
    }
}

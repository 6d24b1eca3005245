package org.mikey4j.cli.command;

import java.time.Instant;
import java.util.Optional;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.ReplayCache;

/** Remembers nothing: a command that ends after one message cannot see it twice. The window of timestamps still holds. */
final class OneShotReplayCache implements ReplayCache {
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

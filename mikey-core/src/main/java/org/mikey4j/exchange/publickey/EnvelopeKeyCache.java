package org.mikey4j.exchange.publickey;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.message.IdPayload;

/**
 * The envelope keys that an Initiator lets the Responder keep for more than one bundle (RFC 3830, 3.2 and 6.3: C is 1). Both
 * ends have one; later bundles between them, begun by the same end, are then messages of the pre-shared key method, without
 * RSA. A key that is for its bundle only (C is 2) is kept by the {@link org.mikey4j.exchange.SecurityAssociation} alone.
 *
 * <p>Bounded in peers and in time, since the standard recommends against keeping keys without end: the newest key of a pair
 * replaces the one before, and where there is no room the oldest goes. Safe under threads.
 *
 * <pre>{@code
 * new PkResponder(settings, id, trust, openers, replayCache, judge).keepingEnvelopeKeysIn(cache);
 * new PskResponder(settings, cache, replayCache, judge);
 * }</pre>
 */
public final class EnvelopeKeyCache implements PskLookup, AutoCloseable {
    private final Clock clock;
    private final Duration lifetime;
    private final int capacity;
    private final Map<Pair, Kept> keys = new LinkedHashMap<>();

    /**
     * @param clock tells when a key is too old
     * @param lifetime how long a key is kept
     * @param capacity how many pairs of peers have room, at least 1
     * @throws IllegalArgumentException if {@code lifetime} is not positive, or {@code capacity} less than 1
     */
    public EnvelopeKeyCache(Clock clock, Duration lifetime, int capacity) {
        if (lifetime.isNegative() || lifetime.isZero() || capacity < 1) {
            throw new IllegalArgumentException("lifetime: " + lifetime + ", capacity: " + capacity);
        }
        this.clock = clock;
        this.lifetime = lifetime;
        this.capacity = capacity;
    }

    private record Pair(IdPayload initiator, IdPayload responder) {}

    private record Kept(SecretBytes key, Instant until) {}

    /** Keeps a copy of an envelope key. */
    public synchronized void keep(IdPayload initiator, IdPayload responder, SecretBytes envelopeKey) {
        Pair pair = new Pair(initiator, responder);
        forget(pair);
        if (keys.size() == capacity) {
            forget(keys.keySet().iterator().next());
        }
        keys.put(pair, new Kept(envelopeKey.copy(), clock.instant().plus(lifetime)));
    }

    /** A copy of the key that messages from {@code initiator} to {@code responder} can use. */
    public synchronized Optional<SecretBytes> find(IdPayload initiator, IdPayload responder) {
        Pair pair = new Pair(initiator, responder);
        Kept kept = keys.get(pair);
        if (kept == null) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(kept.until)) {
            forget(pair);
            return Optional.empty();
        }
        return Optional.of(kept.key.copy());
    }

    /** The key for a message that names both ends. */
    @Override
    public Optional<PskPeer> find(Claim claim) {
        return claim.initiator()
                .flatMap(initiator -> claim.responder().flatMap(responder -> find(initiator, responder)))
                .map(key -> new PskPeer(key, claim.initiator(), claim.responder()));
    }

    /** How many keys there are, those that are too old included. */
    public synchronized int size() {
        return keys.size();
    }

    private void forget(Pair pair) {
        Kept kept = keys.remove(pair);
        if (kept != null) {
            kept.key.close();
        }
    }

    /** Wipes the keys. */
    @Override
    public synchronized void close() {
        keys.values().forEach(kept -> kept.key.close());
        keys.clear();
    }
}

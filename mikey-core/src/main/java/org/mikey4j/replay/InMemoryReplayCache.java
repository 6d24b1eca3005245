package org.mikey4j.replay;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.mikey4j.message.Octets;

/**
 * A {@link ReplayCache} of one process, bounded in entries and in octets. Its tables are made when it is made and never
 * grow: about 55 octets for each message, and about 24 more, plus the octets themselves, for one that has a context or an
 * answer. Both methods look at a handful of entries however many there are.
 *
 * <p>A live entry is never forgotten. When there is no room, new messages are refused as {@link Outcome.Full}, until old
 * ones expire; and should the clock be set back, messages that may already have been forgotten are refused as {@link
 * Outcome.TooLate}.
 *
 * <p>Unless told otherwise it knows of nothing before it was made, as after a restart, so that a responder refuses
 * messages of its window's length before that (RFC 3830, 5.4).
 */
public final class InMemoryReplayCache implements ReplayCache {
    /** The size of a key. */
    public static final int KEY_OCTETS = 32;
    /** The most messages that a cache can be made for. */
    public static final int MAX_CAPACITY = 1 << 28;

    private static final int MAX_STRIPES = 16;
    private static final int STRIPED_FROM = 4096;
    private static final int OCTETS_PER_ANSWER = 256;
    private static final long NANOS = 1_000_000_000;
    private static final long MOST_SECONDS = Long.MAX_VALUE / NANOS;

    private final Clock clock;
    private final Instant origin;
    private final Instant trackedSince;
    private final KeyHash hashing;
    private final ReplayTable[] stripes;

    private InMemoryReplayCache(Builder builder) {
        this.clock = builder.clock;
        this.origin = clock.instant();
        this.trackedSince = builder.trackedSince.orElse(origin);
        this.hashing = new KeyHash(builder.random);
        int count = builder.capacity < STRIPED_FROM ? 1 : MAX_STRIPES;
        this.stripes = new ReplayTable[count];
        int room = stripeRoom(builder.capacity, count);
        for (int i = 0; i < count; i++) {
            stripes[i] = new ReplayTable(hashing, room, builder.answerOctets / count);
        }
    }

    /**
     * Starts a cache.
     *
     * @param clock the clock of the exchanges that use it
     * @param random seeds the hash
     * @param capacity how many messages have room at a time, 1 to {@link #MAX_CAPACITY}
     * @throws IllegalArgumentException if {@code capacity} is outside its range
     */
    public static Builder builder(Clock clock, SecureRandom random, int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity: " + capacity + ", not 1 to " + MAX_CAPACITY);
        }
        return new Builder(clock, random, capacity);
    }

    /** A stripe's share, and so much over it that chance fills none before all of them hold the capacity. */
    private static int stripeRoom(int capacity, int count) {
        if (count == 1) {
            return capacity;
        }
        int share = (capacity + count - 1) / count;
        return share + (int) Math.ceil(7 * Math.sqrt(share));
    }

    @Override
    public Optional<Outcome.Seen> find(Octets key) {
        long[] words = words(key);
        long hash = hashing.of(words, 0);
        ReplayTable table = stripe(hash);
        synchronized (table) {
            return table.find(words, hash, now());
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException unless {@code key} has {@value #KEY_OCTETS} octets
     */
    @Override
    public Outcome putIfAbsent(Octets key, Instant until, Octets context, Octets answer) {
        long[] words = words(key);
        long hash = hashing.of(words, 0);
        long expiry = sinceOrigin(until);
        ReplayTable table = stripe(hash);
        synchronized (table) {
            return table.putIfAbsent(words, hash, expiry, now(), context, answer);
        }
    }

    @Override
    public Instant trackedSince() {
        return trackedSince;
    }

    private long[] words(Octets key) {
        if (key.length() != KEY_OCTETS) {
            throw new IllegalArgumentException("key: " + key.length() + " octets, not " + KEY_OCTETS);
        }
        return KeyHash.words(key);
    }

    private ReplayTable stripe(long hash) {
        return stripes[(int) (hash >>> Integer.SIZE) & (stripes.length - 1)];
    }

    /** Read under the lock of a stripe, so that time goes on from one holder to the next. */
    private long now() {
        return sinceOrigin(clock.instant());
    }

    /** Nanoseconds since the cache was made; what is further away than a {@code long} reaches is at its end. */
    private long sinceOrigin(Instant instant) {
        long seconds = instant.getEpochSecond() - origin.getEpochSecond();
        if (Math.abs(seconds) >= MOST_SECONDS) {
            return seconds > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        return seconds * NANOS + instant.getNano() - origin.getNano();
    }

    /** Says how large a cache is and what it knows. */
    public static final class Builder {
        private final Clock clock;
        private final SecureRandom random;
        private final int capacity;
        private long answerOctets;
        private Optional<Instant> trackedSince = Optional.empty();

        private Builder(Clock clock, SecureRandom random, int capacity) {
            this.clock = clock;
            this.random = random;
            this.capacity = capacity;
            this.answerOctets = (long) capacity * OCTETS_PER_ANSWER;
        }

        /**
         * Sets how many octets of contexts and answers are kept at most; a message whose own find no room is refused as
         * {@link Outcome.Full}. Unless set, 256 for each message.
         *
         * @throws IllegalArgumentException if negative
         */
        public Builder answerOctets(long octets) {
            if (octets < 0) {
                throw new IllegalArgumentException("answer octets: " + octets);
            }
            this.answerOctets = octets;
            return this;
        }

        /**
         * Sets from when on every accepted message is known; {@link Instant#MIN} for a host that accepted none before.
         * Unless set, from when the cache is made.
         */
        public Builder trackedSince(Instant since) {
            this.trackedSince = Optional.of(since);
            return this;
        }

        /** Makes the cache and all its tables. */
        public InMemoryReplayCache build() {
            return new InMemoryReplayCache(this);
        }
    }
}

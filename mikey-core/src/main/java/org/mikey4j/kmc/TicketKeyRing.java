package org.mikey4j.kmc;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ticket.Tpk;
import org.mikey4j.exchange.ticket.TpkLookup;
import org.mikey4j.message.Octets;

/**
 * The keys that a key management centre seals its tickets under (RFC 6043, A). A new one is drawn when the one in use has served
 * its time; older ones still open what they sealed for a while, and are then wiped, with everything that they sealed. Safe under
 * threads. {@link #close} wipes all.
 */
public final class TicketKeyRing implements TpkLookup, AutoCloseable {
    private static final int KEY_OCTETS = 32;
    private static final int ID_OCTETS = 8;

    private final Clock clock;
    private final SecureRandom random;
    private final Duration sealing;
    private final Duration opening;
    private final Deque<Held> keys = new ArrayDeque<>();

    private record Held(Tpk tpk, Instant since) {}

    /**
     * @param sealing how long a key seals new tickets
     * @param opening how long it opens them after that; no ticket is valid for longer
     * @throws IllegalArgumentException unless both are positive
     */
    public TicketKeyRing(Clock clock, SecureRandom random, Duration sealing, Duration opening) {
        if (sealing.isNegative() || sealing.isZero() || opening.isNegative() || opening.isZero()) {
            throw new IllegalArgumentException("key ring: seals for " + sealing + ", opens for " + opening);
        }
        this.clock = clock;
        this.random = random;
        this.sealing = sealing;
        this.opening = opening;
    }

    /** How long any ticket can be opened at least after it was sealed. */
    public Duration opening() {
        return opening;
    }

    /** The key that seals tickets now; one that can open them for {@link #opening} from now on. */
    synchronized Tpk current() {
        Instant now = clock.instant();
        forget(now);
        Held newest = keys.peekLast();
        if (newest == null || !now.isBefore(newest.since.plus(sealing)) || now.isBefore(newest.since)) {
            rotate();
        }
        return keys.getLast().tpk;
    }

    /** Draws a new key at once, as after a key may have become known. */
    public synchronized void rotate() {
        byte[] id = new byte[ID_OCTETS];
        do {
            random.nextBytes(id);
        } while (held(Octets.copyOf(id)).isPresent());
        Tpk tpk = Tpk.ofKms(SecretBytes.random(random, KEY_OCTETS), Octets.copyOf(id));
        keys.addLast(new Held(tpk, clock.instant()));
    }

    /** Wipes all keys but the newest, so that no ticket of before can be opened. */
    public synchronized void forgetOld() {
        while (keys.size() > 1) {
            keys.removeFirst().tpk.key().close();
        }
    }

    @Override
    public synchronized Optional<Tpk> find(Optional<Octets> id) {
        forget(clock.instant());
        return id.flatMap(this::held);
    }

    private Optional<Tpk> held(Octets id) {
        return keys.stream()
                .map(Held::tpk)
                .filter(tpk -> tpk.id().filter(id::equals).isPresent())
                .findFirst();
    }

    private void forget(Instant now) {
        while (!keys.isEmpty()
                && now.isAfter(keys.getFirst().since.plus(sealing).plus(opening))) {
            keys.removeFirst().tpk.key().close();
        }
    }

    @Override
    public synchronized void close() {
        keys.forEach(held -> held.tpk.key().close());
        keys.clear();
    }

    @Override
    public synchronized String toString() {
        return "TicketKeyRing[" + keys.size() + " keys]";
    }
}

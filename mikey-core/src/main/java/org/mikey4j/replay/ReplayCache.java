package org.mikey4j.replay;

import java.time.Instant;
import java.util.Optional;
import org.mikey4j.message.Octets;

/**
 * Remembers the authentic messages of the allowed clock skew (RFC 3830, 5.4). Implementations are safe under threads, and
 * under several nodes where they are shared.
 */
public interface ReplayCache {
    /** What was accepted under this key before, if it is still live. */
    Optional<Outcome.Seen> find(Octets key);

    /**
     * Atomically remembers an authentic message.
     *
     * @param key 32 octets that stand for the message: the SHA-256 of what its MAC or signature covers
     * @param until when it can be forgotten, because its timestamp will be outside the window
     * @param context who may lawfully send the same again, such as a SIP dialog; empty if nobody may
     * @param answer the answer that was given, to be repeated in the same context; empty if none was
     */
    Outcome putIfAbsent(Octets key, Instant until, Octets context, Octets answer);

    /**
     * From when on every accepted message is known here. A message that may have been accepted before is refused, as the
     * standard wants it after a host lost track. {@link Instant#MIN} for a host that never lost track.
     */
    Instant trackedSince();

    /** What came of remembering a message. */
    sealed interface Outcome {
        /** It is new, and remembered. */
        record Fresh() implements Outcome {}

        /**
         * It was accepted before.
         *
         * @param context the context it came in
         * @param answer the answer it got; empty if none
         */
        record Seen(Octets context, Octets answer) implements Outcome {}

        /** There is no room, so it must be refused: forgetting another would let that one be replayed. */
        record Full() implements Outcome {}

        /**
         * Its time has passed, so that it may have been accepted and forgotten: it must be refused. That happens when a
         * message comes at the end of its window, and when the clock was set back behind what was already forgotten.
         */
        record TooLate() implements Outcome {}
    }
}

package org.mikey4j.exchange.internal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult.Repeated;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.replay.ReplayCache.Outcome;

/**
 * Whether an I_MESSAGE is new: its time against the local clock, and what was accepted before (RFC 3830, 5.3 and 5.4). A
 * message that comes again in the context it came in before is repeated lawfully and gets the same answer; in any other
 * context it is a replay.
 */
public final class Freshness {
    private final TPayload timestamp;
    private final ReplayCache cache;
    private final Octets key;
    private final Octets context;
    private final Instant until;

    private Freshness(TPayload timestamp, ReplayCache cache, Octets key, Octets context, Instant until) {
        this.timestamp = timestamp;
        this.cache = cache;
        this.key = key;
        this.context = context;
        this.until = until;
    }

    /**
     * Checks the timestamp.
     *
     * @param protectedTail octets of the MAC or signature at the end, which are not part of what makes a message the same
     * @param context the context that the caller gave; empty if the message can lawfully come only once
     * @throws Refusal if the time is outside the window, or the message may have been accepted before this host lost track
     */
    public static Freshness of(
            ReceivedOffer offer, int protectedTail, Octets context, ExchangeSettings settings, ReplayCache cache) {
        MikeyMessage message = offer.message();
        TPayload timestamp = offer.timestamp();
        Instant until = timestamp.tsType() == TsType.COUNTER ? Instant.MAX : checkTime(timestamp, settings, cache);
        int end = message.end(message.payloads().size() - 1) - protectedTail;
        return new Freshness(
                timestamp, cache, HashAlgorithm.SHA_256.digest(message.octets().slice(0, end)), context, until);
    }

    private static Instant checkTime(TPayload timestamp, ExchangeSettings settings, ReplayCache cache) {
        Instant time = requireInWindow(timestamp, settings);
        if (time.minus(settings.window()).isBefore(cache.trackedSince())) {
            throw Refusal.because(
                    RejectReason.NOT_TRACKED,
                    "the message may have been accepted before " + cache.trackedSince()
                            + ", when this host began to keep track");
        }
        // At the very end of its window the message is still acceptable.
        return time.plus(settings.window()).plusNanos(1);
    }

    /**
     * Checks a timestamp against the clock alone, for who keeps nothing.
     *
     * @return what it says
     * @throws Refusal if it is no time, or one outside the window
     */
    public static Instant requireInWindow(TPayload timestamp, ExchangeSettings settings) {
        if (timestamp.tsType() != TsType.NTP_UTC && timestamp.tsType() != TsType.NTP) {
            throw Refusal.because(
                    RejectReason.TIMESTAMP_UNSUPPORTED,
                    "timestamps of type " + TsType.REGISTRY.name(timestamp.tsType()) + " are not for this mode");
        }
        Instant now = settings.clock().instant();
        Instant time = NtpTime.toInstant(timestamp.tsValue(), now);
        if (now.isBefore(time.minus(settings.window())) || now.isAfter(time.plus(settings.window()))) {
            throw Refusal.because(
                    RejectReason.TIMESTAMP_OUTSIDE_WINDOW,
                    "the timestamp " + time + " is more than " + settings.window() + " from the local time " + now);
        }
        return time;
    }

    /**
     * Looks before anything is computed.
     *
     * @return the answer to repeat, if the message was here before in this context
     * @throws Refusal if it was here before in another
     */
    public Optional<Repeated> before() {
        return isCounter() ? Optional.empty() : cache.find(key).map(this::repeated);
    }

    /**
     * Checks the order of an authentic message: an update is later than what it updates (RFC 3830, 4.5), and a counter goes
     * up.
     *
     * @param current the bundle that is updated
     * @param peer stands for the peer and its key
     * @throws Refusal if not
     */
    public void requireOrder(Optional<CsbState> current, Octets peer, CounterLog counters) {
        if (current.isPresent() && !isNewer(timestamp, current.get().timestamp())) {
            throw Refusal.because(
                    RejectReason.TIMESTAMP_NOT_NEWER,
                    "the update is not later than the message before (RFC 3830, 4.5)");
        }
        if (isCounter() && !counters.advance(peer, timestamp.tsValue())) {
            throw Refusal.because(RejectReason.TIMESTAMP_NOT_NEWER, "the counter does not go up, or is not kept here");
        }
    }

    /**
     * Remembers the message, which is authentic.
     *
     * @return the answer to repeat, if the message came twice at the same time
     * @throws Refusal if it is a replay, or there is no room to remember it
     */
    public Optional<Repeated> remember(Optional<MikeyMessage> answer) {
        if (isCounter()) {
            return Optional.empty();
        }
        Octets octets = context.isEmpty()
                ? Octets.EMPTY
                : answer.map(MikeyMessage::octets).orElse(Octets.EMPTY);
        Outcome outcome = cache.putIfAbsent(key, until, context, octets);
        if (outcome instanceof Outcome.Full) {
            throw Refusal.because(RejectReason.REPLAY_CACHE_FULL, "the replay cache is full");
        }
        if (outcome instanceof Outcome.TooLate) {
            throw Refusal.because(
                    RejectReason.NOT_TRACKED, "the message may have been accepted before and forgotten since");
        }
        return outcome instanceof Outcome.Seen seen ? Optional.of(repeated(seen)) : Optional.empty();
    }

    /**
     * As above, and wipes the keys of the message unless it is new.
     *
     * @param keys what the association will hold if it is
     */
    public Optional<Repeated> remember(Optional<MikeyMessage> answer, List<TransportedKey> keys) {
        boolean isNew = false;
        try {
            Optional<Repeated> repeated = remember(answer);
            isNew = repeated.isEmpty();
            return repeated;
        } finally {
            if (!isNew) {
                keys.forEach(TransportedKey::close);
            }
        }
    }

    private Repeated repeated(Outcome.Seen seen) {
        if (context.isEmpty() || !context.equals(seen.context())) {
            throw Refusal.because(RejectReason.REPLAYED, "the message was accepted before");
        }
        return new Repeated(
                seen.answer().isEmpty()
                        ? Optional.empty()
                        : MikeyMessage.inspect(seen.answer(), DecodeOptions.STRICT)
                                .message());
    }

    private boolean isCounter() {
        return timestamp.tsType() == TsType.COUNTER;
    }

    /**
     * Whether {@code candidate} is later than {@code newest}. NTP timestamps are compared modulo 2^64, since they overflow
     * every 136 years (RFC 3830, 4.2.8); a counter only goes up. Timestamps of different sizes have no order.
     */
    public static boolean isNewer(TPayload candidate, TPayload newest) {
        return candidate.valueLength() == newest.valueLength() && candidate.timestamp64() - newest.timestamp64() > 0;
    }
}

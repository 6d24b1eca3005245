package org.mikey4j.exchange.ticket;

import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.ReplayCache;

/**
 * The key management service's end of both exchanges (RFC 6043, 4.2.1 and 4.2.3). Keeps nothing of a message that is not
 * authentic, and of others no more than what tells replays. Safe under threads if what it is given is.
 */
public final class TicketKms {
    private final Context context;

    /**
     * @param settings local policy
     * @param id who the KMS is
     * @param peers its users
     * @param replayCache what was accepted before
     * @param authority decides on authentic messages
     */
    public TicketKms(
            ExchangeSettings settings,
            IdPayload id,
            KmsPeers peers,
            ReplayCache replayCache,
            TicketAuthority authority) {
        this(settings, id, peers, replayCache, authority, CounterLog.NONE);
    }

    /**
     * As above, for users that send counters as timestamps.
     *
     * @param counters the highest counter of each user
     */
    public TicketKms(
            ExchangeSettings settings,
            IdPayload id,
            KmsPeers peers,
            ReplayCache replayCache,
            TicketAuthority authority,
            CounterLog counters) {
        this.context = new Context(
                settings, id, peers, replayCache, authority, counters, new TimestampSource(settings.clock()));
    }

    record Context(
            ExchangeSettings settings,
            IdPayload id,
            KmsPeers peers,
            ReplayCache replayCache,
            TicketAuthority authority,
            CounterLog counters,
            TimestampSource timestamps) {}

    /**
     * Processes a REQUEST_INIT or a RESOLVE_INIT.
     *
     * @param message the octets as received
     * @param connection stands for what the message came in: the same message again in the same is repeated lawfully and gets the
     *     same answer, in another it is a replay. Empty if a message can lawfully come once only
     */
    public KmsResult receive(Octets message, Octets connection) {
        return new KmsReception(context, connection).process(message);
    }
}

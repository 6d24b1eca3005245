package org.mikey4j.exchange.ticket;

import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.ReplayCache;

/**
 * Answers TRANSFER_INITs (RFC 6043, 4.2.2). First it checks what can be checked without keys; then the caller has the ticket
 * resolved, and only then the message is authenticated and anything kept of it. Safe under threads if what it is given is.
 *
 * <pre>{@code
 * if (responder.receive(message, dialog) instanceof TransferReception.Unresolved u) {
 *     try (PendingResolve resolve = client.resolve(u.transfer().ticket())) {
 *         if (resolve.receive(post(resolve.message())) instanceof ResolveResult.Resolved r) {
 *             ResponderResult result = u.transfer().complete(r.ticket());
 *         }
 *     }
 * }
 * }</pre>
 */
public final class TransferResponder {
    private final Context context;

    /**
     * @param settings local policy
     * @param self who this end is
     * @param replayCache what was accepted before
     * @param judge decides on messages before their tickets are resolved
     */
    public TransferResponder(
            ExchangeSettings settings, TransferSelf self, ReplayCache replayCache, TransferJudge judge) {
        this(settings, self, replayCache, judge, CounterLog.NONE);
    }

    /**
     * As above, for peers that send counters as timestamps.
     *
     * @param counters the highest counter of each peer
     */
    public TransferResponder(
            ExchangeSettings settings,
            TransferSelf self,
            ReplayCache replayCache,
            TransferJudge judge,
            CounterLog counters) {
        this.context = new Context(settings, self, replayCache, judge, counters, new TimestampSource(settings.clock()));
    }

    record Context(
            ExchangeSettings settings,
            TransferSelf self,
            ReplayCache replayCache,
            TransferJudge judge,
            CounterLog counters,
            TimestampSource timestamps) {}

    /**
     * Processes a TRANSFER_INIT as far as it can be without the keys of its ticket.
     *
     * @param message the octets as received
     * @param dialog stands for what the message came in, such as a hash over the Call-ID and the tag of a SIP dialog: the same
     *     message in the same dialog is a retransmission and gets the same answer, in another it is a replay. Empty if a message
     *     can lawfully come once only
     */
    public TransferReception receive(Octets message, Octets dialog) {
        return new TransferScreening(context, dialog).process(message);
    }
}

package org.mikey4j.exchange.psk;

import java.util.Optional;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.ReplayCache;

/**
 * Answers I_MESSAGEs of the pre-shared key method (RFC 3830, 3.1 and 5.3). Keeps nothing of a message that is not
 * authentic. Immutable, and safe under threads if what it is given is.
 *
 * <pre>{@code
 * PskResponder responder = new PskResponder(settings, PskLookup.of(PskPeer.of(psk)), replayCache, judge);
 * switch (responder.receive(Octets.copyOf(bytes), Octets.EMPTY)) { ... }
 * }</pre>
 */
public final class PskResponder {
    private final ExchangeSettings settings;
    private final PskLookup lookup;
    private final ReplayCache replayCache;
    private final CounterLog counters;
    private final OfferJudge judge;

    /**
     * @param settings local policy
     * @param lookup finds the key for a message
     * @param replayCache what was accepted before
     * @param judge decides on authentic offers
     */
    public PskResponder(ExchangeSettings settings, PskLookup lookup, ReplayCache replayCache, OfferJudge judge) {
        this(settings, lookup, replayCache, judge, CounterLog.NONE);
    }

    /**
     * As above, for peers that send counters as timestamps.
     *
     * @param counters the highest counter of each peer
     */
    public PskResponder(
            ExchangeSettings settings,
            PskLookup lookup,
            ReplayCache replayCache,
            OfferJudge judge,
            CounterLog counters) {
        this.settings = settings;
        this.lookup = lookup;
        this.replayCache = replayCache;
        this.judge = judge;
        this.counters = counters;
    }

    /**
     * Processes an I_MESSAGE that begins a bundle.
     *
     * @param message the octets as received
     * @param context stands for what the message came in, such as a hash over the Call-ID and the tag of a SIP dialog: the
     *     same message in the same context is a retransmission or a fork and gets the same answer, in another it is a
     *     replay. Empty if a message can lawfully come only once.
     */
    public ResponderResult receive(Octets message, Octets context) {
        return new PskReception(settings, lookup, replayCache, counters, judge, context, Optional.empty())
                .process(message);
    }

    /**
     * Processes an update of a bundle that exists.
     *
     * @param current the association that the message updates, which the caller finds by the CSB ID and the peer; it stays
     *     as it is
     * @param message the octets as received
     * @param context as in {@link #receive}
     * @return the association that continues {@code current}
     */
    public ResponderResult receiveUpdate(SecurityAssociation current, Octets message, Octets context) {
        return new PskReception(settings, lookup, replayCache, counters, judge, context, Optional.of(current))
                .process(message);
    }
}

package org.mikey4j.exchange.publickey;

import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.ReplayCache;

/**
 * Answers I_MESSAGEs of the public-key encryption method (RFC 3830, 3.2 and 5.3). Immutable, and safe under threads if what it
 * is given is.
 */
public final class PkResponder {
    private final Context context;

    /**
     * @param settings local policy
     * @param id the Responder's identity, which an IDr must equal
     * @param trust decides on the Initiator's certificate
     * @param openers finds the private key for the certificate hash that the message names, empty if it names none; returns
     *     nothing for a certificate that is not the Responder's
     * @param replayCache what was accepted before
     * @param judge decides on authentic offers
     */
    public PkResponder(
            ExchangeSettings settings,
            IdPayload id,
            PeerTrust trust,
            Function<Optional<ChashPayload>, Optional<EnvelopeOpener>> openers,
            ReplayCache replayCache,
            OfferJudge judge) {
        this(settings, id, trust, openers, replayCache, judge, CounterLog.NONE);
    }

    /**
     * As above, for peers that send counters as timestamps.
     *
     * @param counters the highest counter of each peer
     */
    public PkResponder(
            ExchangeSettings settings,
            IdPayload id,
            PeerTrust trust,
            Function<Optional<ChashPayload>, Optional<EnvelopeOpener>> openers,
            ReplayCache replayCache,
            OfferJudge judge,
            CounterLog counters) {
        this(new Context(settings, id, trust, openers, replayCache, judge, counters, Optional.empty()));
    }

    private PkResponder(Context context) {
        this.context = context;
    }

    /** The same, keeping the envelope keys that Initiators want kept for more than one bundle (RFC 3830, 6.3). */
    public PkResponder keepingEnvelopeKeysIn(EnvelopeKeyCache cache) {
        return new PkResponder(new Context(
                context.settings,
                context.id,
                context.trust,
                context.openers,
                context.replayCache,
                context.judge,
                context.counters,
                Optional.of(cache)));
    }

    record Context(
            ExchangeSettings settings,
            IdPayload id,
            PeerTrust trust,
            Function<Optional<ChashPayload>, Optional<EnvelopeOpener>> openers,
            ReplayCache replayCache,
            OfferJudge judge,
            CounterLog counters,
            Optional<EnvelopeKeyCache> envelopeKeys) {}

    /**
     * Processes an I_MESSAGE that begins a bundle.
     *
     * @param message the octets as received
     * @param exchange stands for what the message came in, as in {@code PskResponder.receive}; empty if a message can
     *     lawfully come only once
     */
    public ResponderResult receive(Octets message, Octets exchange) {
        return new PkReception(context, exchange, Optional.empty()).process(message);
    }

    /** Processes an update, with a new envelope key, of a bundle whose envelope key was not kept. */
    public ResponderResult receiveUpdate(SecurityAssociation current, Octets message, Octets exchange) {
        return new PkReception(context, exchange, Optional.of(current)).process(message);
    }

    /** A Responder with one key, which opens whatever certificate a message names. */
    public static Function<Optional<ChashPayload>, Optional<EnvelopeOpener>> oneKey(EnvelopeOpener opener) {
        return chash -> Optional.of(opener);
    }
}

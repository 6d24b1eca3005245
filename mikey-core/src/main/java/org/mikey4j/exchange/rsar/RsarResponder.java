package org.mikey4j.exchange.rsar;

import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.ReplayCache;

/**
 * Gives keys by RSA-R (RFC 4738, 3.5 and 3.6). Immutable, and safe under threads if what it is given is.
 *
 * @param settings local policy
 * @param identity who this end is; an IDr must equal its identity
 * @param trust decides on the Initiator's certificate, which must be good for signatures and for envelopes
 * @param replayCache what was accepted before
 * @param judge decides what is given
 * @param envelopes how keys are sent
 * @param counters the highest counter of each peer that sends counters as timestamps
 */
public record RsarResponder(
        ExchangeSettings settings,
        LocalIdentity identity,
        PeerTrust trust,
        ReplayCache replayCache,
        RsarJudge judge,
        RsarEnvelopes envelopes,
        CounterLog counters) {
    /** With {@link RsarEnvelopes#STANDARD} but for the padding, and without counters. */
    public RsarResponder(
            ExchangeSettings settings,
            LocalIdentity identity,
            PeerTrust trust,
            ReplayCache replayCache,
            RsarJudge judge,
            EnvelopePadding padding) {
        this(
                settings,
                identity,
                trust,
                replayCache,
                judge,
                RsarEnvelopes.STANDARD.withPadding(padding),
                CounterLog.NONE);
    }

    /**
     * Processes an I_MESSAGE.
     *
     * @param message the octets as received
     * @param context stands for what the message came in, as in {@code PskResponder.receive}; empty if a message can
     *     lawfully come only once
     */
    public ResponderResult receive(Octets message, Octets context) {
        return new RsarReception(this, context).process(message);
    }
}

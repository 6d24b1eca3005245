package org.mikey4j.exchange.dh;

import java.time.Instant;
import java.util.Optional;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.WitnessResult;
import org.mikey4j.exchange.internal.AnswerReception;
import org.mikey4j.exchange.internal.DhAnswer;
import org.mikey4j.exchange.internal.DhFormat;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.SeenOffer;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * Checks the answers of the Diffie-Hellman method for who saw both messages pass and has neither exponent: whether an answer is
 * signed by who may sign it, and answers the message. There are no keys for it. The message is taken as authentic; {@link
 * DhResponder} checks it.
 */
public final class DhWitness {
    private final ExchangeSettings settings;
    private final PeerTrust trust;

    /**
     * @param settings local policy
     * @param trust decides on the Responder's certificate
     */
    public DhWitness(ExchangeSettings settings, PeerTrust trust) {
        this.settings = settings;
        this.trust = trust;
    }

    /**
     * Checks what came back for a message.
     *
     * @param message the I_MESSAGE, which is authentic
     * @param initiator who sent it
     * @param answer the R_MESSAGE, or an error message, as received
     * @throws IllegalArgumentException if the message lacks what every I_MESSAGE of the method has
     */
    public WitnessResult receive(MikeyMessage message, IdPayload initiator, Octets answer) {
        CsbState state = SeenOffer.state(message).withInitiator(initiator);
        Instant at = ReceivedOffer.at(state.timestamp(), settings);
        Optional<IdPayload> responder = state.responder();
        return new DhAnswer(DhFormat.SIGNED, new AnswerReception(settings, message, DhFormat.SIGNED.respType()), state)
                .witness(answer, new SigningResponder(settings, trust, responder, at));
    }
}

package org.mikey4j.exchange.dhhmac;

import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.WitnessResult;
import org.mikey4j.exchange.internal.AnswerReception;
import org.mikey4j.exchange.internal.DhAnswer;
import org.mikey4j.exchange.internal.DhFormat;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.SeenOffer;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * Checks the answers of DHHMAC for who saw both messages pass and has the pre-shared key, but neither exponent: there are no
 * session keys for it. The message is taken as authentic; {@link DhHmacResponder} checks it.
 */
public final class DhHmacWitness {
    private final ExchangeSettings settings;

    /** @param settings local policy */
    public DhHmacWitness(ExchangeSettings settings) {
        this.settings = settings;
    }

    /**
     * Checks what came back for a message.
     *
     * @param psk the pre-shared key
     * @param message the I_message, which is authentic and has a MAC
     * @param initiator who sent it
     * @param answer the R_message, or an error message, as received
     * @throws IllegalArgumentException if the message lacks what every I_message has
     */
    public WitnessResult receive(SecretBytes psk, MikeyMessage message, IdPayload initiator, Octets answer) {
        CsbState state = SeenOffer.state(message).withInitiator(initiator);
        MacAlgorithm mac = message.payload(KemacPayload.class)
                .flatMap(kemac -> MacAlgorithm.of(kemac.macAlg()))
                .filter(known -> known != MacAlgorithm.NULL)
                .orElseThrow(() -> new IllegalArgumentException("message: no MAC"));
        boolean printed = settings.accepts(Compatibility.DHHMAC_NUMBERS_AS_PRINTED) && PrintedNumbers.isPrinted(answer);
        try (MessageProtection protection = MessageProtection.derive(
                KemacCipher.NULL, mac, mac.keyOctets(), state.prf(), psk, state.csbId(), state.rand())) {
            return new DhAnswer(
                            DhFormat.MACED, new AnswerReception(settings, message, DhFormat.MACED.respType()), state)
                    .witness(
                            printed ? PrintedNumbers.registered(answer) : answer,
                            new MacResponder(settings, protection, printed));
        }
    }
}

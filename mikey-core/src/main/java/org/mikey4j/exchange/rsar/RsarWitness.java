package org.mikey4j.exchange.rsar;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.WitnessResult;
import org.mikey4j.exchange.internal.AnswerReception;
import org.mikey4j.exchange.internal.CertifiedId;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.SeenOffer;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.DataType;

/**
 * Checks the answers of RSA-R for who saw both messages pass and does not have the Initiator's private key: whether an answer
 * is signed by who may sign it, and answers the message. There are no keys for it. The message is taken as authentic; {@link
 * RsarResponder} checks it.
 */
public final class RsarWitness {
    private final ExchangeSettings settings;
    private final PeerTrust trust;

    /**
     * @param settings local policy
     * @param trust decides on the Responder's certificate
     */
    public RsarWitness(ExchangeSettings settings, PeerTrust trust) {
        this.settings = settings;
        this.trust = trust;
    }

    /**
     * Checks what came back for a message.
     *
     * @param message the I_MESSAGE, which is authentic
     * @param answer the R_MESSAGE, or an error message, as received
     * @throws IllegalArgumentException if the message lacks what every I_MESSAGE has
     */
    public WitnessResult receive(MikeyMessage message, Octets answer) {
        CsbState state = SeenOffer.state(message);
        AnswerReception reception = new AnswerReception(settings, message, DataType.RSA_R_RESP);
        return reception.receive(
                answer,
                response -> {
                    RsarAnswer answers = new RsarAnswer(
                            reception,
                            state,
                            message.payloads(SpPayload.class),
                            state.responder(),
                            SignedAnswer.csbIdExtension(response).isPresent());
                    Signatures.Signer signer = answers.check(response, trust).signer();
                    List<Diagnostic> diagnostics = new ArrayList<>(reception.departures(response));
                    diagnostics.addAll(signer.diagnostics());
                    return new WitnessResult.Authentic(CertifiedId.of(signer, "IDr"), diagnostics);
                },
                reception.echoed(error -> Signatures.isAuthentic(
                        error, state.responder(), trust, ReceivedOffer.at(state.timestamp(), settings), settings)),
                rejected -> rejected);
    }
}

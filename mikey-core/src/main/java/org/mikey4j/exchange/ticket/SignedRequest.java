package org.mikey4j.exchange.ticket;

import java.util.Optional;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.SignPayload;

/**
 * Who signed a message to the KMS (RFC 6043, 4.2.1.3 and 4.2.3.3).
 *
 * @param id who
 * @param signer with which certificate
 */
record SignedRequest(IdPayload id, Signatures.Signer signer) {
    /**
     * Verifies the signature, which takes nothing that only the KMS has.
     *
     * @param kms who the KMS is, if the message does not say
     * @throws Refusal if the message is not authentic
     */
    static SignedRequest authenticate(
            TicketMessage received, KmsDialogue dialogue, IdPayload kms, PeerTrust trust, ExchangeSettings settings) {
        MikeyMessage message = received.message();
        if (!(received.last() instanceof SignPayload)) {
            throw Refusal.because(RejectReason.MISSING_PAYLOAD, "the message does not end with SIGN (RFC 6043, 4.2)");
        }
        IdPayload id = Idr.in(message, dialogue.idRole())
                .orElseThrow(() -> Refusal.because(
                        RejectReason.MISSING_PAYLOAD, "the message does not say who signed it (RFC 6043, 4.2.1.3)"));
        Signatures.Signer signer = Signatures.authenticate(
                message,
                Optional.of(id),
                trust,
                received.offer().at(settings),
                settings,
                id.idData(),
                Idr.kmsData(message, kms));
        return new SignedRequest(id, signer);
    }
}

package org.mikey4j.exchange.dhhmac;

import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.PendingDh;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.registry.EncrAlg;

/**
 * A Responder that holds the pre-shared key.
 *
 * @param protection the protection of the I_message, which is that of the answer too
 * @param printed whether the answer had the algorithm numbers that RFC 4650 prints
 */
record MacResponder(MessageProtection protection, boolean printed) implements PendingDh.Peer {
    @Override
    public PendingDh.Answerer authenticate(MikeyMessage response, Optional<IdPayload> responder) {
        if (!isAuthentic(response)) {
            throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the MAC is wrong, or of another algorithm");
        }
        IdPayload id =
                responder.orElseThrow(() -> Refusal.because(RejectReason.MISSING_PAYLOAD, "the answer has no IDr"));
        int kemac = response.offset(response.payloads().size() - 1);
        return new PendingDh.Answerer(
                id, printed ? List.of(Compatibility.DHHMAC_NUMBERS_AS_PRINTED.at(kemac, "KEMAC")) : List.of());
    }

    @Override
    public boolean isAuthentic(MikeyMessage message) {
        return message.payloads().get(message.payloads().size() - 1) instanceof KemacPayload kemac
                && kemac.encrAlg() == EncrAlg.NULL
                && kemac.encrData().isEmpty()
                && kemac.macAlg() == protection.mac().macAlg()
                && (printed ? PrintedNumbers.isAuthentic(protection, message) : protection.isAuthentic(message));
    }

    @Override
    public void close() {
        protection.close();
    }
}

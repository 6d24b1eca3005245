package org.mikey4j.exchange.dhhmac;

import java.util.Optional;
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
 */
record MacResponder(MessageProtection protection) implements PendingDh.Peer {
    @Override
    public IdPayload authenticate(MikeyMessage response, Optional<IdPayload> responder) {
        if (!isAuthentic(response)) {
            throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the MAC is wrong, or of another algorithm");
        }
        return responder.orElseThrow(() -> Refusal.because(RejectReason.MISSING_PAYLOAD, "the answer has no IDr"));
    }

    @Override
    public boolean isAuthentic(MikeyMessage message) {
        return message.payloads().get(message.payloads().size() - 1) instanceof KemacPayload kemac
                && kemac.encrAlg() == EncrAlg.NULL
                && kemac.encrData().isEmpty()
                && kemac.macAlg() == protection.mac().macAlg()
                && protection.isAuthentic(message);
    }

    @Override
    public void close() {
        protection.close();
    }
}

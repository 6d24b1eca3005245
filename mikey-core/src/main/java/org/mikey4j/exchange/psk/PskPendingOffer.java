package org.mikey4j.exchange.psk;

import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.PendingVerification;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * An I_MESSAGE that waits for its verification message (RFC 3830, 3.1). Answers can be tried any number of times: a wrong
 * or forged one changes nothing.
 */
public final class PskPendingOffer implements PskOffer {
    private final PendingVerification pending;

    PskPendingOffer(PendingVerification pending) {
        this.pending = pending;
    }

    @Override
    public MikeyMessage message() {
        return pending.message();
    }

    @Override
    public SecurityAssociation association() {
        return pending.association();
    }

    /**
     * Processes the verification message, or the error message that came instead.
     *
     * @return the association, which is wiped on its own, or why there is none
     */
    public InitiatorResult receive(Octets answer) {
        return pending.receive(answer);
    }

    @Override
    public void close() {
        pending.close();
    }
}

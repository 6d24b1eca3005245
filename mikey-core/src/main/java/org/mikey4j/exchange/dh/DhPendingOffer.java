package org.mikey4j.exchange.dh;

import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.internal.PendingDh;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * An I_MESSAGE that waits for its R_MESSAGE (RFC 3830, 3.3). There is no key before the answer. Answers can be tried any
 * number of times: a wrong or forged one changes nothing.
 */
public final class DhPendingOffer implements AutoCloseable {
    private final PendingDh pending;

    DhPendingOffer(PendingDh pending) {
        this.pending = pending;
    }

    /** The I_MESSAGE to send. */
    public MikeyMessage message() {
        return pending.message();
    }

    /** Processes the R_MESSAGE, or the error message that came instead. */
    public InitiatorResult receive(Octets answer) {
        return pending.receive(answer);
    }

    /** Wipes the keys that an update keeps. */
    @Override
    public void close() {
        pending.close();
    }
}

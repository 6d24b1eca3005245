package org.mikey4j.exchange.publickey;

import java.util.function.Consumer;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.PendingVerification;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * An I_MESSAGE that waits for its verification message (RFC 3830, 3.2). Answers can be tried any number of times: a wrong or
 * forged one changes nothing.
 */
public final class PkPendingOffer implements AutoCloseable {
    private final PendingVerification pending;
    private final Consumer<SecurityAssociation> onEstablished;

    PkPendingOffer(PendingVerification pending, Consumer<SecurityAssociation> onEstablished) {
        this.pending = pending;
        this.onEstablished = onEstablished;
    }

    /** The I_MESSAGE to send. */
    public MikeyMessage message() {
        return pending.message();
    }

    /** The association that the Responder will hold, for media that may arrive before the answer. */
    public SecurityAssociation association() {
        return pending.association();
    }

    /** Processes the verification message, or the error message that came instead. */
    public InitiatorResult receive(Octets answer) {
        InitiatorResult result = pending.receive(answer);
        if (result instanceof InitiatorResult.Established established) {
            onEstablished.accept(established.association());
        }
        return result;
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        pending.close();
    }
}

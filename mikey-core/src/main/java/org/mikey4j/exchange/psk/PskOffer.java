package org.mikey4j.exchange.psk;

import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.MikeyMessage;

/** An I_MESSAGE that was made: {@link PskOneWayOffer}, or {@link PskPendingOffer} if it asks for an answer. */
public sealed interface PskOffer extends AutoCloseable permits PskOneWayOffer, PskPendingOffer {
    /** The I_MESSAGE to send. */
    MikeyMessage message();

    /**
     * The association that the Responder will hold. An offer that waits for an answer gives it out for media that may
     * arrive before the answer does (RFC 4567, 4.1.2); it is proven only by {@link PskPendingOffer#receive}.
     */
    SecurityAssociation association();

    /** Wipes the keys. */
    @Override
    void close();
}

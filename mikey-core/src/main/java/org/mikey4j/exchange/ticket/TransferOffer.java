package org.mikey4j.exchange.ticket;

import org.mikey4j.message.MikeyMessage;

/** A TRANSFER_INIT that was made: one that is answered (flag F), or not. */
public sealed interface TransferOffer extends AutoCloseable permits OneWayTransfer, PendingTransfer {
    /** The TRANSFER_INIT to send. */
    MikeyMessage message();

    /** Wipes the keys. */
    @Override
    void close();
}

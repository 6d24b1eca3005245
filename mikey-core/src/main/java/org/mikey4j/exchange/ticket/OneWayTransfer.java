package org.mikey4j.exchange.ticket;

import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.MikeyMessage;

/**
 * A TRANSFER_INIT that nothing answers; the association holds as soon as it is sent.
 *
 * @param message the TRANSFER_INIT
 * @param association the keys and policies
 */
public record OneWayTransfer(MikeyMessage message, SecurityAssociation association) implements TransferOffer {
    @Override
    public void close() {
        association.close();
    }
}

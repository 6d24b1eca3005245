package org.mikey4j.exchange.sakke;

import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.MikeyMessage;

/**
 * A message that was made; nothing answers it, and the association holds as soon as it is sent.
 *
 * @param message the I_MESSAGE to send
 * @param association the keys and policies
 */
public record SakkeOneWayOffer(MikeyMessage message, SecurityAssociation association) implements AutoCloseable {
    /** Wipes the keys. */
    @Override
    public void close() {
        association.close();
    }
}

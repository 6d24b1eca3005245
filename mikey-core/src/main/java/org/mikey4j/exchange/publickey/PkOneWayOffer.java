package org.mikey4j.exchange.publickey;

import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.MikeyMessage;

/**
 * An I_MESSAGE that asks for no answer; the association holds as soon as it is sent.
 *
 * @param message the I_MESSAGE to send
 * @param association the keys and policies
 */
public record PkOneWayOffer(MikeyMessage message, SecurityAssociation association) implements AutoCloseable {
    @Override
    public void close() {
        association.close();
    }
}

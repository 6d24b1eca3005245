package org.mikey4j.exchange.sakke;

import java.util.Optional;
import org.mikey4j.crypto.eccsi.Kpak;
import org.mikey4j.crypto.sakke.SakkeReceiverKey;
import org.mikey4j.message.Octets;

/**
 * Finds the keys for a message. Keys are valid for a period and from one KMS; an implementation refuses, by finding nothing, what is
 * of a period that is over, or from a KMS that it does not trust for these users (RFC 6509, 3.2 and 5).
 */
public interface SakkeKeys {
    /**
     * The Initiator's side.
     *
     * @return nothing if the Initiator is not known or not welcome
     */
    Optional<Signer> signer(SakkeClaim claim);

    /**
     * The Responder's own key.
     *
     * @return nothing if the message is not for this end, or for another period or KMS
     */
    Optional<SakkeReceiverKey> receiver(SakkeClaim claim);

    /**
     * How to check the Initiator's signature.
     *
     * @param kpak the public authentication key of the Initiator's KMS
     * @param identifier the Initiator's identifier in the key period of the message
     */
    record Signer(Kpak kpak, Octets identifier) {}
}

package org.mikey4j.exchange.ibake;

import java.time.Instant;
import java.util.Optional;
import org.mikey4j.crypto.ibe.IbeParameters;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/**
 * Finds keys. They are of one date and from one key management service; an implementation refuses, by finding nothing, whom it does not
 * know, and dates that are over. {@link IbakeKeyRing} is one.
 */
public interface IbakeKeys {
    /**
     * How to encrypt to somebody.
     *
     * @param id who
     * @param at the time of the message
     * @return nothing if it is not known whose users these are
     */
    Optional<Recipient> recipient(IdPayload id, Instant at);

    /**
     * This end's private key.
     *
     * @param id one of this end's identities, such as one that it shares with others
     * @param at the time of the message
     * @return nothing if this end has no key for this identity and date
     */
    Optional<IbePrivateKey> own(IdPayload id, Instant at);

    /**
     * Whom to encrypt to.
     *
     * @param kms the parameters of the key management service
     * @param identity what the public key is hashed from; see {@link IbakeDates#identity}
     */
    record Recipient(IbeParameters kms, Octets identity) {}
}

package org.mikey4j.exchange.psk;

import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.IdPayload;

/**
 * A pre-shared key and whom it is shared with. Identities given here stand in for ID payloads that a message leaves out
 * (RFC 3830, 3.1); those that a message carries must equal them.
 *
 * @param psk the key, 1 octet or more; 16 or more to be of use
 * @param initiator the Initiator, if the message need not say
 * @param responder the Responder, if the message need not say
 */
public record PskPeer(SecretBytes psk, Optional<IdPayload> initiator, Optional<IdPayload> responder) {
    public PskPeer {
        if (psk.length() == 0) {
            throw new IllegalArgumentException("psk: the key is empty");
        }
    }

    /** The peer of a bundle that exists, by the key that protects its updates; empty if there is no such key. */
    public static Optional<PskPeer> of(SecurityAssociation current) {
        return current.protectionKey().length() == 0
                ? Optional.empty()
                : Optional.of(new PskPeer(current.protectionKey(), current.initiator(), current.responder()));
    }

    /** A key whose owners are told by the messages. */
    public static PskPeer of(SecretBytes psk) {
        return new PskPeer(psk, Optional.empty(), Optional.empty());
    }
}

package org.mikey4j.exchange.ticket;

import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/** How an end proves to the KMS who it is (RFC 6043, 4.2.1). */
public sealed interface KmsAccess {
    /** Who the end is. */
    IdPayload id();

    /**
     * With a key that it shares with the KMS.
     *
     * @param id who the end is
     * @param psk the key, 1 to 255 octets; 16 or more to be of use
     * @param pskId what IDRpsk names the key by, for example a B-TID (3GPP TS 33.220); empty to leave IDRpsk out
     */
    record PreShared(IdPayload id, SecretBytes psk, Optional<Octets> pskId) implements KmsAccess {}

    /**
     * With a signature, and an envelope key that only the KMS can open.
     *
     * @param identity who the end is
     * @param envelope how the envelope key goes to the KMS
     */
    record Signed(LocalIdentity identity, Envelope envelope) implements KmsAccess {
        @Override
        public IdPayload id() {
            return identity.id();
        }
    }
}

package org.mikey4j.exchange.psk;

import java.util.List;
import java.util.Optional;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/** Finds the pre-shared key for a message. Must be as fast for a stranger as for a friend. */
@FunctionalInterface
public interface PskLookup {
    /**
     * The peer that the message claims to come from, with the key shared with it.
     *
     * @param claim what the message says of itself; nothing of it is authenticated yet
     */
    Optional<PskPeer> find(Claim claim);

    /**
     * What an unauthenticated I_MESSAGE says of itself.
     *
     * @param initiator the IDi payload
     * @param responder the IDr payload
     * @param csbId the crypto session bundle ID
     * @param extensions the general extensions, for example a Key ID (RFC 4563)
     * @param context whatever the caller gave with the message
     */
    record Claim(
            Optional<IdPayload> initiator,
            Optional<IdPayload> responder,
            long csbId,
            List<GeneralExtensionPayload> extensions,
            Octets context) {}

    /** A lookup that knows one peer. */
    static PskLookup of(PskPeer peer) {
        return claim -> Optional.of(peer);
    }
}

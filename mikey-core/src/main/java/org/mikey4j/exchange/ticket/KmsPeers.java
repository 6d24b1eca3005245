package org.mikey4j.exchange.ticket;

import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/**
 * How a KMS knows its users.
 *
 * @param preShared finds the key that is shared with a user; must be as fast for a stranger as for a friend
 * @param signed how users that sign are known; empty if none do
 */
public record KmsPeers(Function<Claim, Optional<KmsAccess.PreShared>> preShared, Optional<Signed> signed) {
    /**
     * What an unauthenticated message says of its sender.
     *
     * @param id IDRi or IDRr
     * @param pskId IDRpsk
     */
    public record Claim(Optional<IdPayload> id, Optional<Octets> pskId) {}

    /**
     * Users that sign.
     *
     * @param trust decides on their certificates
     * @param openers finds the KMS's private key for the certificate hash that a message names, empty if it names none
     */
    public record Signed(PeerTrust trust, Function<Optional<ChashPayload>, Optional<EnvelopeOpener>> openers) {}

    /** Users with pre-shared keys only. */
    public static KmsPeers sharing(Function<Claim, Optional<KmsAccess.PreShared>> preShared) {
        return new KmsPeers(preShared, Optional.empty());
    }
}

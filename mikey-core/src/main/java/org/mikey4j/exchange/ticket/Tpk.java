package org.mikey4j.exchange.ticket;

import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/**
 * A ticket protection key (RFC 6043, A): of the KMS alone, or shared by those who make and resolve a ticket.
 *
 * @param key the key, 16 to 255 octets
 * @param id what IDRpsk in the ticket names it by; empty to leave IDRpsk out
 * @param maker whose tickets it protects; empty for those of the KMS
 */
public record Tpk(SecretBytes key, Optional<Octets> id, Optional<IdPayload> maker) {
    private static final int LEAST_OCTETS = 16;
    private static final int MOST_OCTETS = 255;

    /** @throws IllegalArgumentException if the key is too short, or longer than any RAND (RFC 6043, 12.1) */
    public Tpk {
        if (key.length() < LEAST_OCTETS || key.length() > MOST_OCTETS) {
            throw new IllegalArgumentException("TPK: " + key.length() + " octets, 16 to 255 expected (RFC 6043, 12.1)");
        }
    }

    /** A key of the KMS. */
    public static Tpk ofKms(SecretBytes key, Octets id) {
        return new Tpk(key, Optional.of(id), Optional.empty());
    }
}

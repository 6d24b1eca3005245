package org.mikey4j.exchange.ticket;

import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPayload;

/**
 * A ticket whose data are authentic. Holds secrets; {@link #close} wipes them.
 *
 * @param terms its policy
 * @param issued when it was made, or a counter
 * @param maker who made it, if the KMS did not
 * @param keys MPKi, MPKr and the session keys
 */
public record OpenedTicket(TicketTerms terms, TPayload issued, Optional<IdPayload> maker, Keys keys)
        implements AutoCloseable {
    /**
     * Opens a base ticket.
     *
     * @throws UnusableTicketException if it is of another kind, or not authentic under a key that is known, or its keys cannot
     *     be used
     */
    public static OpenedTicket open(TicketPayload ticket, TpkLookup tpks) {
        return BaseTicket.open(ticket, tpks);
    }

    /**
     * The key data that the KEMAC of a base ticket encrypts, for who has to show them: the MPK, from which MPKi and MPKr come, and the
     * session keys.
     *
     * @return KEY_DATA payloads, which the caller wipes
     * @throws UnusableTicketException if it is of another kind, or not authentic under a key that is known
     */
    public static SecretBytes keyData(TicketPayload ticket, TpkLookup tpks) {
        return BaseTicket.keyData(ticket, tpks);
    }

    /** The keys of a ticket, for this package to use. */
    public static final class Keys implements AutoCloseable {
        private final TicketKeys keys;

        Keys(TicketKeys keys) {
            this.keys = keys;
        }

        TicketKeys open() {
            return keys;
        }

        /** How many session keys there are. */
        public int sessionKeys() {
            return keys.session().size();
        }

        /** A copy of MPKi, for those who must read what it protects. */
        public SecretBytes mpkI() {
            return keys.mpkI().copy();
        }

        @Override
        public void close() {
            keys.close();
        }
    }

    @Override
    public void close() {
        keys.close();
    }
}

package org.mikey4j.exchange.ticket;

import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.IdRole;

/** An end of the transfer that a bundle began with. Either may update it later (RFC 6043, 5.2), and stays what it was. */
public enum TransferEnd {
    /** Who sent the ticket. */
    INITIATOR(IdRole.IDR_I, Flag.L),
    /** Who received it. */
    RESPONDER(IdRole.IDR_R, Flag.M);

    private final int idRole;
    private final Flag keys;

    TransferEnd(int idRole, Flag keys) {
        this.idRole = idRole;
        this.keys = keys;
    }

    /** The role of its identity; see {@code IdRole}. */
    int idRole() {
        return idRole;
    }

    /** The flag of the ticket policy that allows it to give session keys. */
    Flag keys() {
        return keys;
    }

    TransferEnd other() {
        return this == INITIATOR ? RESPONDER : INITIATOR;
    }
}

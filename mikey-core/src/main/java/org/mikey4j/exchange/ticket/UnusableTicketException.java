package org.mikey4j.exchange.ticket;

import org.mikey4j.MikeyException;
import org.mikey4j.exchange.RejectReason;

/** A ticket or a ticket policy cannot be used; the reason says what the other end is told. */
public final class UnusableTicketException extends MikeyException {
    private static final long serialVersionUID = 1L;

    private final RejectReason reason;

    /**
     * @param reason what the other end is told
     * @param detail one sentence for a log, without key material
     */
    public UnusableTicketException(RejectReason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** What the other end is told. */
    public RejectReason reason() {
        return reason;
    }
}

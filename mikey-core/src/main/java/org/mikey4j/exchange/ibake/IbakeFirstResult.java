package org.mikey4j.exchange.ibake;

import org.mikey4j.exchange.Rejected;

/** What came of R_MESSAGE_1. */
public sealed interface IbakeFirstResult {
    /**
     * The Responder answered, and I_MESSAGE_2 is there to send. The Responder has proved nothing yet.
     *
     * @param offer the second half of the exchange
     */
    record Next(IbakeSecondOffer offer) implements IbakeFirstResult {}

    /**
     * The answer is refused; the offer stays open for others.
     *
     * @param rejected why
     */
    record Refused(Rejected rejected) implements IbakeFirstResult {}
}

package org.mikey4j.exchange.ibake;

import java.util.Optional;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.message.MikeyMessage;

/** What came of I_MESSAGE_1. */
public sealed interface IbakeResponse {
    /**
     * R_MESSAGE_1 is there to send. The Initiator has proved nothing yet.
     *
     * @param answer the rest of the exchange
     */
    record Answered(IbakePendingAnswer answer) implements IbakeResponse {}

    /**
     * The message was here before in the same context, and its exchange was completed.
     *
     * @param reply R_MESSAGE_1 as it was sent then
     */
    record Repeated(Optional<MikeyMessage> reply) implements IbakeResponse {}

    /**
     * The message is refused.
     *
     * @param rejected why, with the error message to send back if there is one
     */
    record Refused(Rejected rejected) implements IbakeResponse {}
}

package org.mikey4j.exchange.ticket;

import java.util.Optional;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;

/** What came of a message to the KMS: {@link Answered}, {@link Repeated} or {@link Refused}. */
public sealed interface KmsResult {
    /**
     * A ticket was issued or resolved.
     *
     * @param user who asked
     * @param reply the message to send back
     */
    record Answered(IdPayload user, MikeyMessage reply) implements KmsResult {}

    /**
     * The same message came again in the same context, and gets the same answer.
     *
     * @param reply the message to send back
     */
    record Repeated(Optional<MikeyMessage> reply) implements KmsResult {}

    /**
     * The message was refused.
     *
     * @param rejected why, with the error message to send back
     */
    record Refused(Rejected rejected) implements KmsResult {}
}

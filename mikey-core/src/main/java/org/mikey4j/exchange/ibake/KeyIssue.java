package org.mikey4j.exchange.ibake;

import java.util.Optional;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.message.MikeyMessage;

/** What a key management service makes of a request. */
public sealed interface KeyIssue {
    /**
     * The keys are in the answer.
     *
     * @param reply REQUEST_KEY_RESP to send back
     */
    record Issued(MikeyMessage reply) implements KeyIssue {}

    /**
     * The same request arrived again in the same context.
     *
     * @param reply the answer that was given
     */
    record Repeated(Optional<MikeyMessage> reply) implements KeyIssue {}

    /**
     * The request is refused.
     *
     * @param rejected why, with the error message to send back if there is one
     */
    record Refused(Rejected rejected) implements KeyIssue {}
}

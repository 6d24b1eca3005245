package org.mikey4j.exchange;

import java.util.Optional;
import org.mikey4j.message.MikeyMessage;

/** What came of an I_MESSAGE: {@link Established}, {@link Repeated} or {@link Rejected}. */
public sealed interface ResponderResult permits ResponderResult.Established, ResponderResult.Repeated, Rejected {
    /**
     * The I_MESSAGE is authentic and the keys are there.
     *
     * @param association the keys and policies
     * @param reply the message to send back; empty if the Initiator asked for none
     */
    record Established(SecurityAssociation association, Optional<MikeyMessage> reply) implements ResponderResult {}

    /**
     * The same I_MESSAGE arrived again within the same context, by retransmission or forking. Its association exists
     * already; the answer is the one that was given before.
     *
     * @param reply the message to send back; empty if there was none
     */
    record Repeated(Optional<MikeyMessage> reply) implements ResponderResult {}
}

package org.mikey4j.model;

import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Octets;

/** Alice, who begins, and Bob, who answers, in one mode. */
interface Ends {
    /** Alice begins a bundle. */
    Begun begin();

    /** Bob gets a message. */
    ResponderResult receive(Octets message, Octets context);

    /**
     * An exchange that Alice began.
     *
     * @param message the I_MESSAGE
     * @param keys what Alice holds already; nothing in the modes in which the answer brings the keys
     * @param receive what Alice does with an answer; nothing if she waits for none
     * @param pending what she closes when she waits no more
     */
    record Begun(
            Octets message,
            Optional<SecurityAssociation> keys,
            Optional<Function<Octets, InitiatorResult>> receive,
            AutoCloseable pending) {}
}

package org.mikey4j.sdp;

import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * A message that an exchange made for an offer, and how its answer is processed. Whoever made it keeps its keys and wipes
 * them.
 *
 * @param message the I_MESSAGE
 * @param answer processes the octets of the answer, any number of times since an offer can fork; empty if none is asked for
 */
public record OfferedMessage(MikeyMessage message, Optional<Function<Octets, InitiatorResult>> answer) {
    /** A message that asks for no answer. */
    public static OfferedMessage oneWay(MikeyMessage message) {
        return new OfferedMessage(message, Optional.empty());
    }

    /**
     * A message that asks for an answer.
     *
     * @param receive processes it, for example {@code pendingOffer::receive}
     */
    public static OfferedMessage awaiting(MikeyMessage message, Function<Octets, InitiatorResult> receive) {
        return new OfferedMessage(message, Optional.of(receive));
    }
}

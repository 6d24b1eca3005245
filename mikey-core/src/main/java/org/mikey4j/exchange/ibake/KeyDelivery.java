package org.mikey4j.exchange.ibake;

import java.util.List;
import org.mikey4j.exchange.Rejected;

/** What came of a request for keys. */
public sealed interface KeyDelivery {
    /**
     * The service sent keys; each is still to be checked with {@link DeliveredKey#open}.
     *
     * @param keys the keys, which the receiver wipes
     */
    record Delivered(List<DeliveredKey> keys) implements KeyDelivery {}

    /**
     * The answer is refused; the right one is still accepted.
     *
     * @param rejected why
     */
    record Refused(Rejected rejected) implements KeyDelivery {}
}

package org.mikey4j.exchange.ticket;

import org.mikey4j.exchange.ResponderResult;

/** What came of a TRANSFER_INIT: {@link Unresolved} or {@link Ended}. */
public sealed interface TransferReception {
    /**
     * The message can be accepted once its ticket is resolved; nothing of it is authenticated yet.
     *
     * @param transfer what waits for the ticket
     */
    record Unresolved(UnresolvedTransfer transfer) implements TransferReception {}

    /**
     * The message was refused, or was here before.
     *
     * @param result what came of it
     */
    record Ended(ResponderResult result) implements TransferReception {}
}

package org.mikey4j.exchange.ticket;

import java.util.Optional;
import java.util.function.Predicate;
import org.mikey4j.message.IdPayload;

/**
 * Who a Responder is.
 *
 * @param id its identity
 * @param answersTo whether it also answers to another identity, such as that of a group it is in
 * @param application the application that it serves; empty if it is not for one in particular
 */
public record TransferSelf(IdPayload id, Predicate<IdPayload> answersTo, Optional<IdPayload> application) {
    /** An end with one identity. */
    public static TransferSelf of(IdPayload id) {
        return new TransferSelf(id, other -> false, Optional.empty());
    }

    boolean is(IdPayload other) {
        return id.equals(other) || answersTo.test(other);
    }
}

package org.mikey4j.exchange.internal;

import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;

/**
 * Which ID payload is whose: there is no role on the wire, only an order (RFC 3830, 3.1).
 *
 * @param initiator IDi
 * @param responder IDr
 */
public record Ids(Optional<IdPayload> initiator, Optional<IdPayload> responder) {
    /**
     * The identities of an I_MESSAGE without certificates. One ID alone is IDi, since IDi stands first, unless it is the
     * Responder's own.
     *
     * @param own the Responder's identity, if it has one
     * @throws Refusal if there are more than two
     */
    public static Ids ofIMessage(MikeyMessage message, Optional<IdPayload> own) {
        List<IdPayload> ids = message.payloads(IdPayload.class);
        return switch (ids.size()) {
            case 0 -> new Ids(Optional.empty(), Optional.empty());
            case 1 ->
                own.equals(Optional.of(ids.get(0)))
                        ? new Ids(Optional.empty(), own)
                        : new Ids(Optional.of(ids.get(0)), Optional.empty());
            case 2 -> new Ids(Optional.of(ids.get(0)), Optional.of(ids.get(1)));
            default ->
                throw Refusal.because(
                        RejectReason.UNEXPECTED_PAYLOAD, ids.size() + " ID payloads, at most two (RFC 3830, 3.1)");
        };
    }

    /**
     * The identities of an I_MESSAGE that always names its Responder, so that a lone ID is IDr (RFC 4650, 3).
     *
     * @param own the Responder's identity
     * @throws Refusal if there is none or more than two, or IDr is another's
     */
    public static Ids naming(MikeyMessage message, IdPayload own) {
        List<IdPayload> ids = message.payloads(IdPayload.class);
        if (ids.isEmpty()) {
            throw Refusal.because(RejectReason.MISSING_PAYLOAD, "the message has no IDr (RFC 4650, 3)");
        }
        Ids named = ids.size() == 1
                ? new Ids(Optional.empty(), Optional.of(ids.get(0)))
                : ofIMessage(message, Optional.of(own));
        if (!named.responder.equals(Optional.of(own))) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the message is for another Responder");
        }
        return named;
    }

    /**
     * The identities with those known by other means filled in.
     *
     * @throws Refusal if the message claims others
     */
    public Ids with(Optional<IdPayload> knownInitiator, Optional<IdPayload> knownResponder) {
        Ids known = new Ids(knownInitiator, knownResponder);
        requireSameAs(known);
        return or(known);
    }

    /** The identities with those known by other means filled in, whether or not the message claims the same. */
    public Ids or(Ids known) {
        return new Ids(initiator.or(known::initiator), responder.or(known::responder));
    }

    /**
     * Checks that the message claims no other identities than those known by other means.
     *
     * @throws Refusal if it does
     */
    public void requireSameAs(Ids known) {
        requireSame("IDi", initiator, known.initiator);
        requireSame("IDr", responder, known.responder);
    }

    private static void requireSame(String name, Optional<IdPayload> claimed, Optional<IdPayload> known) {
        if (claimed.isPresent() && known.isPresent() && !claimed.equals(known)) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, name + " is not the one that the key belongs to");
        }
    }
}

package org.mikey4j.exchange.internal;

import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TPayload;

/**
 * The identities of a signed I_MESSAGE: {@code [IDi|CERTi], [IDr]} (RFC 3830, 3.2 and 3.3). Without
 * certificates a lone ID is IDi; with them it is IDi if it stands before them, and IDr behind them.
 *
 * @param initiator IDi, if it is there
 * @param responder IDr, if it is there
 */
public record SignedIds(Optional<IdPayload> initiator, Optional<IdPayload> responder) {
    /**
     * Reads the identities and checks that the message is for this end.
     *
     * @param own the Responder's identity
     * @throws Refusal if there are too many, or IDr is another's
     */
    public static SignedIds of(MikeyMessage message, IdPayload own) {
        SignedIds found = of(message);
        if (found.responder.isPresent() && !found.responder.get().equals(own)) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the message is for another Responder");
        }
        return found;
    }

    /**
     * Reads the identities.
     *
     * @throws Refusal if there are too many
     */
    public static SignedIds of(MikeyMessage message) {
        List<IdPayload> ids = message.payloads(IdPayload.class);
        int certificate = message.indexOf(CertPayload.class);
        boolean loneIsInitiator = certificate < 0 || message.indexOf(IdPayload.class) < certificate;
        if (ids.size() > 2) {
            throw Refusal.because(RejectReason.UNEXPECTED_PAYLOAD, ids.size() + " ID payloads, at most two");
        }
        return switch (ids.size()) {
            case 0 -> new SignedIds(Optional.empty(), Optional.empty());
            case 1 ->
                loneIsInitiator
                        ? new SignedIds(Optional.of(ids.get(0)), Optional.empty())
                        : new SignedIds(Optional.empty(), Optional.of(ids.get(0)));
            default -> new SignedIds(Optional.of(ids.get(0)), Optional.of(ids.get(1)));
        };
    }

    /** IDi || IDr || T as they stand behind a message that covers them: the data of the identities that are there, and the TS value. */
    public Octets[] data(TPayload timestamp) {
        return new Octets[] {data(initiator), data(responder), timestamp.valueOctets()};
    }

    private static Octets data(Optional<IdPayload> id) {
        return id.map(IdPayload::idData).orElse(Octets.EMPTY);
    }
}

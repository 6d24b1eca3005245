package org.mikey4j.exchange.internal;

import java.util.BitSet;
import java.util.Optional;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.registry.PayloadType;

/** Which payloads a message of a mode may have, and how often (RFC 3830, 3). */
public final class Payloads {
    private Payloads() {}

    /**
     * Checks that a message has no payload that its mode does not know, none twice that can be there only once, and that
     * it ends with the one that protects it.
     *
     * @param last the type of the payload that must be last
     * @param once the other types that may be there once
     * @param often the other types that may be there any number of times
     * @throws Refusal if not
     */
    public static void check(MikeyMessage message, int last, int[] once, int... often) {
        BitSet seen = new BitSet();
        int count = message.payloads().size();
        for (int i = 0; i < count; i++) {
            Payload payload = message.payloads().get(i);
            int type = payload.type();
            boolean isLast = i == count - 1;
            if (type == last ? !isLast : !contains(once, type) && !contains(often, type)) {
                throw unexpected(type, isLast ? "is not known in this message" : "does not stand here");
            }
            if (seen.get(type) && !contains(often, type)) {
                throw unexpected(type, "is there twice");
            }
            seen.set(type);
        }
        if (!seen.get(last)) {
            throw Refusal.because(
                    RejectReason.MISSING_PAYLOAD,
                    "the message does not end with " + PayloadType.REGISTRY.name(last) + " (RFC 3830, 3)");
        }
    }

    /**
     * The payload of this kind.
     *
     * @param name the payload's name, for the refusal
     * @throws Refusal if there is none
     */
    public static <P extends Payload> P required(MikeyMessage message, Class<P> kind, String name) {
        return message.payload(kind)
                .orElseThrow(() -> Refusal.because(RejectReason.MISSING_PAYLOAD, "the message has no " + name));
    }

    /**
     * The RAND of the bundle: in the message that begins it, and not in an update (RFC 3830, 4.5).
     *
     * @param current the bundle that the message updates
     * @throws Refusal if it is missing or misplaced, or the update is about another bundle
     */
    public static Octets bundleRand(ReceivedOffer offer, Optional<SecurityAssociation> current) {
        Optional<Octets> carried = offer.rand();
        if (current.isEmpty()) {
            return carried.orElseThrow(() -> Refusal.because(
                    RejectReason.MISSING_PAYLOAD,
                    "the message has no RAND, so it begins no bundle, and it updates none that is known"));
        }
        CsbState state = current.get().state();
        if (state.csbId() != offer.csbId()) {
            throw Refusal.because(RejectReason.MISMATCH, "the update is about another CSB ID");
        }
        if (state.prf().prfFunc() != offer.prf().prfFunc()) {
            throw Refusal.because(RejectReason.UNSUPPORTED_PRF, "the update changes the PRF of the bundle");
        }
        if (carried.isPresent()) {
            throw Refusal.because(RejectReason.UNEXPECTED_PAYLOAD, "an update carries no RAND (RFC 3830, 4.5)");
        }
        return state.rand();
    }

    private static boolean contains(int[] types, int type) {
        for (int t : types) {
            if (t == type) {
                return true;
            }
        }
        return false;
    }

    private static Refusal unexpected(int type, String what) {
        return Refusal.because(RejectReason.UNEXPECTED_PAYLOAD, PayloadType.REGISTRY.name(type) + " " + what);
    }
}

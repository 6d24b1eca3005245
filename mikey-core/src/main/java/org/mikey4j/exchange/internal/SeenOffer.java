package org.mikey4j.exchange.internal;

import java.util.Optional;
import org.mikey4j.crypto.Prf;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TPayload;

/** An I_MESSAGE that somebody else made. */
public final class SeenOffer {
    private SeenOffer() {}

    /**
     * The state of the bundle that it begins.
     *
     * @throws IllegalArgumentException if it has no timestamp, too many identities or an unknown pseudo-random function
     */
    public static CsbState state(MikeyMessage message) {
        SignedIds ids;
        try {
            ids = SignedIds.of(message);
        } catch (Refusal e) {
            throw new IllegalArgumentException("message: " + e.getMessage(), e);
        }
        Optional<Prf> prf = Prf.of(message.header().prfFunc());
        Optional<TPayload> timestamp = message.payload(TPayload.class);
        if (prf.isEmpty() || timestamp.isEmpty()) {
            throw new IllegalArgumentException("message: no T, or an unknown PRF func");
        }
        return new CsbState(
                message.header().csbId(),
                prf.get(),
                message.payload(RandPayload.class).map(RandPayload::rand).orElse(Octets.EMPTY),
                timestamp.get(),
                ids.initiator(),
                ids.responder());
    }
}

package org.mikey4j.exchange;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.SpPayload;

/** Local policy on an I_MESSAGE that is authentic: whether to accept it, and which SSRCs to fill in (RFC 3830, 5.1.1). */
@FunctionalInterface
public interface OfferJudge {
    /** Decides. Called once for each message, after it was authenticated. */
    Verdict judge(Offer offer);

    /**
     * An authentic offer.
     *
     * @param initiator who sent it, if known
     * @param responder for whom it is, if known
     * @param csIdMap the crypto sessions
     * @param policies the policies, each of a supported protocol and well-formed
     * @param extensions the general extensions, such as the SDP IDs
     */
    record Offer(
            Optional<IdPayload> initiator,
            Optional<IdPayload> responder,
            CsIdMap csIdMap,
            List<SpPayload> policies,
            List<GeneralExtensionPayload> extensions) {}

    /** A decision. */
    sealed interface Verdict {
        /**
         * The offer is accepted.
         *
         * @param ssrcs gives the SSRC for each crypto session ID that the offer left at 0; 0 to leave it open
         */
        record Accept(IntToLongFunction ssrcs) implements Verdict {}

        /**
         * The offer is refused.
         *
         * @param reason what to tell the Initiator
         * @param detail one sentence for a log
         * @param supported policies that would be accepted
         */
        record Refuse(RejectReason reason, String detail, List<SpPayload> supported) implements Verdict {}
    }

    /** Accepts every supported policy and fills in these SSRCs. */
    static OfferJudge acceptSupported(IntToLongFunction ssrcs) {
        return offer -> new Verdict.Accept(ssrcs);
    }
}

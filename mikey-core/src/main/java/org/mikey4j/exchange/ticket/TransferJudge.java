package org.mikey4j.exchange.ticket;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.SpPayload;

/**
 * Local policy on a TRANSFER_INIT. It is asked before the KMS is, when nothing is authenticated yet, so that what will not be
 * accepted costs no resolving (RFC 6043, 4.2.2.2). It changes no state.
 */
@FunctionalInterface
public interface TransferJudge {
    /** Decides. */
    Verdict judge(Claim claim);

    /**
     * What the message says of itself.
     *
     * @param initiator IDRi
     * @param responder IDRr
     * @param terms the ticket policy
     * @param csIdMap the crypto sessions
     * @param policies the policies, each of a supported protocol and well-formed
     * @param extensions the general extensions
     */
    record Claim(
            Optional<IdPayload> initiator,
            Optional<IdPayload> responder,
            TicketTerms terms,
            CsIdMap csIdMap,
            List<SpPayload> policies,
            List<GeneralExtensionPayload> extensions) {}

    /** A decision. */
    sealed interface Verdict {
        /**
         * The message is accepted, if it turns out to be authentic.
         *
         * @param ssrcs gives the SSRC for each crypto session ID that the message has none for
         * @param ownPolicy the policy of crypto sessions that the message has none for
         * @param keys session keys of the Responder's own, which the ticket policy must allow (flag M)
         */
        record Accept(IntToLongFunction ssrcs, SrtpPolicy ownPolicy, List<KeySpec> keys) implements Verdict {}

        /**
         * The message is refused.
         *
         * @param refusal why
         */
        record Refuse(OfferJudge.Verdict.Refuse refusal) implements Verdict {}
    }

    /**
     * Has the decision made like one on an offer of another mode, and SRTP's defaults where no policy is offered. What decides
     * changes no state, since nothing is authenticated yet.
     */
    static TransferJudge of(OfferJudge judge) {
        return claim -> {
            OfferJudge.Verdict verdict = judge.judge(new OfferJudge.Offer(
                    claim.initiator(), claim.responder(), claim.csIdMap(), claim.policies(), claim.extensions()));
            return verdict instanceof OfferJudge.Verdict.Accept accept
                    ? new Verdict.Accept(accept.ssrcs(), SrtpPolicy.defaults(), List.of())
                    : new Verdict.Refuse((OfferJudge.Verdict.Refuse) verdict);
        };
    }

    /** Accepts every supported policy, fills in these SSRCs, and has SRTP's defaults where no policy is offered. */
    static TransferJudge acceptSupported(IntToLongFunction ssrcs) {
        return of(OfferJudge.acceptSupported(ssrcs));
    }
}

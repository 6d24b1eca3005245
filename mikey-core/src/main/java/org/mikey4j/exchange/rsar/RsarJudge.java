package org.mikey4j.exchange.rsar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.internal.MapAnswer;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;

/** Local policy on a request that is authentic: what the Responder gives, or why it gives nothing (RFC 4738, 3.5 and 3.6). */
@FunctionalInterface
public interface RsarJudge {
    /** Decides. Called once for each message, after it was authenticated. The policies may name several options. */
    Decision judge(OfferJudge.Offer offer);

    /** A decision. */
    sealed interface Decision {
        /**
         * Keys are given.
         *
         * @param csIdMap the crypto sessions
         * @param policies the policies: where some were offered, one option of each of them
         * @param keys the keys, one or more
         * @param group the group that they are the keys of; empty for keys of these two ends
         */
        record Grant(CsIdMap csIdMap, List<SpPayload> policies, List<KeySpec> keys, Optional<Group> group)
                implements Decision {}

        /**
         * Nothing is given.
         *
         * @param refusal why
         */
        record Refuse(OfferJudge.Verdict.Refuse refusal) implements Decision {}
    }

    /**
     * What all members of a group have in common (RFC 4738, 3.6; RFC 3830, 8.1).
     *
     * @param csbId the CSB ID of the group, 32 bits
     * @param rand its RAND, 16 octets or more
     */
    record Group(long csbId, Octets rand) {}

    /** Gives a random TGK under the first usable options of every policy, and fills in these SSRCs. */
    static RsarJudge acceptFirst(IntToLongFunction ssrcs) {
        return offer -> new Decision.Grant(
                MapAnswer.fill(offer.csIdMap(), ssrcs),
                offer.policies().stream().map(PolicyOptions::choose).toList(),
                List.of(KeySpec.tgk()),
                Optional.empty());
    }

    /**
     * Gives a random TGK under the Responder's own choice of policies. Of each offered policy the first wanted one is taken
     * that its options allow; where none is offered, the first wanted one is given with the number 0. What allows none of them
     * is refused with all of them (error 10).
     *
     * @param wanted the policies that this end accepts, the best first; at least one
     * @param ssrcs gives the SSRC for each crypto session ID that the offer left at 0; 0 to leave it open
     */
    static RsarJudge choosing(List<SrtpPolicy> wanted, IntToLongFunction ssrcs) {
        List<SrtpPolicy> preferences = List.copyOf(wanted);
        SpPayload best = preferences.get(0).toPayload(0);
        return offer -> {
            List<SpPayload> chosen = new ArrayList<>();
            for (SpPayload offered : offer.policies()) {
                Optional<SpPayload> choice = preferences.stream()
                        .flatMap(preference -> PolicyOptions.choose(offered, preference).stream())
                        .findFirst();
                if (choice.isEmpty()) {
                    return new Decision.Refuse(new OfferJudge.Verdict.Refuse(
                            RejectReason.POLICY_REFUSED,
                            "policy " + offered.policyNo() + " offers nothing that is accepted here",
                            numbered(preferences)));
                }
                chosen.add(choice.get());
            }
            return new Decision.Grant(
                    MapAnswer.fill(offer.csIdMap(), ssrcs),
                    chosen.isEmpty() ? List.of(best) : chosen,
                    List.of(KeySpec.tgk()),
                    Optional.empty());
        };
    }

    private static List<SpPayload> numbered(List<SrtpPolicy> policies) {
        List<SpPayload> payloads = new ArrayList<>();
        for (SrtpPolicy policy : policies) {
            payloads.add(policy.toPayload(payloads.size()));
        }
        return payloads;
    }
}

package org.mikey4j.exchange.internal;

import java.util.List;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.UnusablePolicyException;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.ProtType;

/** Whether the policies of an offer can be used at all (RFC 3830, 6.10). */
public final class Policies {
    private Policies() {}

    /**
     * Checks the policies of an authentic offer and asks local policy about it.
     *
     * @throws Refusal if it is not acceptable
     */
    public static OfferJudge.Verdict.Accept judge(OfferJudge judge, OfferJudge.Offer offer) {
        check(offer.policies());
        OfferJudge.Verdict verdict = judge.judge(offer);
        if (verdict instanceof OfferJudge.Verdict.Refuse refuse) {
            throw Refusal.of(refuse);
        }
        return (OfferJudge.Verdict.Accept) verdict;
    }

    /**
     * Checks that each policy is for a supported protocol and says what can be done.
     *
     * @throws Refusal if not
     */
    public static void check(List<SpPayload> policies) {
        for (SpPayload policy : policies) {
            if (policy.protType() != ProtType.SRTP) {
                throw Refusal.because(
                        RejectReason.UNSUPPORTED_PROTOCOL,
                        "policy " + policy.policyNo() + " is for " + ProtType.REGISTRY.name(policy.protType()));
            }
            try {
                SrtpPolicy.of(policy);
            } catch (UnusablePolicyException e) {
                throw Refusal.ofPolicy(
                        "policy " + policy.policyNo() + ": " + e.getMessage(),
                        List.of(SrtpPolicy.defaults().toPayload(policy.policyNo())));
            }
        }
    }
}

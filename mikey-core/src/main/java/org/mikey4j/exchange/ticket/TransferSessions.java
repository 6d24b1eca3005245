package org.mikey4j.exchange.ticket;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.Policies;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.registry.ProtType;

/**
 * The crypto sessions that both ends agree on: each has one policy, its session data and the SPI of one of the keys (RFC 6043,
 * 6.1.1).
 *
 * @param map the map
 * @param policies the policies of both ends
 */
record TransferSessions(CsIdMap map, List<SpPayload> policies) {
    private static final int SSRC_OCTETS = 4;
    private static final int SSRC_ROC_SEQ_OCTETS = 10;
    private static final int MOST_POLICIES = 256;

    /**
     * Checks what an Initiator may send.
     *
     * @throws Refusal if the map is of a kind that this mode does not have, or a policy cannot be used
     */
    static void requireOffer(CsIdMap map, List<SpPayload> policies) {
        if (map instanceof SrtpIdMap) {
            throw Refusal.because(RejectReason.UNEXPECTED_PAYLOAD, "a transfer has no SRTP-ID map (RFC 6043, 6.1)");
        }
        Policies.check(policies);
        requireDistinct(policies);
        Set<Integer> csIds = new HashSet<>();
        for (GenericId id : entries(map)) {
            if (id.protType() != ProtType.SRTP) {
                throw Refusal.because(
                        RejectReason.UNSUPPORTED_PROTOCOL,
                        "crypto session " + id.csId() + " is for " + ProtType.REGISTRY.name(id.protType()));
            }
            if (!csIds.add(id.csId())) {
                throw Refusal.because(RejectReason.POLICY_REFUSED, "crypto session " + id.csId() + " is there twice");
            }
            int octets = id.sessionData().length();
            if (octets != 0 && octets != (id.s() ? SSRC_ROC_SEQ_OCTETS : SSRC_OCTETS)) {
                throw Refusal.because(
                        RejectReason.POLICY_REFUSED,
                        "crypto session " + id.csId() + " has session data of " + octets + " octets (RFC 6043, 6.1.1)");
            }
            for (int i = 0; i < id.policyNos().length(); i++) {
                requirePolicy(id, id.policyNos().at(i), policies);
            }
        }
    }

    private static List<GenericId> entries(CsIdMap map) {
        return map instanceof GenericIdMap generic ? generic.entries() : List.of();
    }

    private static void requireDistinct(List<SpPayload> policies) {
        Set<Integer> numbers = new HashSet<>();
        for (SpPayload policy : policies) {
            if (!numbers.add(policy.policyNo())) {
                throw Refusal.because(RejectReason.POLICY_REFUSED, "policy " + policy.policyNo() + " is there twice");
            }
        }
    }

    private static void requirePolicy(GenericId id, int policyNo, List<SpPayload> policies) {
        if (policies.stream().noneMatch(sp -> sp.policyNo() == policyNo && sp.protType() == id.protType())) {
            throw Refusal.because(
                    RejectReason.POLICY_REFUSED,
                    "crypto session " + id.csId() + " refers to policy " + policyNo + ", which is not there");
        }
    }

    /**
     * Completes the Initiator's crypto sessions: the first of the policies, the SSRC and the SPI of the first key.
     *
     * @return the sessions, with the offered policies first
     * @throws Refusal if there is no key
     */
    static TransferSessions complete(
            CsIdMap offered,
            List<SpPayload> policies,
            TransferJudge.Verdict.Accept accepted,
            List<TransportedKey> keys) {
        if (!(offered instanceof GenericIdMap generic)) {
            return new TransferSessions(offered, policies);
        }
        List<SpPayload> all = new ArrayList<>(policies);
        List<GenericId> completed = new ArrayList<>();
        Optional<Integer> own = Optional.empty();
        for (GenericId id : generic.entries()) {
            if (id.policyNos().isEmpty() && own.isEmpty()) {
                own = Optional.of(freeNumber(all));
                all.add(accepted.ownPolicy().toPayload(own.get()));
            }
            int policyNo = id.policyNos().isEmpty()
                    ? own.orElseThrow()
                    : id.policyNos().at(0);
            boolean given = !id.sessionData().isEmpty();
            completed.add(new GenericId(
                    id.csId(),
                    id.protType(),
                    given && id.s(),
                    Octets.copyOf(new byte[] {(byte) policyNo}),
                    given ? id.sessionData() : ssrc(accepted.ssrcs().applyAsLong(id.csId())),
                    spi(id, keys)));
        }
        return new TransferSessions(new GenericIdMap(completed), all);
    }

    private static int freeNumber(List<SpPayload> policies) {
        for (int number = 0; number < MOST_POLICIES; number++) {
            int candidate = number;
            if (policies.stream().noneMatch(sp -> sp.policyNo() == candidate)) {
                return number;
            }
        }
        throw Refusal.because(RejectReason.POLICY_REFUSED, "no policy number is left");
    }

    private static Octets ssrc(long ssrc) {
        return Octets.copyOf(ByteBuffer.allocate(SSRC_OCTETS).putInt((int) ssrc).array());
    }

    private static Octets spi(GenericId id, List<TransportedKey> keys) {
        if (keys.isEmpty()) {
            throw Refusal.because(RejectReason.KEYS_UNUSABLE, "there is no session key");
        }
        return hasSpi(keys, id.spi())
                ? id.spi()
                : ((KeyValidity.Spi) keys.get(0).kv()).spi();
    }

    private static boolean hasSpi(List<TransportedKey> keys, Octets spi) {
        return keys.stream().anyMatch(key -> key.kv().equals(new KeyValidity.Spi(spi)));
    }

    /**
     * Checks crypto sessions that nobody completes any more.
     *
     * @param keys the keys of both ends
     * @throws Refusal if one is not complete
     */
    TransferSessions requireComplete(List<TransportedKey> keys) {
        requireOffer(map, policies);
        for (GenericId id : entries(map)) {
            if (id.policyNos().length() != 1
                    || id.sessionData().isEmpty()
                    || id.spi().isEmpty()) {
                throw Refusal.because(
                        RejectReason.POLICY_REFUSED,
                        "crypto session " + id.csId() + " needs one policy, session data and an SPI (RFC 6043, 6.1.1)");
            }
            if (!hasSpi(keys, id.spi())) {
                throw Refusal.because(
                        RejectReason.KEYS_UNUSABLE,
                        "crypto session " + id.csId() + " refers to a key that is not there");
            }
        }
        return this;
    }

    /**
     * Checks what a Responder made of the Initiator's crypto sessions.
     *
     * @param offered the Initiator's map
     * @param ours its policies
     * @param answered the Responder's map
     * @param theirs its policies
     * @param acceptable decides on a policy that the Responder brings
     * @throws Refusal if they are not complete, leave one out, or bring a policy that is not acceptable
     */
    static TransferSessions agreed(
            CsIdMap offered,
            List<SpPayload> ours,
            CsIdMap answered,
            List<SpPayload> theirs,
            Predicate<SpPayload> acceptable,
            List<TransportedKey> keys) {
        if (answered.mapType() != offered.mapType()) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer has another kind of map");
        }
        Map<Integer, GenericId> found = new HashMap<>();
        entries(answered).forEach(id -> found.put(id.csId(), id));
        for (GenericId id : entries(offered)) {
            GenericId theirId = found.get(id.csId());
            if (theirId == null || theirId.protType() != id.protType()) {
                throw Refusal.because(RejectReason.MISMATCH, "the answer leaves out crypto session " + id.csId());
            }
        }
        List<SpPayload> all = new ArrayList<>(ours);
        for (SpPayload policy : theirs) {
            if (ours.contains(policy)) {
                continue;
            }
            Policies.check(List.of(policy));
            if (!acceptable.test(policy)) {
                throw Refusal.because(
                        RejectReason.POLICY_REFUSED,
                        "policy " + policy.policyNo() + " of the Responder is not accepted");
            }
            all.add(policy);
        }
        return new TransferSessions(answered, all).requireComplete(keys);
    }

    /** The policies that are not in these. */
    List<SpPayload> policiesBeyond(List<SpPayload> offered) {
        return policies.subList(offered.size(), policies.size());
    }
}

package org.mikey4j.exchange.rsar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.UnusablePolicyException;
import org.mikey4j.exchange.internal.Policies;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.ProtType;

/** Policies in which a parameter can stand several times, once for each option (RFC 4738, 3.4 and 3.6). */
final class PolicyOptions {
    /** The most combinations of options that are looked at for one policy. */
    private static final int MAX_COMBINATIONS = 256;

    private PolicyOptions() {}

    /**
     * Checks that each policy is for a supported protocol and has a combination of options that can be used.
     *
     * @throws org.mikey4j.exchange.internal.Refusal if not
     */
    static void requireUsable(List<SpPayload> offered) {
        for (SpPayload policy : offered) {
            if (policy.protType() != ProtType.SRTP
                    || find(policy, usable -> true).isEmpty()) {
                Policies.check(List.of(first(policy)));
            }
        }
    }

    /** The same policy with the first usable combination of its options, or simply the first if there is none. */
    static SpPayload choose(SpPayload offered) {
        return find(offered, usable -> true).orElseGet(() -> first(offered));
    }

    /** The same policy with those of its options that have this effect, if it offers them. */
    static Optional<SpPayload> choose(SpPayload offered, SrtpPolicy wanted) {
        return find(offered, wanted::equals);
    }

    /** The same policy with the first option of each parameter. */
    private static SpPayload first(SpPayload offered) {
        return combination(offered, 0);
    }

    private static Optional<SpPayload> find(SpPayload offered, Predicate<SrtpPolicy> wanted) {
        long combinations = 1;
        for (List<PolicyParameter> options : options(offered).values()) {
            combinations = Math.min(combinations * options.size(), MAX_COMBINATIONS);
        }
        for (int i = 0; i < combinations; i++) {
            SpPayload chosen = combination(offered, i);
            try {
                if (wanted.test(SrtpPolicy.of(chosen))) {
                    return Optional.of(chosen);
                }
            } catch (UnusablePolicyException e) {
                // The next one may be usable.
            }
        }
        return Optional.empty();
    }

    /** The options counted through like the digits of a number; those of the last parameter change fastest. */
    private static SpPayload combination(SpPayload offered, int number) {
        List<List<PolicyParameter>> options = List.copyOf(options(offered).values());
        List<PolicyParameter> chosen = new ArrayList<>();
        int rest = number;
        for (int i = options.size() - 1; i >= 0; i--) {
            List<PolicyParameter> of = options.get(i);
            chosen.add(0, of.get(rest % of.size()));
            rest /= of.size();
        }
        return SpPayload.of(offered.policyNo(), offered.protType(), chosen);
    }

    private static Map<Integer, List<PolicyParameter>> options(SpPayload offered) {
        Map<Integer, List<PolicyParameter>> options = new LinkedHashMap<>();
        for (PolicyParameter parameter : offered.parameters()) {
            options.computeIfAbsent(parameter.type(), type -> new ArrayList<>()).add(parameter);
        }
        return options;
    }

    /** Whether the policies choose one option of each offered one: no other policy, no other parameter or value. */
    static boolean isChoice(List<SpPayload> chosen, List<SpPayload> offered) {
        if (offered.isEmpty()) {
            return true;
        }
        Set<Integer> numbers = new HashSet<>();
        return !chosen.isEmpty()
                && chosen.stream()
                        .allMatch(sp ->
                                numbers.add(sp.policyNo()) && offered.stream().anyMatch(o -> isChoice(sp, o)));
    }

    private static boolean isChoice(SpPayload chosen, SpPayload offered) {
        List<PolicyParameter> parameters = chosen.parameters();
        return chosen.policyNo() == offered.policyNo()
                && chosen.protType() == offered.protType()
                && parameters.size() == types(parameters).size()
                && types(parameters).equals(types(offered.parameters()))
                && offered.parameters().containsAll(parameters);
    }

    private static Set<Integer> types(List<PolicyParameter> parameters) {
        return parameters.stream().map(PolicyParameter::type).collect(Collectors.toSet());
    }
}

package org.mikey4j.exchange.rsar;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;

/** Policies in which a parameter can stand several times, once for each option (RFC 4738, 3.4 and 3.6). */
final class PolicyOptions {
    private PolicyOptions() {}

    /** The same policy with the first option of each parameter. */
    static SpPayload first(SpPayload offered) {
        Set<Integer> seen = new HashSet<>();
        List<PolicyParameter> chosen = offered.parameters().stream()
                .filter(parameter -> seen.add(parameter.type()))
                .toList();
        return SpPayload.of(offered.policyNo(), offered.protType(), chosen);
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

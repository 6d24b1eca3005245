package org.mikey4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.SrtpParam;

/** {@code --sp}: none, the name of a standard policy, or its parameters one by one. */
final class PolicyOption {
    private PolicyOption() {}

    /**
     * The policy that the option describes; empty for none.
     *
     * @throws CliFailure if it describes none that can be written
     */
    static Optional<SpPayload> parse(String text, int policyNo) {
        if (text.equals("none")) {
            return Optional.empty();
        }
        if (!text.contains("=")) {
            return Optional.of(SrtpPolicy.named(text, policyNo)
                    .orElseThrow(() -> CliFailure.usage("--sp: no policy " + text)
                            .withHint("policies: none, " + String.join(", ", SrtpPolicy.names())
                                    + ", or parameters such as 0=01,1=10,11=0a")));
        }
        List<PolicyParameter> parameters = new ArrayList<>();
        for (String parameter : text.split(",", -1)) {
            int equals = parameter.indexOf('=');
            if (equals < 0) {
                throw CliFailure.usage("--sp: " + parameter + " is not TYPE=HEX");
            }
            Octets value = HexOption.octets("--sp, " + parameter, parameter.substring(equals + 1), 0, 255);
            parameters.add(new PolicyParameter(type(parameter.substring(0, equals)), value));
        }
        return Optional.of(SpPayload.of(policyNo, ProtType.SRTP, parameters));
    }

    private static int type(String text) {
        return SrtpParam.REGISTRY.valueOf(text).orElseGet(() -> {
            try {
                int type = Integer.parseInt(text);
                if (type >= 0 && type <= 255) {
                    return type;
                }
            } catch (NumberFormatException e) {
                // Told below, as for a number that is too large.
            }
            throw CliFailure.usage("--sp: " + text + " is no parameter type: a number from 0 to 255, or its name");
        });
    }
}

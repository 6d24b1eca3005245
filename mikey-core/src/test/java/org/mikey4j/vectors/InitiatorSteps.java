package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.message.Octets;

/** Gives the answers of an exchange vector to an Initiator, whatever its mode, and checks what comes of each. */
final class InitiatorSteps {
    private InitiatorSteps() {}

    static void run(ExchangeVector vector, Function<Octets, InitiatorResult> initiator) {
        for (JsonNode step : vector.steps()) {
            check(initiator.apply(Octets.ofHex(step.get("message").asText())), step);
        }
    }

    private static void check(InitiatorResult result, JsonNode step) {
        if (step.get("result").asText().equals("accepted")) {
            assertThat(result).isInstanceOf(InitiatorResult.Established.class);
            ExchangeVector.assertKeys(((InitiatorResult.Established) result).association(), step);
            return;
        }
        assertThat(result).isInstanceOf(Rejected.class);
        Rejected rejected = (Rejected) result;
        assertThat(rejected.reason().name())
                .as(rejected.detail())
                .isEqualTo(step.get("reason").asText());
        assertThat(rejected.errorMessage()).isEmpty();
        assertThat(rejected.reason() == RejectReason.PEER_ERROR).isEqualTo(step.has("error"));
        if (step.has("error")) {
            assertThat(rejected.errorNo()).isEqualTo(step.get("error").asInt());
            assertThat(rejected.authenticated())
                    .isEqualTo(step.get("authenticated").asBoolean());
        }
    }
}

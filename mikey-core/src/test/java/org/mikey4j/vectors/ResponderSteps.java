package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.testing.SetClock;

/** Gives the messages of an exchange vector to a Responder, whatever its mode, and checks what comes of each. */
final class ResponderSteps {
    private static final Set<Integer> AUTHENTICATING = Set.of(PayloadType.V, PayloadType.KEMAC, PayloadType.SIGN);

    private ResponderSteps() {}

    /** A Responder of any mode. */
    interface Responder {
        ResponderResult receive(Octets message, Octets context);

        ResponderResult receiveUpdate(SecurityAssociation current, Octets message, Octets context);
    }

    static Instant at(JsonNode step) {
        return Instant.parse(step.get("at").asText());
    }

    static void run(ExchangeVector vector, SetClock clock, Responder responder) {
        Optional<SecurityAssociation> current = Optional.empty();
        for (JsonNode step : vector.steps()) {
            clock.set(at(step));
            Octets message = Octets.ofHex(step.get("message").asText());
            Octets context = Octets.ofHex(step.path("context").asText());
            ResponderResult result = step.has("update")
                    ? responder.receiveUpdate(current.orElseThrow(), message, context)
                    : responder.receive(message, context);
            check(result, step, message);
            if (result instanceof ResponderResult.Established established) {
                current = Optional.of(established.association());
            }
        }
    }

    private static void check(ResponderResult result, JsonNode step, Octets message) {
        switch (step.get("result").asText()) {
            case "accepted" -> {
                assertThat(result).isInstanceOf(ResponderResult.Established.class);
                ResponderResult.Established established = (ResponderResult.Established) result;
                ExchangeVector.assertKeys(established.association(), step);
                assertAnswer(established.reply(), step);
            }
            case "repeated" -> {
                assertThat(result).isInstanceOf(ResponderResult.Repeated.class);
                assertAnswer(((ResponderResult.Repeated) result).reply(), step);
            }
            default -> {
                assertThat(result).isInstanceOf(Rejected.class);
                assertRefused((Rejected) result, step, message);
            }
        }
    }

    private static void assertAnswer(Optional<MikeyMessage> reply, JsonNode step) {
        assertThat(reply.map(m -> m.octets().toHex()))
                .isEqualTo(Optional.ofNullable(step.get("answer")).map(JsonNode::asText));
    }

    static void assertRefused(Rejected rejected, JsonNode step, Octets message) {
        assertThat(rejected.reason().name())
                .as(rejected.detail())
                .isEqualTo(step.get("reason").asText());
        assertThat(rejected.errorMessage().isPresent()).as("is told").isEqualTo(step.has("error"));
        rejected.errorMessage().ifPresent(error -> {
            assertThat(error.header().dataType()).isEqualTo(DataType.ERROR);
            assertThat(error.octets().slice(4, 4)).as("CSB ID").isEqualTo(message.slice(4, 4));
            assertThat(error.payload(TPayload.class)).isPresent();
            assertThat(error.payload(ErrPayload.class).orElseThrow().errorNo())
                    .isEqualTo(step.get("error").asInt());
            List<Payload> payloads = error.payloads();
            assertThat(AUTHENTICATING.contains(payloads.get(payloads.size() - 1).type()))
                    .as("authenticated")
                    .isEqualTo(step.get("authenticated").asBoolean());
        });
    }
}

package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ibake.IbakeAnswerJudge;
import org.mikey4j.exchange.ibake.IbakeConfirmation;
import org.mikey4j.exchange.ibake.IbakeFirstOffer;
import org.mikey4j.exchange.ibake.IbakeFirstResult;
import org.mikey4j.exchange.ibake.IbakeInitiator;
import org.mikey4j.exchange.ibake.IbakePendingAnswer;
import org.mikey4j.exchange.ibake.IbakeResponder;
import org.mikey4j.exchange.ibake.IbakeResponse;
import org.mikey4j.exchange.ibake.IbakeSecondOffer;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SetClock;

/** What a second implementation says that both ends of MIKEY-IBAKE accept, answer and refuse. */
class IbakeVectorsTest {
    private static final String RESPONDER = "exchanges/ibake-responder.json";
    private static final String INITIATOR = "exchanges/ibake-initiator.json";

    static Stream<ExchangeVector> responder() {
        return ExchangeVector.of(RESPONDER);
    }

    static Stream<ExchangeVector> initiator() {
        return ExchangeVector.of(INITIATOR);
    }

    @Test
    void theFilesFollowTheirSchema() {
        for (String file : new String[] {RESPONDER, INITIATOR}) {
            VectorFile.assertFollows("exchanges/exchange-vectors.schema.json", file);
            VectorFile.assertCounted(file);
        }
    }

    private static Octets message(JsonNode step) {
        return Octets.ofHex(step.get("message").asText());
    }

    private static boolean isOfType(Octets message, int dataType) {
        return message.length() > 1 && message.at(1) == dataType;
    }

    private static void assertAnswer(MikeyMessage reply, JsonNode step) {
        assertThat(reply.octets().toHex()).isEqualTo(step.get("answer").asText());
    }

    private static void assertReason(Rejected rejected, JsonNode step) {
        assertThat(rejected.reason().name())
                .as(rejected.detail())
                .isEqualTo(step.get("reason").asText());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("responder")
    @Proves({"R6267-4.2.2.2-01", "R6267-4.2.2.3-04", "R6267-4.2.2.6-01", "R6267-5.4-01"})
    void theResponderDoesAsStated(ExchangeVector vector) {
        SetClock clock = new SetClock(ResponderSteps.at(vector.steps().get(0)));
        IbakeEnds ends = new IbakeEnds(vector, RESPONDER, clock);
        IbakeResponder responder = ends.responder();
        Optional<IbakePendingAnswer> pending = Optional.empty();
        for (JsonNode step : vector.steps()) {
            clock.set(ResponderSteps.at(step));
            if (pending.isPresent() && !isOfType(message(step), DataType.I_MESSAGE_1)) {
                second(pending.get(), step);
            } else {
                pending = first(responder, step).or(() -> Optional.empty());
            }
        }
        assertThat(ends.isAllDrawn() || vector.json().get("result").asText().equals("invalid"))
                .as("everything was drawn")
                .isTrue();
    }

    private static Optional<IbakePendingAnswer> first(IbakeResponder responder, JsonNode step) {
        Octets message = message(step);
        IbakeResponse response =
                responder.receive(message, Octets.ofHex(step.path("context").asText()));
        switch (step.get("result").asText()) {
            case "answered" -> {
                assertThat(response).as(String.valueOf(response)).isInstanceOf(IbakeResponse.Answered.class);
                IbakePendingAnswer answer = ((IbakeResponse.Answered) response).answer();
                assertAnswer(answer.message(), step);
                return Optional.of(answer);
            }
            case "repeated" -> {
                assertThat(response).isInstanceOf(IbakeResponse.Repeated.class);
                assertAnswer(((IbakeResponse.Repeated) response).reply().orElseThrow(), step);
            }
            default -> {
                assertThat(response).isInstanceOf(IbakeResponse.Refused.class);
                ResponderSteps.assertRefused(((IbakeResponse.Refused) response).rejected(), step, message);
            }
        }
        return Optional.empty();
    }

    private static void second(IbakePendingAnswer pending, JsonNode step) {
        Octets message = message(step);
        IbakeConfirmation confirmation = pending.receive(message);
        switch (step.get("result").asText()) {
            case "accepted" -> {
                assertThat(confirmation)
                        .as(String.valueOf(confirmation))
                        .isInstanceOf(IbakeConfirmation.Established.class);
                IbakeConfirmation.Established established = (IbakeConfirmation.Established) confirmation;
                ExchangeVector.assertKeys(established.association(), step);
                assertAnswer(established.reply(), step);
                assertThat(established.esk().map(Octets::toHex).orElse(""))
                        .isEqualTo(step.path("esk").asText());
            }
            case "repeated" -> {
                assertThat(confirmation).isInstanceOf(IbakeConfirmation.Repeated.class);
                assertAnswer(((IbakeConfirmation.Repeated) confirmation).reply(), step);
            }
            default -> {
                assertThat(confirmation).isInstanceOf(IbakeConfirmation.Refused.class);
                ResponderSteps.assertRefused(((IbakeConfirmation.Refused) confirmation).rejected(), step, message);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("initiator")
    @Proves({"R6267-4.2.2.4-01", "R6267-4.2.2.5-04", "R6267-5.1-02", "R6267-5.4-02"})
    void theInitiatorDoesAsStated(ExchangeVector vector) {
        SetClock clock = new SetClock(ResponderSteps.at(vector.steps().get(0)));
        IbakeEnds ends = new IbakeEnds(vector, INITIATOR, clock);
        JsonNode setup = vector.setup().get("ibake");
        EcGroup group = EcGroup.of(setup.get("curve").asInt()).orElseThrow();
        MikeyMessage offer = MikeyMessage.decode(
                Octets.ofHex(vector.setup().get("offer").asText()).toByteArray());
        IbakeInitiator initiator =
                ends.initiator(setup.has("anybody") ? IbakeAnswerJudge.anybody() : IbakeAnswerJudge.onlyAsked());
        try (IbakeFirstOffer first =
                initiator.resume(group, ExchangeVector.validityOf(setup.path("validity")), offer)) {
            Optional<IbakeSecondOffer> second = Optional.empty();
            for (JsonNode step : vector.steps()) {
                clock.set(ResponderSteps.at(step));
                if (second.isPresent()) {
                    last(second.get().receive(message(step)), step);
                } else {
                    second = next(first.receive(message(step)), step);
                }
            }
            second.ifPresent(IbakeSecondOffer::close);
        }
    }

    private static Optional<IbakeSecondOffer> next(IbakeFirstResult result, JsonNode step) {
        if (!step.get("result").asText().equals("answered")) {
            assertThat(result).isInstanceOf(IbakeFirstResult.Refused.class);
            assertReason(((IbakeFirstResult.Refused) result).rejected(), step);
            return Optional.empty();
        }
        assertThat(result).as(String.valueOf(result)).isInstanceOf(IbakeFirstResult.Next.class);
        IbakeSecondOffer offer = ((IbakeFirstResult.Next) result).offer();
        assertAnswer(offer.message(), step);
        assertThat(offer.secretKey()
                        .map(SecretBytes::toByteArray)
                        .map(Octets::copyOf)
                        .map(Octets::toHex)
                        .orElse(""))
                .isEqualTo(step.path("secretKey").asText());
        return Optional.of(offer);
    }

    private static void last(InitiatorResult result, JsonNode step) {
        if (step.get("result").asText().equals("accepted")) {
            assertThat(result).as(String.valueOf(result)).isInstanceOf(InitiatorResult.Established.class);
            ExchangeVector.assertKeys(((InitiatorResult.Established) result).association(), step);
        } else {
            assertThat(result).isInstanceOf(Rejected.class);
            assertReason((Rejected) result, step);
        }
    }
}

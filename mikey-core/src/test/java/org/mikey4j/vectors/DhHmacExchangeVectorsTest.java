package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.Prf;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.dhhmac.DhHmacInitiator;
import org.mikey4j.exchange.dhhmac.DhHmacPendingOffer;
import org.mikey4j.exchange.dhhmac.DhHmacResponder;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.testing.SetClock;

/** What a second implementation says that the two ends of DHHMAC accept, answer and refuse. */
class DhHmacExchangeVectorsTest {
    private static final String RESPONDER = "exchanges/dhhmac-responder.json";
    private static final String INITIATOR = "exchanges/dhhmac-initiator.json";

    static Stream<ExchangeVector> responder() {
        return ExchangeVector.of(RESPONDER);
    }

    static Stream<ExchangeVector> initiator() {
        return ExchangeVector.of(INITIATOR);
    }

    @Test
    void theFilesFollowTheirSchema() {
        for (String file : List.of(RESPONDER, INITIATOR)) {
            VectorFile.assertFollows("exchanges/exchange-vectors.schema.json", file);
            VectorFile.assertCounted(file);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("responder")
    void theResponderDoesAsStated(ExchangeVector vector) {
        SetClock clock = new SetClock(ResponderSteps.at(vector.steps().get(0)));
        DhHmacResponder responder = new DhHmacResponder(
                vector.settings(clock),
                vector.groups(),
                vector.identity("responder").orElseThrow(),
                vector.lookup(),
                ExchangeVector.replays(clock),
                vector.judge());

        ResponderSteps.run(vector, clock, new ResponderSteps.Responder() {
            @Override
            public ResponderResult receive(Octets message, Octets context) {
                return responder.receive(message, context);
            }

            @Override
            public ResponderResult receiveUpdate(SecurityAssociation current, Octets message, Octets context) {
                return responder.receiveUpdate(current, message, context);
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("initiator")
    void theInitiatorMakesTheOfferAndDoesAsStated(ExchangeVector vector) {
        Octets octets = Octets.ofHex(vector.setup().get("offer").asText());
        MikeyMessage message = MikeyMessage.decode(octets.toByteArray());
        SetClock clock = new SetClock(ResponderSteps.at(vector.steps().get(0)));
        DhPayload dh = message.payload(DhPayload.class).orElseThrow();

        try (DhHmacPendingOffer offer = new DhHmacInitiator(vector.settings(clock), vector.groups())
                .offer(vector.psk().orElseThrow(), DhGroup.of(dh.dhGroup()).orElseThrow(), request(message, dh))) {
            assertThat(offer.message().octets()).isEqualTo(octets);
            InitiatorSteps.run(vector, offer::receive);
        }
    }

    private static OfferRequest request(MikeyMessage message, DhPayload dh) {
        List<IdPayload> ids = message.payloads(IdPayload.class);
        return OfferRequest.builder()
                .csbId(message.header().csbId())
                .csIdMap(message.header().csIdMap())
                .prf(Prf.of(message.header().prfFunc()).orElseThrow())
                .timestamp(message.payload(TPayload.class).orElseThrow())
                .rand(message.payload(RandPayload.class).orElseThrow().rand())
                .initiator(ids.get(0))
                .responder(ids.get(1))
                .macAlg(message.payload(KemacPayload.class).orElseThrow().macAlg())
                .keys(KeySpec.tgk().valid(dh.kv()))
                .build();
    }
}

package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.replay.InMemoryCounterLog;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SetClock;

/** What a second implementation says that a Responder of the pre-shared key method accepts, answers and refuses. */
class PskResponderVectorsTest {
    private static final String FILE = "exchanges/psk-responder.json";

    static Stream<ExchangeVector> all() {
        return ExchangeVector.of(FILE);
    }

    /** Those that anybody who has the keys can make. */
    static Stream<ExchangeVector> made() {
        return all().filter(v -> v.steps().get(0).has("transported")
                && (!v.setup().has("options") || v.toString().contains("unprotected")));
    }

    @Test
    void theFileFollowsItsSchema() {
        VectorFile.assertFollows("exchanges/exchange-vectors.schema.json", FILE);
        VectorFile.assertCounted(FILE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    @Proves({
        "R3830-3.1-01",
        "R3830-3.1-02",
        "R3830-3.1-04",
        "R3830-3.1-05",
        "R3830-3.1-07",
        "R3830-3.1-08",
        "R3830-3.1-09",
        "R3830-4.1.1-01",
        "R3830-4.1.3-01",
        "R3830-4.1.3-02",
        "R3830-4.1.3-04",
        "R3830-4.1.3-05",
        "R3830-4.2.3-01",
        "R3830-4.2.3-02",
        "R3830-4.2.3-03",
        "R3830-4.2.3-04",
        "R3830-4.2.3-05",
        "R3830-4.2.3-07",
        "R3830-4.2.4-01",
        "R3830-4.2.4-02",
        "R3830-4.2.4-03",
        "R3830-4.2.4-04",
        "R3830-4.2.8-01",
        "R3830-4.2.8-02",
        "R3830-4.5-01",
        "R3830-4.5-02",
        "R3830-4.5-03",
        "R3830-4.5-04",
        "R3830-4.5-05",
        "R3830-4.5-11",
        "R3830-5.1.2-01",
        "R3830-5.1.2-04",
        "R3830-5.2-03",
        "R3830-5.2-07",
        "R3830-5.3-01",
        "R3830-5.3-02",
        "R3830-5.3-03",
        "R3830-5.3-05",
        "R3830-5.3-06",
        "R3830-5.3-07",
        "R3830-5.3-08",
        "R3830-5.4-04",
        "R3830-6.1-05",
        "R3830-6.1-09",
        "R3830-6.1-10",
        "R3830-6.1.1-02",
        "R3830-6.1.1-03",
        "R3830-6.1.1-04",
        "R3830-6.10.1-01",
        "R3830-6.10.1-02",
        "R3830-6.13-04",
        "R3830-6.14-01",
        "R3830-6.15-01",
        "R3830-6.2-02",
        "R3830-6.2-04",
        "R3830-6.2-05",
        "R3830-6.6-01",
        "R3830-6.6-02",
        "R3830-6.6-03",
        "R3830-6.7-01",
        "R3830-9.5-01",
        "R3830-A-01",
        "R3830-A-03",
        "R4442-1-01",
        "R4442-5-01",
        "R4567-4-01",
        "R4567-4.1.2-11",
        "R4909-5-01",
        "R5410-5-01"
    })
    void theResponderDoesAsStated(ExchangeVector vector) {
        SetClock clock = new SetClock(ResponderSteps.at(vector.steps().get(0)));
        PskResponder responder = responder(vector, clock);

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

    private static PskResponder responder(ExchangeVector vector, SetClock clock) {
        return new PskResponder(
                vector.settings(clock),
                vector.lookup(),
                ExchangeVector.replays(clock),
                vector.judge(),
                new InMemoryCounterLog(4));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("made")
    @Proves({
        "R3830-3.1-01",
        "R3830-3.1-02",
        "R3830-3.1-03",
        "R3830-4.2.3-04",
        "R3830-5.2-01",
        "R3830-5.2-02",
        "R3830-9.5-02"
    })
    void theInitiatorMakesTheSameOctetsAndHoldsTheSameKeys(ExchangeVector vector) {
        JsonNode step = vector.steps().get(0);
        Octets octets = Octets.ofHex(step.get("message").asText());
        MikeyMessage message = MikeyMessage.decode(octets.toByteArray());
        ExchangeSettings settings = vector.settings(new SetClock(ResponderSteps.at(step)));
        PskInitiator initiator = new PskInitiator(settings);
        SecretBytes psk = vector.psk().orElseThrow();

        try (PskOffer offer = message.header().v()
                ? initiator.offer(psk, request(message, step))
                : initiator.send(psk, request(message, step))) {
            assertThat(offer.message().octets()).isEqualTo(octets);
            if (!message.header().v()) {
                ExchangeVector.assertKeys(offer.association(), step);
            }
        }
    }

    private static OfferRequest request(MikeyMessage message, JsonNode step) {
        List<KeySpec> keys = new ArrayList<>();
        for (JsonNode key : step.get("transported")) {
            SecretBytes octets = SecretBytes.copyOf(Octets.ofHex(key.get("key").asText()));
            int type = key.get("keyType").asInt();
            KeySpec spec = key.has("salt")
                    ? KeySpec.of(
                            type,
                            octets,
                            SecretBytes.copyOf(Octets.ofHex(key.get("salt").asText())))
                    : KeySpec.of(type, octets);
            keys.add(spec.valid(key.path("kv").asInt() == 0 ? KeyValidity.NULL : ExchangeVector.validityOf(key)));
        }
        KemacPayload kemac = message.payload(KemacPayload.class).orElseThrow();
        OfferRequest.Builder request = OfferRequest.builder()
                .csbId(message.header().csbId())
                .csIdMap(message.header().csIdMap())
                .prf(Prf.of(message.header().prfFunc()).orElseThrow())
                .timestamp(message.payload(TPayload.class).orElseThrow())
                .rand(message.payload(RandPayload.class).map(RandPayload::rand).orElse(Octets.EMPTY))
                .policies(message.payloads(SpPayload.class).toArray(new SpPayload[0]))
                .extensions(message.payloads(GeneralExtensionPayload.class).toArray(new GeneralExtensionPayload[0]))
                .encrAlg(kemac.encrAlg())
                .macAlg(kemac.macAlg())
                .keys(keys.toArray(new KeySpec[0]));
        List<IdPayload> ids = message.payloads(IdPayload.class);
        if (!ids.isEmpty()) {
            request.initiator(ids.get(0));
        }
        if (ids.size() > 1) {
            request.responder(ids.get(1));
        }
        return request.build();
    }
}

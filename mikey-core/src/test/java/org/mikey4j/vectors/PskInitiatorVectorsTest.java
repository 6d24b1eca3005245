package org.mikey4j.vectors;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SetClock;

/** What a second implementation says that an Initiator of the pre-shared key method takes for an answer. */
class PskInitiatorVectorsTest {
    private static final String FILE = "exchanges/psk-initiator.json";

    static Stream<ExchangeVector> all() {
        return ExchangeVector.of(FILE);
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
        "R3830-3.1-08",
        "R3830-5.1.2-02",
        "R3830-5.1.2-04",
        "R3830-5.1.2-07",
        "R3830-5.2-02",
        "R3830-5.2-04",
        "R3830-5.2-07",
        "R3830-5.4-07",
        "R3830-6.1-09",
        "R3830-6.1.1-01",
        "R3830-6.1.1-02",
        "R4567-4-01"
    })
    void theInitiatorDoesAsStated(ExchangeVector vector) {
        Instant at = Instant.parse(vector.steps().get(0).get("at").asText());
        PskInitiator initiator = new PskInitiator(vector.settings(new SetClock(at)));
        MikeyMessage message = MikeyMessage.decode(
                Octets.ofHex(vector.setup().get("offer").asText()).toByteArray());

        try (PskPendingOffer offer = initiator.resume(vector.psk().orElseThrow(), message)) {
            InitiatorSteps.run(vector, offer::receive);
        }
    }
}

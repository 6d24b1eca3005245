package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.Prf;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.dh.DhInitiator;
import org.mikey4j.exchange.dh.DhPendingOffer;
import org.mikey4j.exchange.dh.DhResponder;
import org.mikey4j.exchange.publickey.PkResponder;
import org.mikey4j.exchange.rsar.RsarInitiator;
import org.mikey4j.exchange.rsar.RsarJudge;
import org.mikey4j.exchange.rsar.RsarPendingOffer;
import org.mikey4j.exchange.rsar.RsarResponder;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.SetClock;

/** What a second implementation says that the ends of the modes with certificates accept, answer and refuse. */
class SignedExchangeVectorsTest {
    static Stream<ExchangeVector> pkResponder() {
        return ExchangeVector.of("exchanges/pk-responder.json");
    }

    static Stream<ExchangeVector> dhResponder() {
        return ExchangeVector.of("exchanges/dh-sign-responder.json");
    }

    static Stream<ExchangeVector> dhInitiator() {
        return ExchangeVector.of("exchanges/dh-sign-initiator.json");
    }

    static Stream<ExchangeVector> rsarResponder() {
        return ExchangeVector.of("exchanges/rsa-r-responder.json");
    }

    static Stream<ExchangeVector> rsarInitiator() {
        return ExchangeVector.of("exchanges/rsa-r-initiator.json");
    }

    @Test
    void theFilesFollowTheirSchema() {
        for (String file : SignedEnd.files()) {
            VectorFile.assertFollows("exchanges/exchange-vectors.schema.json", file);
            VectorFile.assertCounted(file);
        }
    }

    /** A Responder of one of the modes, by how it takes messages that begin a bundle and that update one. */
    private record Steps(Function<Received, ResponderResult> first, Function<Received, ResponderResult> update)
            implements ResponderSteps.Responder {
        @Override
        public ResponderResult receive(Octets message, Octets context) {
            return first.apply(new Received(Optional.empty(), message, context));
        }

        @Override
        public ResponderResult receiveUpdate(SecurityAssociation current, Octets message, Octets context) {
            return update.apply(new Received(Optional.of(current), message, context));
        }
    }

    private record Received(Optional<SecurityAssociation> current, Octets message, Octets context) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("pkResponder")
    void theResponderOfThePublicKeyMethodDoesAsStated(ExchangeVector vector) {
        SignedEnd end = SignedEnd.of(vector);
        SetClock clock = new SetClock(ResponderSteps.at(vector.steps().get(0)));
        PkResponder responder = new PkResponder(
                vector.settings(clock),
                end.identity().id(),
                end.trust(),
                PkResponder.oneKey(end.opener()),
                ExchangeVector.replays(clock),
                vector.judge());
        ResponderSteps.run(
                vector,
                clock,
                new Steps(
                        r -> responder.receive(r.message(), r.context()),
                        r -> responder.receiveUpdate(r.current().orElseThrow(), r.message(), r.context())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dhResponder")
    void theResponderOfDiffieHellmanDoesAsStated(ExchangeVector vector) {
        SignedEnd end = SignedEnd.of(vector);
        SetClock clock = new SetClock(ResponderSteps.at(vector.steps().get(0)));
        DhResponder responder = new DhResponder(
                vector.settings(clock),
                vector.groups(),
                end.identity(),
                end.trust(),
                ExchangeVector.replays(clock),
                vector.judge());
        ResponderSteps.run(
                vector,
                clock,
                new Steps(
                        r -> responder.receive(r.message(), r.context()),
                        r -> responder.receiveUpdate(r.current().orElseThrow(), r.message(), r.context())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rsarResponder")
    void theResponderOfRsarRefusesAsStated(ExchangeVector vector) {
        SignedEnd end = SignedEnd.of(vector);
        SetClock clock = new SetClock(ResponderSteps.at(vector.steps().get(0)));
        ReplayCache replays = ExchangeVector.replays(clock);
        RsarResponder responder = new RsarResponder(
                vector.settings(clock),
                end.identity(),
                end.trust(),
                replays,
                RsarJudge.acceptFirst(csId -> 1),
                EnvelopePadding.PKCS1_V1_5);
        ResponderSteps.run(vector, clock, new Steps(r -> responder.receive(r.message(), r.context()), r -> {
            throw new AssertionError("RSA-R has no updates of its own");
        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dhInitiator")
    void theInitiatorOfDiffieHellmanMakesTheOfferAndDoesAsStated(ExchangeVector vector) {
        MikeyMessage message = offer(vector);
        SignedEnd end = SignedEnd.of(vector);
        DhPayload dh = message.payload(DhPayload.class).orElseThrow();
        DhInitiator initiator = new DhInitiator(settings(vector), vector.groups(), end.identity(), end.trust());

        try (DhPendingOffer offer = initiator.offer(
                DhGroup.of(dh.dhGroup()).orElseThrow(),
                request(message).keys(KeySpec.tgk().valid(dh.kv())).build())) {
            assertThat(offer.message().octets()).isEqualTo(message.octets());
            InitiatorSteps.run(vector, offer::receive);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rsarInitiator")
    void theInitiatorOfRsarMakesTheRequestAndDoesAsStated(ExchangeVector vector) {
        MikeyMessage message = offer(vector);
        SignedEnd end = SignedEnd.of(vector);
        RsarInitiator initiator = new RsarInitiator(settings(vector), end.identity(), end.trust(), end.opener());
        OfferRequest request = request(message).build();
        RsarPendingOffer offer = vector.setup().has("join")
                ? initiator.join(request)
                : message.payload(RandPayload.class).isPresent()
                        ? initiator.offer(request)
                        : initiator.offerWithoutRand(request);

        assertThat(offer.message().octets()).isEqualTo(message.octets());
        Function<Octets, InitiatorResult> receive = offer::receive;
        InitiatorSteps.run(vector, receive);
    }

    private static MikeyMessage offer(ExchangeVector vector) {
        return MikeyMessage.decode(
                Octets.ofHex(vector.setup().get("offer").asText()).toByteArray());
    }

    private static ExchangeSettings settings(ExchangeVector vector) {
        return vector.settings(new SetClock(ResponderSteps.at(vector.steps().get(0))));
    }

    private static OfferRequest.Builder request(MikeyMessage message) {
        List<IdPayload> ids = message.payloads(IdPayload.class);
        OfferRequest.Builder request = OfferRequest.builder()
                .csbId(message.header().csbId())
                .csIdMap(message.header().csIdMap())
                .prf(Prf.of(message.header().prfFunc()).orElseThrow())
                .timestamp(message.payload(TPayload.class).orElseThrow())
                .responder(ids.get(1));
        message.payload(RandPayload.class).ifPresent(rand -> request.rand(rand.rand()));
        return request;
    }
}

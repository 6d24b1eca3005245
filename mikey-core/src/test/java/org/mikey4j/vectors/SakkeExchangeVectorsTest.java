package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.identity.KeyIdentifier;
import org.mikey4j.crypto.identity.KeyParameters;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.sakke.SakkeIdentities;
import org.mikey4j.exchange.sakke.SakkeInitiator;
import org.mikey4j.exchange.sakke.SakkeOneWayOffer;
import org.mikey4j.exchange.sakke.SakkeRecipient;
import org.mikey4j.exchange.sakke.SakkeResponder;
import org.mikey4j.kms.KmsKeys;
import org.mikey4j.kms.UserKeys;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SetClock;

/** What a second implementation of SAKKE and ECCSI says that a Responder accepts and refuses, and how such messages are made. */
class SakkeExchangeVectorsTest {
    private static final String FILE = "exchanges/sakke-responder.json";
    private static final SakkeEnds ENDS = new SakkeEnds(VectorFile.read(FILE).get("identityKeys"));

    static Stream<ExchangeVector> responder() {
        return ExchangeVector.of(FILE);
    }

    static Stream<ExchangeVector> made() {
        return responder().filter(vector -> vector.steps().get(0).has("made"));
    }

    @Test
    void theFileFollowsItsSchema() {
        VectorFile.assertFollows("exchanges/exchange-vectors.schema.json", FILE);
        VectorFile.assertCounted(FILE);
    }

    /** Each service's public keys and each user's keys come out of the secrets that are stated. */
    @Test
    @Proves({"R6507-4.2-02", "R6508-6.1-01", "R6508-6.1.1-01", "T33180-F.2.1-01"})
    void theKeysAreThoseThatTheServicesIssue() {
        ENDS.assertIssued();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("responder")
    @Proves({
        "R6507-3.3-01",
        "R6507-5.2.2-01",
        "R6507-5.2.2-02",
        "R6508-6.2.2-01",
        "R6508-6.2.2-02",
        "R6509-2.1.1-01",
        "R6509-2.2.1-01",
        "R6509-2.2.1-02",
        "R6509-2.2.1-03",
        "R6509-2.2.1-05",
        "R6509-2.2.1-06",
        "R6509-2.2.1-08",
        "R6509-2.2.1-09",
        "R6509-2.2.1-10",
        "R6509-2.2.1-11",
        "R6509-2.2.1-12",
        "R6509-2.2.1-13",
        "R6509-2.2.1-14",
        "R6509-2.2.2-01",
        "R6509-2.2.2-02",
        "R6509-2.2.2-04",
        "R6509-2.3-01",
        "R6509-3.1-01",
        "R6509-3.2-04",
        "R6509-3.2-05",
        "R6509-3.3-01",
        "R6509-4.1-01",
        "R6509-4.3-01",
        "T33180-E.1-01",
        "T33180-E.2-01",
        "T33180-E.7-01"
    })
    void theResponderDoesAsStated(ExchangeVector vector) {
        SetClock clock = new SetClock(ResponderSteps.at(vector.steps().get(0)));
        KmsKeys keys = ENDS.keys(vector.setup().get("identity"));
        KmsKeys expecting = Optional.ofNullable(vector.setup().get("identity").get("expecting"))
                .map(uri -> keys.expecting(uri.asText()))
                .orElse(keys);
        SakkeResponder responder =
                new SakkeResponder(vector.settings(clock), expecting, ExchangeVector.replays(clock), vector.judge());
        ResponderSteps.run(vector, clock, new ResponderSteps.Responder() {
            @Override
            public ResponderResult receive(Octets message, Octets context) {
                return responder.receive(message, context);
            }

            @Override
            public ResponderResult receiveUpdate(SecurityAssociation current, Octets message, Octets context) {
                throw new AssertionError("MIKEY-SAKKE has no updates");
            }
        });
    }

    /** Draws the random value of the signature, and nothing else is drawn. */
    private static final class GivenJ extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final transient Octets j;

        GivenJ(Octets j) {
            this.j = j;
        }

        @Override
        public void nextBytes(byte[] target) {
            j.slice(0, target.length).copyTo(target, 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("made")
    @Proves({
        "R6507-5.2.1-01",
        "R6508-4-01",
        "R6508-6.2.1-01",
        "R6509-2.1.2-02",
        "R6509-2.2.1-02",
        "R6509-2.2.1-04",
        "R6509-2.2.1-08",
        "R6509-2.2.1-09",
        "R6509-4.1-01",
        "R6509-4.2-01",
        "R6509-4.3-01",
        "R6509-4.4-01",
        "T33180-E.5-01",
        "T33180-E.6-01"
    })
    void theInitiatorMakesTheSameOctets(ExchangeVector vector) {
        JsonNode step = vector.steps().get(0);
        JsonNode made = step.get("made");
        MikeyMessage message =
                MikeyMessage.decode(Octets.ofHex(step.get("message").asText()).toByteArray());
        SecretBytes ssv = SecretBytes.copyOf(Octets.ofHex(made.get("ssv").asText()));
        OfferRequest request = OfferRequest.builder()
                .prf(Prf.of(message.header().prfFunc()).orElseThrow())
                .csbId(message.header().csbId())
                .csIdMap(message.header().csIdMap())
                .timestamp(message.payload(TPayload.class).orElseThrow())
                .rand(message.payload(RandPayload.class).orElseThrow().rand())
                .policies(message.payloads(SpPayload.class).toArray(SpPayload[]::new))
                .extensions(message.payloads(GeneralExtensionPayload.class).stream()
                        .filter(e -> e.extensionType() != GeneralExtensionType.SAKKE_TO_SELF)
                        .toArray(GeneralExtensionPayload[]::new))
                .keys(KeySpec.of(KeyDataType.TGK, ssv))
                .build();

        UserKeys signer = ENDS.user(made.get("signer").asText());
        UserKeys receiver = ENDS.user(made.get("receiver").asText());
        SakkeInitiator initiator = new SakkeInitiator(
                ExchangeSettings.builder(
                                new SetClock(ResponderSteps.at(step)),
                                new GivenJ(Octets.ofHex(made.get("j").asText())))
                        .build(),
                signer.signingKey());
        try (SakkeOneWayOffer offer = made.has("toSelf")
                ? initiator.sendToSelfToo(identities(message), to(receiver), to(signer), request)
                : initiator.send(identities(message), to(receiver), request)) {
            assertThat(offer.message().octets()).isEqualTo(message.octets());
            assertThat(offer.association().keys().get(0).key()).isEqualTo(ssv);
        }
        assertKeyParameters(made, message, ssv);
    }

    private static void assertKeyParameters(JsonNode made, MikeyMessage message, SecretBytes ssv) {
        if (!made.has("keyId")) {
            return;
        }
        KeyIdentifier keyId = KeyIdentifier.of(Octets.ofHex(made.get("keyId").asText()));
        KeyIdentifier ofReceiver =
                keyId.forUser(ssv, ENDS.uri(made.get("receiver").asText()));
        assertThat(ofReceiver.octets().u32(0)).isEqualTo(message.header().csbId());
        Octets data = message.payloads(GeneralExtensionPayload.class).get(1).data();
        assertThat(KeyParameters.open(data, ssv, ofReceiver).orElseThrow().encode())
                .isEqualTo(Octets.ofHex(made.get("keyParameters").asText()));
    }

    private static SakkeRecipient to(UserKeys keys) {
        return new SakkeRecipient(
                keys.certificate().publicKey(),
                keys.identifier(),
                keys.certificate().scheme().idScheme());
    }

    private static SakkeIdentities identities(MikeyMessage message) {
        return new SakkeIdentities(
                idr(message, role -> role == IdRole.IDR_I || role == IdRole.IDR_UIDI),
                idr(message, role -> role == IdRole.IDR_R || role == IdRole.IDR_UIDR),
                idr(message, role -> role == IdRole.IDR_KMSI),
                idr(message, role -> role == IdRole.IDR_KMSR));
    }

    private static Optional<IdrPayload> idr(MikeyMessage message, IntPredicate role) {
        List<IdrPayload> all = message.payloads(IdrPayload.class);
        return all.stream().filter(idr -> role.test(idr.idRole())).findFirst();
    }
}

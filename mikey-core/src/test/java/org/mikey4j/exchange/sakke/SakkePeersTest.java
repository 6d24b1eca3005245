package org.mikey4j.exchange.sakke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.Kpak;
import org.mikey4j.crypto.identity.IdentifierException;
import org.mikey4j.crypto.identity.KeyIdentifier;
import org.mikey4j.crypto.identity.KeyParameters;
import org.mikey4j.crypto.sakke.SakkePublicKey;
import org.mikey4j.crypto.sakke.SakkeReceiverKey;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TPayload;
import org.mikey4j.testing.NoReplays;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;
import org.mikey4j.vectors.VectorFile;

/** Every message of MIKEY-SAKKE that other implementations made and published with its keys. */
class SakkePeersTest {
    static Stream<JsonNode> messages() {
        return StreamSupport.stream(
                        VectorFile.read("messages/peers.json").get("groups").spliterator(), false)
                .filter(group -> group.get("mode").asText().equals("SAKKE"))
                .flatMap(group -> StreamSupport.stream(group.get("tests").spliterator(), false))
                .filter(test -> test.path("secrets").has("KPAK"));
    }

    private static Octets octets(JsonNode secrets, String name) {
        return Octets.ofHex(secrets.get(name).asText().toLowerCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("messages")
    @Proves({"R6509-2.2.1-05", "R6509-2.2.2-04", "T33180-E.1-01", "T33180-E.2-01"})
    void isOpened(JsonNode test) {
        JsonNode secrets = test.get("secrets");
        Octets message = Octets.ofHex(test.get("message").asText());
        ExchangeSettings any =
                ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build();
        TPayload t = MikeyMessage.inspect(message, DecodeOptions.STRICT)
                .message()
                .orElseThrow()
                .payload(TPayload.class)
                .orElseThrow();
        Instant at = ReceivedOffer.at(t, any);
        ExchangeSettings settings = ExchangeSettings.builder(Clock.fixed(at, ZoneOffset.UTC), Peers.RANDOM)
                .build();
        SakkeKeys keys = new SakkeKeys() {
            @Override
            public Optional<Signer> signer(SakkeClaim claim) {
                assertThat(claim.at()).isEqualTo(at);
                return Optional.of(new Signer(Kpak.decode(octets(secrets, "KPAK")), octets(secrets, "senderIdHex")));
            }

            @Override
            public Optional<SakkeReceiverKey> receiver(SakkeClaim claim) {
                return Optional.of(SakkeReceiverKey.validate(
                        SakkePublicKey.decode(octets(secrets, "Z")),
                        octets(secrets, "recipientIdHex"),
                        SecretBytes.copyOf(octets(secrets, "rsk"))));
            }
        };

        ResponderResult result = new SakkeResponder(
                        settings, keys, new NoReplays(), OfferJudge.acceptSupported(csId -> 7))
                .receive(message, Octets.EMPTY);

        if (test.get("flags").toString().contains("SignatureInvalid")) {
            Peers.rejected(result, RejectReason.AUTHENTICATION_FAILED);
            return;
        }
        SecurityAssociation association = Peers.answered(result).association();
        assertThat(association.keys()).hasSize(1);
        if (secrets.has("ssv(tgk)")) {
            assertThat(association.keys().get(0).key()).isEqualTo(SecretBytes.copyOf(octets(secrets, "ssv(tgk)")));
        }
        assertThat(association.csbId())
                .isEqualTo(Long.parseLong(test.get("expect").get("csbId").asText(), 16));
    }

    /** Msg 1 to 3 of Streamwide: what the extension says is under the key of the message. */
    @ParameterizedTest
    @CsvSource({
        "stw-md-gmk, 07d1a1677ac36d8e81620484689b3c2d, 0000000001000000000000000000000000000100",
        "stw-md-csk, e06e65106183547342d3e8a6ce2540a8, 0200000001000000000000000000000000",
        "stw-md-pck, b4c96b703acd5c1bf7d4cc45068d9965, 0100000001000000000000000000000000"
    })
    @Proves("T33180-E.6-01")
    void theKeyParametersAreOpened(String id, String key, String plain) {
        JsonNode test = messages()
                .filter(t -> t.get("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
        MikeyMessage message =
                MikeyMessage.decode(Octets.ofHex(test.get("message").asText()), DecodeOptions.STRICT);
        Octets data =
                message.payload(GeneralExtensionPayload.class).orElseThrow().data();
        KeyIdentifier keyId =
                KeyIdentifier.of(Octets.ofHex(test.get("expect").get("csbId").asText()));

        KeyParameters parameters = KeyParameters.open(data, SecretBytes.copyOf(Octets.ofHex(key)), keyId)
                .orElseThrow();

        assertThat(parameters.encode().toHex()).isEqualTo(plain);
        assertThat(parameters.status()).isEqualTo(1);
        assertThatThrownBy(() -> KeyParameters.open(data, SecretBytes.copyOf(new byte[16]), keyId))
                .isInstanceOf(IdentifierException.class)
                .hasMessage("key parameters: not authentic (TS 33.180, E.6)");
    }
}

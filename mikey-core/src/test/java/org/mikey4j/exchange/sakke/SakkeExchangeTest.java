package org.mikey4j.exchange.sakke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.EccsiSigningKey;
import org.mikey4j.crypto.eccsi.Ksak;
import org.mikey4j.crypto.identity.KeyIdentifier;
import org.mikey4j.crypto.identity.KeyIdentifier.Purpose;
import org.mikey4j.crypto.identity.KeyParameters;
import org.mikey4j.crypto.identity.KeyPeriods;
import org.mikey4j.crypto.identity.UserId;
import org.mikey4j.crypto.sakke.SakkeMasterSecret;
import org.mikey4j.crypto.sakke.SakkeReceiverKey;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.SakkePayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.IdScheme;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.KeptRandom;
import org.mikey4j.testing.LateReplays;
import org.mikey4j.testing.NoReplays;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;

/** Two users of two KMSs, as mission-critical services have them; and what must not work. */
class SakkeExchangeTest {
    private static final String ALICE = "sip:alice@a.example";
    private static final String BOB = "sip:bob@b.example";
    private static final KeyPeriods PERIODS = new KeyPeriods(2_592_000, 0);
    private static final Kms KMS_A = new Kms("kms.a.example");
    private static final Kms KMS_B = new Kms("kms.b.example");
    private static final long NOW = PERIODS.at(Peers.CLOCK.instant());
    private static final EccsiSigningKey ALICE_SIGNS = KMS_A.signing.issue(KMS_A.id(ALICE, NOW), Peers.RANDOM);
    private static final Map<String, SakkeReceiverKey> RECEIVERS = new HashMap<>();
    private static final SakkeIdentities IDENTITIES = SakkeIdentities.ofUris(ALICE, BOB, KMS_A.uri, KMS_B.uri);
    private static final OfferJudge JUDGE = OfferJudge.acceptSupported(csId -> 7);

    private final ExchangeSettings settings =
            ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build();

    private static final class Kms {
        private final String uri;
        private final SakkeMasterSecret master = SakkeMasterSecret.generate(Peers.RANDOM);
        private final Ksak signing = Ksak.generate(Peers.RANDOM);

        Kms(String uri) {
            this.uri = uri;
        }

        Octets id(String user, long period) {
            return UserId.of(user, uri, PERIODS, period).octets();
        }

        SakkeReceiverKey receiver(String user, long period) {
            return RECEIVERS.computeIfAbsent(
                    uri + user + period,
                    key -> SakkeReceiverKey.validate(
                            master.publicKey(), id(user, period), master.extract(id(user, period))));
        }
    }

    /** Knows both KMSs, and keys for the period of the message and the one before. */
    private static class Keys implements SakkeKeys {
        private final List<SakkeClaim> claims = new ArrayList<>();

        @Override
        public Optional<Signer> signer(SakkeClaim claim) {
            claims.add(claim);
            String kms = claim.identities().initiatorKms().map(IdrPayload::text).orElse("");
            String who = claim.identities().initiator().map(IdrPayload::text).orElse("");
            return kms.equals(KMS_A.uri)
                    ? Optional.of(new Signer(KMS_A.signing.kpak(), KMS_A.id(who, PERIODS.at(claim.at()))))
                    : Optional.empty();
        }

        @Override
        public Optional<SakkeReceiverKey> receiver(SakkeClaim claim) {
            String kms = claim.identities().responderKms().map(IdrPayload::text).orElse("");
            String who = claim.identities().responder().map(IdrPayload::text).orElse("");
            return kms.equals(KMS_B.uri) && who.equals(BOB)
                    ? Optional.of(KMS_B.receiver(BOB, PERIODS.at(claim.at())))
                    : Optional.empty();
        }
    }

    private static OfferRequest.Builder request() {
        return OfferRequest.builder()
                .prf(Prf.HMAC_SHA_256)
                .policies(SrtpPolicy.named("AEAD_AES_128_GCM", 0).orElseThrow())
                .csIdMap(CsIdMap.srtp(new SrtpId(0, 0x1a2b3c4d, 0), new SrtpId(0, 0, 0)));
    }

    private static SakkeRecipient bob() {
        return new SakkeRecipient(KMS_B.master.publicKey(), KMS_B.id(BOB, NOW), IdScheme.HASHED_UID_3GPP);
    }

    private SakkeOneWayOffer offer() {
        return new SakkeInitiator(settings, ALICE_SIGNS)
                .send(IDENTITIES, bob(), request().build());
    }

    private ResponderResult receive(Octets message) {
        return receive(message, new NoReplays());
    }

    private ResponderResult receive(Octets message, ReplayCache replays) {
        return new SakkeResponder(settings, new Keys(), replays, JUDGE).receive(message, Octets.EMPTY);
    }

    private static void assertRejected(ResponderResult result, RejectReason reason, String detail) {
        assertThat(Peers.rejected(result, reason).detail()).isEqualTo(detail);
    }

    @Test
    @Proves({"R6509-2.2.1-01", "R6509-2.2.1-06"})
    void theResponderHasTheInitiatorsKeys() {
        SakkeOneWayOffer offer = offer();
        SecurityAssociation bob =
                Peers.answered(receive(offer.message().octets())).association();

        assertThat(Peers.kinds(offer.message()))
                .containsExactly("T", "Rand", "Idr", "Idr", "Idr", "Idr", "Sp", "Sakke", "Sign");
        assertThat(bob.keys().get(0).key())
                .isEqualTo(offer.association().keys().get(0).key());
        assertThat(bob.initiator().orElseThrow().text()).isEqualTo(ALICE);
        assertThat(bob.responder().orElseThrow().text()).isEqualTo(BOB);
        assertThat(bob.cryptoSessions().get(0).keys().get(0).tek())
                .isEqualTo(offer.association()
                        .cryptoSessions()
                        .get(0)
                        .keys()
                        .get(0)
                        .tek());
        assertThat(bob.cryptoSessions().get(1).ssrc()).isEqualTo(7);
    }

    @Test
    @Proves("R6509-2.4-01")
    void aMemberOfAGroupGetsTheSameKeyAsAnother() {
        SecretBytes gmk = SecretBytes.random(Peers.RANDOM, 16);
        OfferRequest group = request().keys(KeySpec.of(KeyDataType.TGK, gmk)).build();
        SakkeInitiator alice = new SakkeInitiator(settings, ALICE_SIGNS);

        for (int i = 0; i < 2; i++) {
            Octets message = alice.send(IDENTITIES, bob(), group).message().octets();
            assertThat(Peers.answered(receive(message))
                            .association()
                            .keys()
                            .get(0)
                            .key())
                    .isEqualTo(gmk);
        }
    }

    @Test
    @Proves("T33180-E.5-01")
    void theInitiatorCanOpenWhatItSentToItself() {
        SakkeRecipient self =
                new SakkeRecipient(KMS_A.master.publicKey(), KMS_A.id(ALICE, NOW), IdScheme.HASHED_UID_3GPP);
        SakkeOneWayOffer offer = new SakkeInitiator(settings, ALICE_SIGNS)
                .sendToSelfToo(IDENTITIES, bob(), self, request().build());

        SecurityAssociation bob =
                Peers.answered(receive(offer.message().octets())).association();
        GeneralExtensionPayload extension =
                offer.message().payload(GeneralExtensionPayload.class).orElseThrow();
        Octets data = extension.data();

        assertThat(extension.extensionType()).isEqualTo(GeneralExtensionType.SAKKE_TO_SELF);
        assertThat(data.slice(0, 5).toHex())
                .as("next payload, params, scheme, length")
                .isEqualTo("0001020111");
        assertThat(KMS_A.receiver(ALICE, NOW).decapsulate(data.slice(5, 273)))
                .isEqualTo(bob.keys().get(0).key());
    }

    @Test
    @Proves("T33180-5.2-02")
    void aKeyComesWithItsParametersAndIsNamedForItsUser() {
        SecretBytes gmk = SecretBytes.random(Peers.RANDOM, 16);
        KeyIdentifier gmkId = KeyIdentifier.random(Purpose.GMK, Peers.RANDOM);
        KeyIdentifier gukId = gmkId.forUser(gmk, BOB);
        KeyParameters parameters =
                new KeyParameters(0, 1, 1_700_000_000L, 0xffffffffffL, Octets.ofHex("6869"), Octets.ofHex("000100"));
        Octets data = parameters.protect(gmk, gukId, 1, Peers.RANDOM);
        SakkeOneWayOffer offer = new SakkeInitiator(settings, ALICE_SIGNS)
                .send(
                        IDENTITIES,
                        bob(),
                        request()
                                .keys(KeySpec.of(KeyDataType.TGK, gmk))
                                .csbId(gukId.octets().u32(0))
                                .extension(new GeneralExtensionPayload(GeneralExtensionType.KEY_PARAMETERS_3GPP, data))
                                .build());

        SecurityAssociation bob =
                Peers.answered(receive(offer.message().octets())).association();
        KeyIdentifier received = KeyIdentifier.of(gukId.octets());
        SecretBytes key = bob.keys().get(0).key();

        assertThat(bob.csbId()).isEqualTo(gukId.octets().u32(0));
        assertThat(KeyParameters.open(bob.extensions().get(0).data(), key, received))
                .contains(parameters);
        assertThat(received.forUser(key, BOB)).isEqualTo(gmkId);
        assertThatThrownBy(() -> KeyParameters.open(data, key, gmkId))
                .hasMessage("key parameters: protected for another key (TS 33.180, E.6)");
        assertThatThrownBy(() -> KeyParameters.open(data.slice(0, data.length() - 1), key, received))
                .hasMessage("key parameters: the length of what is protected is wrong (TS 33.180, E.6)");
        // The providers of the platform do not all refuse what is shorter than its tag by the exception that they
        // should.
        for (int octets = 0; octets < 16; octets++) {
            Octets stub = Octets.ofHex(data.slice(0, 33).toHex() + String.format("%04x", octets) + "00".repeat(octets));
            assertThatThrownBy(() -> KeyParameters.open(stub, key, received))
                    .hasMessage("key parameters: too short, " + stub.length() + " octets (TS 33.180, E.6)");
        }
        assertThat(KeyParameters.open(Octets.ofHex("0100000001000000000000000000000000"), key, received))
                .as("unprotected, as older peers send them")
                .isEmpty();
        assertThatThrownBy(() -> KeyParameters.decode(Octets.ofHex("0100000001000000000000000000000001")))
                .hasMessage("key parameters: too short, 17 octets (TS 33.180, E.6)");
        assertThat(KeyParameters.decode(Octets.ofHex("060011" + "0200000001000000000000000000000000"))
                        .keyType())
                .as("wrapped in an information element")
                .isEqualTo(2);
    }

    @Test
    @Proves("R6509-2.2.1-05")
    void noOctetCanBeChanged() {
        byte[] message = offer().message().octets().toByteArray();
        for (int i = 0; i < message.length; i++) {
            byte[] changed = message.clone();
            changed[i] ^= (byte) (1 << i % 8);
            ResponderResult result = receive(Octets.copyOf(changed));
            assertThat(result).as("octet " + i).isInstanceOf(Rejected.class);
        }
        Peers.assertEveryTruncationRefused(Octets.copyOf(message), this::receive);
    }

    /** The signature is checked before a key is used at all. */
    @Test
    @Proves("R6509-2.2.2-05")
    void whatIsNotSignedIsNotDecapsulated() {
        byte[] message = offer().message().octets().toByteArray();
        message[message.length - 200] ^= 1;
        Keys keys = new Keys() {
            @Override
            public Optional<SakkeReceiverKey> receiver(SakkeClaim claim) {
                throw new AssertionError("the receiver's key is asked for");
            }
        };

        assertRejected(
                new SakkeResponder(settings, keys, new NoReplays(), JUDGE)
                        .receive(Octets.copyOf(message), Octets.EMPTY),
                RejectReason.AUTHENTICATION_FAILED,
                "the signature is wrong, or no key is known for the sender");
    }

    @Test
    @Proves("R6509-2.2.2-01")
    void aMessageIsAcceptedOnce() {
        ReplayCache replays = Peers.replays();
        Octets message = offer().message().octets();
        receive(message, replays);

        assertRejected(receive(message, replays), RejectReason.REPLAYED, "the message was accepted before");
    }

    @Test
    @Proves("R6509-2.2.1-10")
    void theSignersKeysAreThoseOfItsKmsAndPeriod() {
        EccsiSigningKey before = KMS_A.signing.issue(KMS_A.id(ALICE, NOW - 1), Peers.RANDOM);
        EccsiSigningKey other = KMS_B.signing.issue(KMS_A.id(ALICE, NOW), Peers.RANDOM);
        EccsiSigningKey mallory = KMS_A.signing.issue(KMS_A.id("sip:mallory@a.example", NOW), Peers.RANDOM);

        for (EccsiSigningKey key : List.of(before, other, mallory)) {
            Octets message = new SakkeInitiator(settings, key)
                    .send(IDENTITIES, bob(), request().build())
                    .message()
                    .octets();
            assertRejected(
                    receive(message),
                    RejectReason.AUTHENTICATION_FAILED,
                    "the signature is wrong, or no key is known for the sender");
        }
        Octets foreign = new SakkeInitiator(settings, ALICE_SIGNS)
                .send(
                        SakkeIdentities.ofUris(ALICE, BOB, "kms.elsewhere", KMS_B.uri),
                        bob(),
                        request().build())
                .message()
                .octets();
        assertRejected(
                receive(foreign),
                RejectReason.AUTHENTICATION_FAILED,
                "the signature is wrong, or no key is known for the sender");
    }

    @Test
    void theKeyIsEncapsulatedToTheResponderAndItsKmsAndPeriod() {
        String notFor = "the encapsulated data are not for this identifier and KMS, or were changed (RFC 6508, 6.2.2)";
        SakkeInitiator alice = new SakkeInitiator(settings, ALICE_SIGNS);
        for (SakkeRecipient to : List.of(
                new SakkeRecipient(KMS_B.master.publicKey(), KMS_B.id(BOB, NOW + 1), IdScheme.HASHED_UID_3GPP),
                new SakkeRecipient(KMS_A.master.publicKey(), KMS_B.id(BOB, NOW), IdScheme.HASHED_UID_3GPP),
                new SakkeRecipient(KMS_B.master.publicKey(), KMS_B.id(ALICE, NOW), IdScheme.HASHED_UID_3GPP))) {
            Octets message =
                    alice.send(IDENTITIES, to, request().build()).message().octets();
            assertRejected(receive(message), RejectReason.KEYS_UNUSABLE, notFor);
        }
        Octets elsewhere = alice.send(
                        SakkeIdentities.ofUris(ALICE, "sip:carol@b.example", KMS_A.uri, KMS_B.uri),
                        bob(),
                        request().build())
                .message()
                .octets();
        assertRejected(
                receive(elsewhere),
                RejectReason.IDENTITY_REFUSED,
                "the message is not for this end, or for another period or KMS");
    }

    /** The signature is good; what it signs is not a point, or one that would give the key away. */
    @ParameterizedTest
    @CsvSource({
        "04, R of the encapsulated data is not an uncompressed point of the curve (RFC 6508; 6.2.2)",
        "03, R of the encapsulated data is not an uncompressed point of the curve (RFC 6508; 6.2.2)",
        "low, R of the encapsulated data has a small order (RFC 6508; 6.2.1)",
        "short, the encapsulated data have another length than R and H (RFC 6508; 4)"
    })
    void pointsThatAreNoneAreRefused(String kind, String detail) {
        Octets data =
                offer().message().payload(SakkePayload.class).orElseThrow().data();
        byte[] changed = data.toByteArray();
        switch (kind) {
            case "04" -> changed[100] ^= 1;
            case "03" -> changed[0] = 3;
            // (0, 0): y^2 = x^3 - 3x has it, and it is of order 2
            case "low" -> java.util.Arrays.fill(changed, 1, 257, (byte) 0);
            default -> changed = java.util.Arrays.copyOf(changed, 272);
        }
        SakkePayload bad = new SakkePayload(1, IdScheme.HASHED_UID_3GPP, Octets.copyOf(changed));

        assertRejected(
                receive(resigned(p -> p instanceof SakkePayload ? bad : p)),
                RejectReason.KEYS_UNUSABLE,
                detail.replace(';', ','));
    }

    @Test
    @Proves("R6509-2.2.1-03")
    void whatTheModeDoesNotKnowIsRefusedByName() {
        assertRejected(
                receive(resigned(p -> p instanceof TPayload ? new TPayload(TsType.COUNTER, 5) : p)),
                RejectReason.TIMESTAMP_UNSUPPORTED,
                "a counter does not tell the key period (RFC 6509, 4.1)");
        assertRejected(
                receive(resigned(p -> p instanceof SakkePayload sakke ? new SakkePayload(240, 2, sakke.data()) : p)),
                RejectReason.UNSUPPORTED_ENCRYPTION,
                "SAKKE params 240 are not supported");
        assertThat(receive(Octets.ofHex("011a"))).isInstanceOf(Rejected.class);
    }

    @Test
    void someSignWithoutTheHeaderOfTheSignature() {
        MikeyMessage message = offer().message();
        Octets covered = message.octets().slice(0, message.octets().length() - 131);
        Octets odd = message.withLast(new SignPayload(2, ALICE_SIGNS.sign(covered, Peers.RANDOM)))
                .octets();
        ExchangeSettings lenient = ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM)
                .accept(Compatibility.SIGNATURE_WITHOUT_SIGN_HEADER)
                .build();

        Peers.rejected(receive(odd), RejectReason.AUTHENTICATION_FAILED);
        assertThat(Peers.answered(new SakkeResponder(lenient, new Keys(), new NoReplays(), JUDGE)
                                .receive(odd, Octets.EMPTY))
                        .association()
                        .diagnostics())
                .hasSize(1);
    }

    @Test
    void aRequestForAnotherKeyIsRefused() {
        SakkeInitiator alice = new SakkeInitiator(settings, ALICE_SIGNS);
        for (KeySpec key : List.of(
                KeySpec.tekAndSalt(16, 12), KeySpec.of(KeyDataType.TGK, SecretBytes.random(Peers.RANDOM, 32)))) {
            assertThatThrownBy(() ->
                            alice.send(IDENTITIES, bob(), request().keys(key).build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("key: SAKKE carries one TGK of 16 octets (RFC 6509, 2.1)");
        }
    }

    @Test
    void aKeyThatIsNotForThisModeIsWiped() {
        KeptRandom random = new KeptRandom();
        SakkeInitiator alice =
                new SakkeInitiator(ExchangeSettings.builder(Peers.CLOCK, random).build(), ALICE_SIGNS);

        assertThatThrownBy(() -> alice.send(
                        IDENTITIES,
                        bob(),
                        request().keys(KeySpec.tekAndSalt(32, 12)).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key: SAKKE carries one TGK of 16 octets (RFC 6509, 2.1)");
        random.assertWiped(32);
        random.assertWiped(12);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2, 6, 7, IDR: role IDRr where IDRi is wanted",
        "1, 1, 6, 7, IDR: role IDRi where IDRr is wanted",
        "1, 2, 7, 7, IDR: role IDRkmsr where IDRkmsi is wanted",
        "1, 2, 6, 6, IDR: role IDRkmsi where IDRkmsr is wanted"
    })
    void anIdentityInThePlaceOfAnotherIsRefused(int initiator, int responder, int kmsi, int kmsr, String message) {
        assertThatThrownBy(() -> new SakkeIdentities(
                        Optional.of(SakkeIdentities.uri(initiator, ALICE)),
                        Optional.of(SakkeIdentities.uri(responder, BOB)),
                        Optional.of(SakkeIdentities.uri(kmsi, KMS_A.uri)),
                        Optional.of(SakkeIdentities.uri(kmsr, KMS_B.uri))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void closingAnOfferWipesItsKey() {
        SakkeOneWayOffer offer = offer();
        SecretBytes key = offer.association().keys().get(0).key();
        assertThat(key.toByteArray()).hasSize(16);

        offer.close();

        Peers.assertWiped(key);
    }

    @Test
    @Proves("R6509-2.2.2-01")
    void aMessageThatIsRememberedMeanwhileIsRepeatedWithoutAnAnswer() {
        ReplayCache replays = Peers.replays();
        Octets call = Octets.ofHex("ca11");
        Octets message = offer().message().octets();
        SakkeResponder first = new SakkeResponder(settings, new Keys(), replays, JUDGE);
        SakkeResponder racing = new SakkeResponder(settings, new Keys(), new LateReplays(replays), JUDGE);
        Peers.answered(first.receive(message, call));

        assertThat(racing.receive(message, call)).isEqualTo(new ResponderResult.Repeated(Optional.empty()));
        assertRejected(
                racing.receive(message, Octets.ofHex("07e4")),
                RejectReason.REPLAYED,
                "the message was accepted before");
    }

    private Octets resigned(java.util.function.UnaryOperator<Payload> change) {
        MikeyMessage message = offer().message();
        List<Payload> payloads = new ArrayList<>(message.payloads());
        payloads.replaceAll(change);
        CommonHeader header = message.header();
        MikeyMessage changed = MikeyMessage.encode(header, payloads);
        Octets covered = changed.octets().slice(0, changed.octets().length() - 129);
        return MikeyMessage.decode(
                        changed.withLast(new SignPayload(2, ALICE_SIGNS.sign(covered, Peers.RANDOM)))
                                .octets(),
                        DecodeOptions.ACCEPT_TRAILING_ZERO)
                .octets();
    }
}

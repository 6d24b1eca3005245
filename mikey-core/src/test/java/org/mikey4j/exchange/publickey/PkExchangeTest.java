package org.mikey4j.exchange.publickey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.SignatureScheme;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskOneWayOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.CacheIndicator;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.HashFunc;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.KeptRandom;
import org.mikey4j.testing.LateReplays;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.TestPki;
import org.mikey4j.testing.TestPki.Entity;
import org.mikey4j.trust.PkixPolicy;
import org.mikey4j.trust.PkixValidator;

class PkExchangeTest {
    private static final Clock CLOCK = Clock.fixed(TestPki.NOW, ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final IdPayload ALICE = IdPayload.uri("sip:alice@example.org");
    private static final IdPayload BOB = IdPayload.uri("sip:bob@example.org");
    private static final Entity ROOT = TestPki.spec("root").ca().selfSigned();
    private static final Entity ALICE_CERT =
            TestPki.spec("alice").uri("sip:alice@example.org").issuedBy(ROOT);
    private static final Entity BOB_CERT =
            TestPki.spec("bob").uri("sip:bob@example.org").issuedBy(ROOT);

    private final ExchangeSettings settings =
            ExchangeSettings.builder(CLOCK, RANDOM).allowNull(true).build();
    private final ReplayCache replays = InMemoryReplayCache.builder(CLOCK, RANDOM, 64)
            .trackedSince(Instant.MIN)
            .build();
    private final PkInitiator initiator = initiator(ALICE, ALICE_CERT, SignatureScheme.RSA_PKCS1_V1_5);
    private final PkResponder responder = responder(EnvelopePadding.PKCS1_V1_5);

    private PkInitiator initiator(IdPayload id, Entity entity, SignatureScheme scheme) {
        return new PkInitiator(settings, new LocalIdentity(id, List.of(entity.payload()), signer(entity, scheme)));
    }

    private static MessageSigner signer(Entity entity, SignatureScheme scheme) {
        return MessageSigner.rsa(
                entity.keys().getPrivate(), scheme, HashAlgorithm.SHA_256, JcaAlgorithms.PLATFORM, RANDOM);
    }

    private static PeerTrust trust() {
        return PeerTrust.of(new PkixValidator(
                PkixPolicy.trusting(List.of(ROOT.certificate())).build()));
    }

    private PkResponder responder(EnvelopePadding padding) {
        return new PkResponder(
                settings,
                BOB,
                trust(),
                PkResponder.oneKey(
                        new EnvelopeOpener(BOB_CERT.keys().getPrivate(), padding, JcaAlgorithms.PLATFORM, RANDOM)),
                replays,
                OfferJudge.acceptSupported(csId -> 0xb0b00000L + csId));
    }

    private static OfferRequest.Builder request() {
        return OfferRequest.builder()
                .responder(BOB)
                .csIdMap(CsIdMap.srtp(new SrtpId(0, 0xa11ce001L, 0), new SrtpId(0, 0, 0)));
    }

    private static Envelope envelope() {
        return Envelope.to(BOB_CERT.keys().getPublic());
    }

    private ResponderResult receive(MikeyMessage message) {
        return responder.receive(message.octets(), Octets.EMPTY);
    }

    private static Rejected rejected(ResponderResult result, RejectReason reason) {
        assertThat(result).isInstanceOf(Rejected.class);
        assertThat(((Rejected) result).reason())
                .as(((Rejected) result).detail())
                .isEqualTo(reason);
        return (Rejected) result;
    }

    private static void assertSameKeys(SecurityAssociation ours, SecurityAssociation theirs) {
        for (int i = 0; i < ours.cryptoSessions().size(); i++) {
            assertThat(theirs.cryptoSessions().get(i).keys())
                    .isEqualTo(ours.cryptoSessions().get(i).keys())
                    .isNotEmpty();
            assertThat(theirs.cryptoSessions().get(i).ssrc())
                    .isEqualTo(ours.cryptoSessions().get(i).ssrc());
        }
    }

    @ParameterizedTest
    @CsvSource({"RSA_PKCS1_V1_5,PKCS1_V1_5", "RSA_PSS,PKCS1_V1_5", "RSA_PKCS1_V1_5,OAEP_SHA_1", "RSA_PSS,OAEP_SHA_256"})
    @Proves({
        "R3830-3.2-01",
        "R3830-3.2-02",
        "R3830-3.2-04",
        "R3830-4.2.5-01",
        "R3830-4.2.5-02",
        "R3830-4.2.6-01",
        "R3830-4.2.6-02",
        "R3830-6.3-01",
        "R3830-6.5-02"
    })
    void bothEndsHoldTheSameKeys(SignatureScheme scheme, EnvelopePadding padding) {
        Envelope to = new Envelope(
                BOB_CERT.keys().getPublic(), Optional.empty(), 0, padding, Optional.empty(), JcaAlgorithms.PLATFORM);
        PkPendingOffer offer =
                initiator(ALICE, ALICE_CERT, scheme).offer(to, request().build());

        ResponderResult.Established answered = (ResponderResult.Established)
                responder(padding).receive(offer.message().octets(), Octets.EMPTY);
        InitiatorResult.Established established = (InitiatorResult.Established)
                offer.receive(answered.reply().orElseThrow().octets());

        assertSameKeys(established.association(), answered.association());
        assertThat(answered.association().initiator()).contains(ALICE);
        assertThat(established.association().responder()).contains(BOB);
        assertThat(answered.association().protectionKey().length()).isZero();
    }

    @Test
    @Proves({"R3830-3.2-09", "R3830-6.5-01"})
    void thePayloadsStandInTheOrderOfTheStandard() {
        PkPendingOffer offer = initiator.offer(envelope(), request().build());

        assertThat(offer.message().payloads())
                .extracting(p -> p.getClass().getSimpleName())
                .containsExactly(
                        "TPayload",
                        "RandPayload",
                        "CertPayload",
                        "IdPayload",
                        "KemacPayload",
                        "PkePayload",
                        "SignPayload");
    }

    @Test
    @Proves({"R3830-3.2-06", "R3830-5.2-03"})
    void changingAnyOctetIsRefused() {
        byte[] octets = initiator
                .offer(envelope(), request().build())
                .message()
                .octets()
                .toByteArray();
        for (int at = 0; at < octets.length; at++) {
            byte[] forged = octets.clone();
            forged[at] ^= 0x10;

            ResponderResult result = responder.receive(Octets.copyOf(forged), Octets.EMPTY);

            assertThat(result).as("octet " + at).isInstanceOf(Rejected.class);
            assertThat(((Rejected) result).authenticated()).as("octet " + at).isFalse();
        }
    }

    @Test
    void truncationAtAnyOctetIsRefused() {
        Octets octets = initiator.offer(envelope(), request().build()).message().octets();
        for (int length = 0; length < octets.length(); length += 7) {
            rejected(responder.receive(octets.slice(0, length), Octets.EMPTY), RejectReason.MALFORMED);
        }
    }

    @Test
    void changingAnyOctetOfTheAnswerIsRefused() {
        PkPendingOffer offer = initiator.offer(envelope(), request().build());
        byte[] answer = ((ResponderResult.Established) receive(offer.message()))
                .reply()
                .orElseThrow()
                .octets()
                .toByteArray();
        for (int at = 0; at < answer.length; at++) {
            byte[] forged = answer.clone();
            forged[at] ^= 1;
            assertThat(offer.receive(Octets.copyOf(forged))).as("octet " + at).isInstanceOf(Rejected.class);
        }
    }

    @Test
    @Proves("R3830-3.2-05")
    void aCertificateOfAnotherIsRefused() {
        // Bob's certificate and key, but Alice's identity inside the envelope.
        PkPendingOffer offer = initiator(ALICE, BOB_CERT, SignatureScheme.RSA_PKCS1_V1_5)
                .offer(envelope(), request().build());

        rejected(receive(offer.message()), RejectReason.IDENTITY_REFUSED);
    }

    @Test
    void anUntrustedOrExpiredCertificateIsRefusedWithItsError() {
        Entity stranger = TestPki.spec("stranger").uri("sip:alice@example.org").selfSigned();
        Entity expired = TestPki.spec("alice")
                .uri("sip:alice@example.org")
                .valid(TestPki.NOW.minus(Duration.ofDays(9)), TestPki.NOW.minus(Duration.ofDays(1)))
                .issuedBy(ROOT);
        for (Entity bad : List.of(stranger, expired)) {
            PkPendingOffer offer = initiator(ALICE, bad, SignatureScheme.RSA_PKCS1_V1_5)
                    .offer(envelope(), request().build());

            Rejected refused = rejected(receive(offer.message()), RejectReason.CERTIFICATE_REFUSED);

            assertThat(refused.errorNo()).isEqualTo(ErrorNo.INVALID_CERT);
        }
    }

    /**
     * The signature is good in each case, so the sender is who it says; still, what is wrong with the envelope is not told: a
     * bad padding, an envelope for another key and a wrong MAC look alike.
     */
    @Test
    void whatIsWrongWithAnEnvelopeIsNotTold() {
        PkPendingOffer offer = initiator.offer(envelope(), request().build());
        List<Payload> payloads = new ArrayList<>(offer.message().payloads());
        int pkeAt = offer.message().indexOf(PkePayload.class);
        int kemacAt = offer.message().indexOf(KemacPayload.class);
        List<Payload> badPadding = new ArrayList<>(payloads);
        badPadding.set(pkeAt, new PkePayload(0, Octets.copyOf(new byte[256])));
        List<Payload> otherKey = new ArrayList<>(payloads);
        otherKey.set(
                pkeAt,
                new PkePayload(
                        0,
                        EnvelopePadding.PKCS1_V1_5.encrypt(
                                ALICE_CERT.keys().getPublic(),
                                SecretBytes.wrap(new byte[16]),
                                JcaAlgorithms.PLATFORM,
                                RANDOM)));
        KemacPayload kemac = (KemacPayload) payloads.get(kemacAt);
        List<Payload> badMac = new ArrayList<>(payloads);
        badMac.set(
                kemacAt,
                new KemacPayload(
                        kemac.encrAlg(), kemac.encrData(), MacAlg.HMAC_SHA_1_160, Octets.copyOf(new byte[20])));
        List<Rejected> results = new ArrayList<>();
        for (List<Payload> changed : List.of(badPadding, otherKey, badMac)) {
            MikeyMessage signed = Signatures.sign(
                    offer.message().header(),
                    changed.subList(0, changed.size() - 1),
                    signer(ALICE_CERT, SignatureScheme.RSA_PKCS1_V1_5));
            results.add(rejected(receive(signed), RejectReason.AUTHENTICATION_FAILED));
        }

        assertThat(results).allMatch(r -> r.equals(results.get(0)));
    }

    @Test
    void aMessageForAnotherResponderIsRefused() {
        PkPendingOffer offer = initiator.offer(
                envelope(),
                request().responder(IdPayload.uri("sip:carol@example.org")).build());

        rejected(receive(offer.message()), RejectReason.IDENTITY_REFUSED);
    }

    @Test
    void aReplayIsRefused() {
        MikeyMessage message = initiator.offer(envelope(), request().build()).message();
        assertThat(receive(message)).isInstanceOf(ResponderResult.Established.class);

        rejected(receive(message), RejectReason.REPLAYED);
    }

    @Test
    @Proves("R3830-3.2-03")
    void aCertificateHashThatIsNotOursIsRefused() throws Exception {
        Envelope hashed = new Envelope(
                BOB_CERT.keys().getPublic(),
                Optional.of(new ChashPayload(0, Octets.copyOf(new byte[20]))),
                0,
                EnvelopePadding.PKCS1_V1_5,
                Optional.empty(),
                JcaAlgorithms.PLATFORM);
        PkResponder choosy = new PkResponder(
                settings, BOB, trust(), chash -> Optional.empty(), replays, OfferJudge.acceptSupported(csId -> 0));

        rejected(
                choosy.receive(
                        initiator.offer(hashed, request().build()).message().octets(), Octets.EMPTY),
                RejectReason.CERTIFICATE_REFUSED);
    }

    @Test
    @Proves("R3830-3.2-10")
    void aSenderWithoutCertificatesIsLookedUp() {
        PkInitiator bare = new PkInitiator(
                settings, new LocalIdentity(ALICE, List.of(), signer(ALICE_CERT, SignatureScheme.RSA_PSS)));
        MikeyMessage message = bare.offer(envelope(), request().build()).message();
        PeerTrust known = new PeerTrust(
                trust().validator(),
                id -> id.equals(ALICE) ? List.of(ALICE_CERT.payload()) : List.<CertPayload>of(),
                trust().verifier());
        PkResponder knowing = new PkResponder(
                settings,
                BOB,
                known,
                PkResponder.oneKey(new EnvelopeOpener(
                        BOB_CERT.keys().getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, RANDOM)),
                replays,
                OfferJudge.acceptSupported(csId -> 0));

        rejected(receive(message), RejectReason.CERTIFICATE_REFUSED);
        assertThat(knowing.receive(message.octets(), Octets.EMPTY)).isInstanceOf(ResponderResult.Established.class);
    }

    @Test
    @Proves({"R3830-3.2-07", "R3830-4.5-06", "R3830-6.3-03"})
    void aKeptEnvelopeKeyProtectsUpdatesLikeAPsk() {
        PkPendingOffer offer =
                initiator.offer(envelope().cachedForCsb(), request().build());
        ResponderResult.Established answered = (ResponderResult.Established) receive(offer.message());
        PskOneWayOffer update = new PskInitiator(settings)
                .sendUpdate(offer.association(), request().timestamp(later()).build());

        ResponderResult.Established updated = (ResponderResult.Established)
                new PskResponder(settings, claim -> Optional.empty(), replays, OfferJudge.acceptSupported(csId -> 0))
                        .receiveUpdate(answered.association(), update.message().octets(), Octets.EMPTY);

        assertSameKeys(update.association(), updated.association());
        assertThatThrownBy(() -> initiator.offerUpdate(
                        offer.association(), envelope(), request().build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("kept");
    }

    private static TPayload later() {
        Instant later = TestPki.NOW.plusSeconds(1);
        return new TPayload(0, NtpTime.of(later));
    }

    @Test
    @Proves({"R3830-4.5-07", "R3830-6.2-03", "R3830-6.3-01"})
    void anEnvelopeKeyThatWasNotKeptIsSentAnew() {
        PkPendingOffer offer = initiator.offer(envelope(), request().build());
        ResponderResult.Established answered = (ResponderResult.Established) receive(offer.message());
        PkPendingOffer update = initiator.offerUpdate(
                offer.association(), envelope(), request().keys().build());

        ResponderResult.Established updated = (ResponderResult.Established)
                responder.receiveUpdate(answered.association(), update.message().octets(), Octets.EMPTY);

        assertThat(updated.association().cryptoSessions().get(0).keys())
                .isEqualTo(answered.association().cryptoSessions().get(0).keys());
        assertThat(update.receive(updated.reply().orElseThrow().octets()))
                .isInstanceOf(InitiatorResult.Established.class);
    }

    @Test
    void closingAPendingOfferWipesItsKeysAndThoseThatProtectIt() {
        PkPendingOffer offer =
                initiator.offer(envelope().cachedForCsb(), request().build());
        Octets answer = ((ResponderResult.Established) receive(offer.message()))
                .reply()
                .orElseThrow()
                .octets();
        TransportedKey tgk = offer.association().keys().get(0);

        offer.close();

        Peers.assertWiped(tgk.key(), offer.association().protectionKey());
        assertThatThrownBy(() -> offer.receive(answer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the key was wiped");
    }

    @Test
    void closingAnOfferWithoutAnAnswerWipesItsKeys() {
        PkOneWayOffer offer =
                initiator.send(envelope().cachedForCsb(), request().build());
        TransportedKey tgk = offer.association().keys().get(0);

        offer.close();

        Peers.assertWiped(tgk.key(), offer.association().protectionKey());
    }

    @Test
    void anEnvelopeKeyThatIsDrawnIsWipedWhenTheMessageIsMade() {
        KeptRandom random = new KeptRandom();
        PkInitiator drawing = new PkInitiator(
                ExchangeSettings.builder(CLOCK, random).build(),
                new LocalIdentity(ALICE, List.of(), signer(ALICE_CERT, SignatureScheme.RSA_PKCS1_V1_5)));
        OfferRequest request = request()
                .rand(Octets.ofHex("a0".repeat(16)))
                .keys(KeySpec.tekAndSalt(32, 14))
                .build();

        PkOneWayOffer offer = drawing.send(envelope().cachedForCsb(), request);

        assertThat(random.drawn(16)).as("the envelope key alone").hasSize(1);
        random.assertWiped(16);
        assertThat(offer.association().protectionKey().toByteArray())
                .as("a copy is kept for updates")
                .hasSize(16);
        assertThat(offer.association().keys().get(0).key().toByteArray())
                .isEqualTo(random.drawn(32).get(0));
    }

    @Test
    void aCertificateHashThatIsNamedIsSentAndPicksTheKey() {
        ChashPayload chash = new ChashPayload(HashFunc.SHA_1, Octets.copyOf(new byte[20]));
        Envelope hashed = new Envelope(
                BOB_CERT.keys().getPublic(),
                Optional.of(chash),
                CacheIndicator.NO_CACHE,
                EnvelopePadding.PKCS1_V1_5,
                Optional.empty(),
                JcaAlgorithms.PLATFORM);
        EnvelopeOpener right = new EnvelopeOpener(
                BOB_CERT.keys().getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, RANDOM);
        PkResponder choosing = new PkResponder(
                settings,
                BOB,
                trust(),
                named -> named.filter(chash::equals).map(c -> right),
                replays,
                OfferJudge.acceptSupported(csId -> 0));

        PkPendingOffer offer = initiator.offer(hashed, request().build());

        assertThat(offer.message().payload(ChashPayload.class)).contains(chash);
        assertThat(choosing.receive(offer.message().octets(), Octets.EMPTY))
                .isInstanceOf(ResponderResult.Established.class);
    }

    @Test
    void nullIsMadeOnlyWhereTheSettingsAllowItAndNotForAnAnswer() {
        OfferRequest unprotected =
                request().encrAlg(EncrAlg.NULL).macAlg(MacAlg.NULL).build();
        PkInitiator strict = new PkInitiator(
                ExchangeSettings.builder(CLOCK, RANDOM).build(),
                new LocalIdentity(ALICE, List.of(), signer(ALICE_CERT, SignatureScheme.RSA_PKCS1_V1_5)));

        assertThatThrownBy(() -> strict.send(envelope(), unprotected))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("NULL protects nothing; the settings do not allow it (RFC 3830, 4.2.4)");
        assertThatThrownBy(() -> initiator.offer(envelope(), unprotected))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MAC alg: NULL, and a verification message needs a MAC (RFC 3830, 5.2)");
        KemacPayload kemac = initiator
                .send(envelope(), unprotected)
                .message()
                .payload(KemacPayload.class)
                .orElseThrow();
        assertThat(kemac.macAlg()).isEqualTo(MacAlg.NULL);
        assertThat(kemac.mac()).isEqualTo(Octets.EMPTY);
    }

    @Test
    void aMessageThatIsRememberedMeanwhileIsRepeated() {
        Octets dialog = Octets.ofHex("d1a109");
        Octets message =
                initiator.offer(envelope(), request().build()).message().octets();
        ResponderResult.Established first = (ResponderResult.Established) responder.receive(message, dialog);
        PkResponder racing = new PkResponder(
                settings,
                BOB,
                trust(),
                PkResponder.oneKey(new EnvelopeOpener(
                        BOB_CERT.keys().getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, RANDOM)),
                new LateReplays(replays),
                OfferJudge.acceptSupported(csId -> 0));

        assertThat(racing.receive(message, dialog))
                .isInstanceOfSatisfying(
                        ResponderResult.Repeated.class,
                        repeated -> assertThat(repeated.reply()).isEqualTo(first.reply()));
        rejected(racing.receive(message, Octets.ofHex("07e4")), RejectReason.REPLAYED);
    }

    @Test
    void keysThatTheEnvelopeKeyDoesNotEncryptAreRefused() {
        PkPendingOffer offer =
                initiator.offer(envelope(), request().encrAlg(EncrAlg.NULL).build());

        Rejected refused = rejected(receive(offer.message()), RejectReason.UNSUPPORTED_ENCRYPTION);

        assertThat(refused.detail())
                .isEqualTo("encr alg 0 is not supported, or NULL, which has no use under an envelope key");
    }
}

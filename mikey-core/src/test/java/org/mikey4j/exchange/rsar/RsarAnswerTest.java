package org.mikey4j.exchange.rsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.ALICE_CERT;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.BOB_CERT;
import static org.mikey4j.testing.Peers.CAROL;
import static org.mikey4j.testing.Peers.CLOCK;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.answered;
import static org.mikey4j.testing.Peers.established;
import static org.mikey4j.testing.Peers.local;
import static org.mikey4j.testing.Peers.rejected;
import static org.mikey4j.testing.Peers.reply;
import static org.mikey4j.testing.Peers.request;
import static org.mikey4j.testing.Peers.signer;
import static org.mikey4j.testing.Peers.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.WitnessResult;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.KeptRandom;
import org.mikey4j.testing.LateReplays;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;

/** What an answer of RSA-R has to be for an Initiator and a witness, and what a Responder wipes that gives none. */
class RsarAnswerTest {
    private static final SpPayload POLICY =
            SpPayload.of(0, ProtType.SRTP, List.of(PolicyParameter.of(0, 1), PolicyParameter.of(1, 16)));

    private final ExchangeSettings settings =
            ExchangeSettings.builder(CLOCK, RANDOM).build();
    private final RsarInitiator initiator = initiator(trust());
    private final RsarResponder responder = responder(settings, RsarJudge.acceptFirst(csId -> 7), Peers.replays());
    private final RsarWitness witness = new RsarWitness(settings, trust());
    private final RsarPendingOffer offer = initiator.offer(request().build());

    private RsarInitiator initiator(PeerTrust trust) {
        return new RsarInitiator(
                settings,
                local(ALICE, ALICE_CERT),
                trust,
                new EnvelopeOpener(
                        ALICE_CERT.keys().getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, RANDOM));
    }

    private static RsarResponder responder(ExchangeSettings settings, RsarJudge judge, ReplayCache replays) {
        return new RsarResponder(settings, local(BOB, BOB_CERT), trust(), replays, judge, EnvelopePadding.PKCS1_V1_5);
    }

    private MikeyMessage answerTo(RsarPendingOffer made) {
        return answered(responder.receive(made.message().octets(), Octets.EMPTY))
                .reply()
                .orElseThrow();
    }

    /** The answer with another header and other payloads, signed by Bob over what the exchange has. */
    private static Octets signed(MikeyMessage answer, CommonHeader header, UnaryOperator<List<Payload>> change) {
        List<Payload> payloads = change.apply(
                new ArrayList<>(answer.payloads().subList(0, answer.payloads().size() - 1)));
        Optional<IdPayload> idr = payloads.stream()
                .filter(p -> p instanceof IdPayload)
                .map(p -> (IdPayload) p)
                .findFirst();
        return Signatures.sign(
                        header,
                        payloads,
                        signer(BOB_CERT),
                        SignedAnswer.appended(
                                Optional.of(ALICE),
                                idr,
                                answer.payload(TPayload.class).orElseThrow()))
                .octets();
    }

    private static Octets signed(MikeyMessage answer, UnaryOperator<List<Payload>> change) {
        return signed(answer, answer.header(), change);
    }

    private static UnaryOperator<List<Payload>> without(Class<? extends Payload> kind) {
        return payloads -> payloads.stream().filter(p -> !kind.isInstance(p)).toList();
    }

    private static UnaryOperator<List<Payload>> adding(int at, Payload payload) {
        return payloads -> {
            List<Payload> more = new ArrayList<>(payloads);
            more.add(at, payload);
            return more;
        };
    }

    /** Another envelope, with this in it. */
    private static UnaryOperator<List<Payload>> enclosing(MikeyMessage message, List<Payload> inside) {
        TPayload t = message.payload(TPayload.class).orElseThrow();
        long csbId = message.header().csbId();
        SecretBytes envelopeKey = SecretBytes.wrap(new byte[16]);
        Octets rand = message.payload(RandPayload.class).orElseThrow().rand();
        try (MessageProtection protection = MessageProtection.derive(
                KemacCipher.AES_CM_128, MacAlgorithm.HMAC_SHA_1_160, 20, Prf.MIKEY_1, envelopeKey, csbId, rand)) {
            KemacPayload kemac = protection.authenticateAlone(protection.seal(inside, csbId, t));
            Octets envelope = EnvelopePadding.PKCS1_V1_5.encrypt(
                    ALICE_CERT.keys().getPublic(), envelopeKey, JcaAlgorithms.PLATFORM, RANDOM);
            return payloads -> payloads.stream()
                    .map(p -> p instanceof KemacPayload
                            ? kemac
                            : p instanceof PkePayload ? new PkePayload(0, envelope) : p)
                    .toList();
        }
    }

    private static List<Payload> inside(Payload... first) {
        List<Payload> inside = new ArrayList<>(List.of(first));
        inside.addAll(KeyTransport.payloads(List.of(new TransportedKey(
                KeyDataType.TGK, SecretBytes.wrap(new byte[16]), SecretBytes.empty(), KeyValidity.NULL))));
        return inside;
    }

    @Test
    @Proves("R4738-3.6-07")
    void theIdentityInTheEnvelopeIsThatOfTheCertificate() {
        RsarPendingOffer open = initiator.offer(
                OfferRequest.builder().csIdMap(request().build().csIdMap()).build());
        MikeyMessage reply = answerTo(open);
        UnaryOperator<List<Payload>> right = enclosing(open.message(), inside(BOB));
        UnaryOperator<List<Payload>> another = enclosing(open.message(), inside(CAROL));
        UnaryOperator<List<Payload>> unnamed = without(IdPayload.class);

        assertThat(established(open.receive(signed(reply, right))).responder()).contains(BOB);
        assertThat(established(open.receive(signed(reply, p -> unnamed.apply(right.apply(p)))))
                        .responder())
                .contains(BOB);
        assertThat(rejected(open.receive(signed(reply, another)), RejectReason.IDENTITY_REFUSED)
                        .detail())
                .isEqualTo("the encrypted identity is not the one in the clear");
        rejected(open.receive(signed(reply, p -> unnamed.apply(another.apply(p)))), RejectReason.IDENTITY_REFUSED);
        assertThat(rejected(
                                open.receive(signed(reply, enclosing(open.message(), List.of(BOB)))),
                                RejectReason.KEYS_UNUSABLE)
                        .detail())
                .isEqualTo("the answer carries no key");
    }

    @Test
    void anotherResponderThanTheOneThatWasNamedIsRefusedInTheEnvelopeToo() {
        MikeyMessage reply = answerTo(offer);

        assertThat(rejected(
                                offer.receive(signed(reply, enclosing(offer.message(), inside(CAROL)))),
                                RejectReason.IDENTITY_REFUSED)
                        .detail())
                .isEqualTo("the answer is from another Responder");
    }

    @Test
    void aResponderThatDoesNotNameItselfIsLookedUpByTheNameItWasAskedUnder() {
        PeerTrust directory = new PeerTrust(
                trust().validator(),
                id -> id.equals(BOB) ? List.of(BOB_CERT.payload()) : List.<CertPayload>of(),
                trust().verifier());
        RsarPendingOffer made = initiator(directory).offer(request().build());
        Octets bare = signed(
                answerTo(made),
                payloads -> without(CertPayload.class)
                        .apply(without(IdPayload.class).apply(payloads)));

        assertThat(established(made.receive(bare)).responder()).contains(BOB);
        assertThat(new RsarWitness(settings, directory).receive(made.message(), bare))
                .isEqualTo(new WitnessResult.Authentic(BOB, List.of()));
    }

    @Test
    @Proves("R3830-6.1.1-02")
    void theAnswerChangesNoSsrcAndNoNumberOfSessions() {
        MikeyMessage reply = answerTo(offer);
        CommonHeader header = reply.header();
        for (CsIdMap bad : List.of(
                CsIdMap.srtp(new SrtpId(0, 0xbad, 0), new SrtpId(0, 7, 0)),
                CsIdMap.srtp(new SrtpId(0, 0xa11ce001L, 0)),
                CsIdMap.srtp())) {
            rejected(
                    offer.receive(signed(
                            reply,
                            new CommonHeader(header.dataType(), header.v(), header.prfFunc(), header.csbId(), bad),
                            payloads -> payloads)),
                    RejectReason.MISMATCH);
        }
        assertThat(established(offer.receive(reply.octets())).csIdMap())
                .isEqualTo(reply.header().csIdMap());
    }

    @Test
    void aRequestWithoutSessionsTakesThoseOfTheAnswer() {
        CsIdMap map = CsIdMap.srtp(new SrtpId(0, 9, 0));
        RsarPendingOffer made =
                initiator.offer(OfferRequest.builder().responder(BOB).build());
        RsarResponder giving = responder(
                settings,
                asked -> new RsarJudge.Decision.Grant(map, List.of(POLICY), List.of(KeySpec.tgk()), Optional.empty()),
                Peers.replays());

        Octets answer = reply(giving.receive(made.message().octets(), Octets.EMPTY));

        assertThat(established(made.receive(answer)).csIdMap()).isEqualTo(map);
    }

    @Test
    void policiesThatNobodyAskedForAreCheckedAllTheSame() {
        MikeyMessage reply = answerTo(offer);
        int kemac = reply.indexOf(KemacPayload.class);
        SpPayload tesla = SpPayload.of(0, ProtType.TESLA, List.of());
        SpPayload unknownCipher = SpPayload.of(0, ProtType.SRTP, List.of(PolicyParameter.of(0, 99)));

        rejected(offer.receive(signed(reply, adding(kemac, tesla))), RejectReason.UNSUPPORTED_PROTOCOL);
        rejected(offer.receive(signed(reply, adding(kemac, unknownCipher))), RejectReason.POLICY_REFUSED);
        assertThat(established(offer.receive(signed(reply, adding(kemac, POLICY))))
                        .policies())
                .containsExactly(POLICY);
    }

    @Test
    @Proves("R4738-3.7-01")
    void theRefusalSaysWhichRandsWereSent() {
        Octets both = signed(answerTo(offer), adding(1, new RandPayload(Octets.copyOf(new byte[16]))));
        RsarPendingOffer bare = initiator.offerWithoutRand(request().build());
        Octets neither = signed(answerTo(bare), without(RandPayload.class));

        assertThat(rejected(offer.receive(both), RejectReason.UNEXPECTED_PAYLOAD)
                        .detail())
                .isEqualTo("both ends sent a RAND (RFC 4738, 3.7)");
        assertThat(rejected(bare.receive(neither), RejectReason.MISSING_PAYLOAD).detail())
                .isEqualTo("neither end sent a RAND (RFC 4738, 3.7)");
    }

    @Test
    @Proves("R4738-3.6-04")
    void otherExtensionsAreNotTakenForTheCsbIdOfAGroup() {
        GeneralExtensionPayload other =
                new GeneralExtensionPayload(GeneralExtensionType.SDP_IDS, Octets.ofHex("31323334"));
        MikeyMessage reply = answerTo(offer);

        assertThat(established(offer.receive(signed(reply, adding(0, other)))).csbId())
                .isEqualTo(offer.message().header().csbId());
        assertThat(witness.receive(offer.message(), signed(reply, adding(0, other))))
                .isEqualTo(new WitnessResult.Authentic(BOB, List.of()));
    }

    @Test
    void aSignedRefusalIsAuthenticForTheInitiatorAndForAWitness() {
        RsarResponder refusing = responder(
                ExchangeSettings.builder(CLOCK, RANDOM)
                        .certificatesInErrors(true)
                        .build(),
                asked -> new RsarJudge.Decision.Refuse(
                        new OfferJudge.Verdict.Refuse(RejectReason.POLICY_REFUSED, "not this", List.of())),
                Peers.replays());
        Octets error = rejected(refusing.receive(offer.message().octets(), Octets.EMPTY), RejectReason.POLICY_REFUSED)
                .errorMessage()
                .orElseThrow()
                .octets();
        byte[] forged = error.toByteArray();
        forged[forged.length - 1] ^= 1;

        for (Object result : List.of(offer.receive(error), witness.receive(offer.message(), error))) {
            Rejected told = rejected(result, RejectReason.PEER_ERROR);
            assertThat(told.errorNo()).isEqualTo(ErrorNo.INVALID_SPPAR);
            assertThat(told.authenticated()).isTrue();
        }
        for (Object result : List.of(
                offer.receive(Octets.copyOf(forged)), witness.receive(offer.message(), Octets.copyOf(forged)))) {
            assertThat(rejected(result, RejectReason.PEER_ERROR).authenticated())
                    .isFalse();
        }
    }

    @Test
    @Proves("R4738-3.6-10")
    void anEnvelopeKeyThatIsNotToBeKeptIsKeptByNeitherEnd() {
        ResponderResult.Established answered =
                answered(responder.receive(offer.message().octets(), Octets.EMPTY));

        assertThat(answered.association().protectionKey().length()).isZero();
        assertThat(established(offer.receive(answered.reply().orElseThrow().octets()))
                        .protectionKey()
                        .length())
                .isZero();
    }

    @Test
    @Proves("R3830-A-01")
    void keysThatCannotBeToldApartAreNotGivenAndNothingIsLeftOfThem() {
        KeptRandom random = new KeptRandom();
        RsarJudge twice = asked -> new RsarJudge.Decision.Grant(
                asked.csIdMap(),
                List.of(POLICY),
                List.of(KeySpec.tekAndSalt(32, 14), KeySpec.tekAndSalt(32, 14)),
                Optional.empty());
        RsarResponder giving = responder(ExchangeSettings.builder(CLOCK, random).build(), twice, Peers.replays());

        Rejected refused = rejected(giving.receive(offer.message().octets(), Octets.EMPTY), RejectReason.KEYS_UNUSABLE);

        assertThat(refused.detail())
                .isEqualTo("several keys, and nothing that says which packets each is for (RFC 3830, A)");
        assertThat(random.drawn(32)).hasSize(2);
        random.assertWiped(32);
        random.assertWiped(14);
        random.assertWiped(16);
    }

    @Test
    @Proves("R3830-5.3-03")
    void aMessageThatIsRememberedMeanwhileIsRepeatedAndItsNewKeysWiped() {
        KeptRandom random = new KeptRandom();
        ReplayCache replays = Peers.replays();
        Octets dialog = Octets.ofHex("d1a109");
        Octets message = offer.message().octets();
        RsarJudge judge = asked -> new RsarJudge.Decision.Grant(
                asked.csIdMap(), List.of(), List.of(KeySpec.tekAndSalt(32, 14)), Optional.empty());
        Octets first = reply(responder(settings, judge, replays).receive(message, dialog));
        RsarResponder racing =
                responder(ExchangeSettings.builder(CLOCK, random).build(), judge, new LateReplays(replays));

        assertThat(racing.receive(message, dialog))
                .isInstanceOfSatisfying(
                        ResponderResult.Repeated.class,
                        repeated -> assertThat(repeated.reply().orElseThrow().octets())
                                .isEqualTo(first));
        random.assertWiped(32);
        rejected(racing.receive(message, Octets.ofHex("07e4")), RejectReason.REPLAYED);
        random.assertWiped(32);
        random.assertWiped(14);
        random.assertWiped(16);
    }
}

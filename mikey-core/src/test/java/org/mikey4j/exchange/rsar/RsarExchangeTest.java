package org.mikey4j.exchange.rsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.ALICE_CERT;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.BOB_CERT;
import static org.mikey4j.testing.Peers.CAROL;
import static org.mikey4j.testing.Peers.CLOCK;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.answered;
import static org.mikey4j.testing.Peers.assertEveryChangeRefused;
import static org.mikey4j.testing.Peers.assertEveryTruncationRefused;
import static org.mikey4j.testing.Peers.assertSameKeys;
import static org.mikey4j.testing.Peers.established;
import static org.mikey4j.testing.Peers.kinds;
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
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.replay.InMemoryCounterLog;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;

class RsarExchangeTest {
    private static final Octets GROUP_RAND = Octets.copyOf(new byte[16]);
    private static final SpPayload OPTIONS = SpPayload.of(
            0,
            0,
            List.of(
                    PolicyParameter.of(0, 1),
                    PolicyParameter.of(1, 16),
                    PolicyParameter.of(1, 32),
                    PolicyParameter.of(11, 10),
                    PolicyParameter.of(11, 4)));

    private final ExchangeSettings settings =
            ExchangeSettings.builder(CLOCK, RANDOM).build();
    private final RsarInitiator initiator = initiator(settings);
    private final RsarResponder responder = responder(RsarJudge.acceptFirst(csId -> 0xb0b00000L + csId));

    private static RsarInitiator initiator(ExchangeSettings settings) {
        return new RsarInitiator(
                settings,
                local(ALICE, ALICE_CERT),
                trust(),
                new EnvelopeOpener(
                        ALICE_CERT.keys().getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, RANDOM));
    }

    private RsarResponder responder(RsarJudge judge) {
        return new RsarResponder(
                settings, local(BOB, BOB_CERT), trust(), Peers.replays(), judge, EnvelopePadding.PKCS1_V1_5);
    }

    private ResponderResult receive(MikeyMessage message) {
        return responder.receive(message.octets(), Octets.EMPTY);
    }

    /** The answer with other payloads, signed again over what the exchange has. */
    private static Octets resigned(MikeyMessage answer, UnaryOperator<List<Payload>> change) {
        List<Payload> payloads = change.apply(
                new ArrayList<>(answer.payloads().subList(0, answer.payloads().size() - 1)));
        TPayload t = answer.payload(TPayload.class).orElseThrow();
        Optional<IdPayload> idr = payloads.stream()
                .filter(p -> p instanceof IdPayload)
                .map(p -> (IdPayload) p)
                .findFirst();
        return Signatures.sign(
                        answer.header(), payloads, signer(BOB_CERT), SignedAnswer.appended(Optional.of(ALICE), idr, t))
                .octets();
    }

    private static UnaryOperator<List<Payload>> adding(int at, Payload payload) {
        return payloads -> {
            payloads.add(at, payload);
            return payloads;
        };
    }

    private static UnaryOperator<List<Payload>> without(Class<? extends Payload> kind) {
        return payloads -> payloads.stream().filter(p -> !kind.isInstance(p)).toList();
    }

    @Test
    @Proves({
        "R4738-3.4-01",
        "R4738-3.4-02",
        "R4738-3.4-03",
        "R4738-3.4-06",
        "R4738-3.4-09",
        "R4738-3.5-01",
        "R4738-3.5-03",
        "R4738-3.5-05",
        "R4738-3.6-02",
        "R4738-3.6-07"
    })
    void bothEndsHoldTheKeysThatTheResponderChose() {
        RsarPendingOffer offer = initiator.offer(request().build());
        ResponderResult.Established answered = answered(receive(offer.message()));
        MikeyMessage reply = answered.reply().orElseThrow();

        SecurityAssociation ours = established(offer.receive(reply.octets()));

        assertSameKeys(ours, answered.association());
        assertThat(ours.responder()).contains(BOB);
        assertThat(answered.association().initiator()).contains(ALICE);
        assertThat(ours.cryptoSessions().get(1).ssrc()).isEqualTo(0xb0b00002L);
        assertThat(offer.message().header().v()).isTrue();
        assertThat(kinds(offer.message())).containsExactly("T", "Rand", "Id", "Cert", "Id", "Sign");
        assertThat(kinds(reply)).containsExactly("T", "Id", "Cert", "Kemac", "Pke", "Sign");
    }

    @Test
    @Proves({"R4738-3.6-06", "R4738-3.7-01"})
    void theResponderSendsTheRandThatTheInitiatorDidNot() {
        RsarPendingOffer offer = initiator.offerWithoutRand(request().build());
        ResponderResult.Established answered = answered(receive(offer.message()));
        MikeyMessage reply = answered.reply().orElseThrow();

        assertThat(kinds(offer.message())).doesNotContain("Rand");
        assertThat(kinds(reply)).startsWith("T", "Rand");
        assertSameKeys(established(offer.receive(reply.octets())), answered.association());
        rejected(offer.receive(resigned(reply, without(RandPayload.class))), RejectReason.MISSING_PAYLOAD);
    }

    @Test
    @Proves({"R4738-3.6-06", "R4738-3.7-01"})
    void twoRandsAreOneTooMany() {
        RsarPendingOffer offer = initiator.offer(request().build());
        MikeyMessage reply = answered(receive(offer.message())).reply().orElseThrow();

        rejected(
                offer.receive(resigned(reply, adding(1, new RandPayload(GROUP_RAND)))),
                RejectReason.UNEXPECTED_PAYLOAD);
    }

    @Test
    @Proves({
        "R3830-8.1-01",
        "R4738-3.2-01",
        "R4738-3.2-02",
        "R4738-3.4-04",
        "R4738-3.4-07",
        "R4738-3.4-08",
        "R4738-3.5-06",
        "R4738-3.6-01",
        "R4738-3.6-03",
        "R4738-5-01"
    })
    void membersOfAGroupHoldTheSameKeys() {
        CsIdMap map = CsIdMap.srtp(new SrtpId(0, 0x77777777L, 0));
        KeySpec tgk = KeySpec.of(KeyDataType.TGK, SecretBytes.random(RANDOM, 16));
        RsarResponder head = responder(offer -> new RsarJudge.Decision.Grant(
                map,
                List.of(PolicyOptions.choose(OPTIONS)),
                List.of(tgk),
                Optional.of(new RsarJudge.Group(0xfeedbeefL, GROUP_RAND))));
        OfferRequest join = OfferRequest.builder().responder(BOB).build();
        List<SecurityAssociation> members = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            RsarPendingOffer offer = initiator.join(join);
            ResponderResult.Established answered =
                    answered(head.receive(offer.message().octets(), Octets.EMPTY));
            MikeyMessage reply = answered.reply().orElseThrow();
            assertThat(kinds(reply))
                    .containsExactly("GeneralExtension", "T", "Rand", "Id", "Cert", "Sp", "Kemac", "Pke", "Sign");
            assertThat(reply.header().csbId())
                    .isEqualTo(offer.message().header().csbId());
            members.add(established(offer.receive(reply.octets())));
            assertSameKeys(members.get(i), answered.association());

            rejected(
                    offer.receive(resigned(reply, without(GeneralExtensionPayload.class))),
                    RejectReason.MISSING_PAYLOAD);
            rejected(
                    offer.receive(resigned(reply, payloads -> {
                        payloads.set(0, new GeneralExtensionPayload(4, Octets.copyOf(new byte[5])));
                        return payloads;
                    })),
                    RejectReason.UNEXPECTED_PAYLOAD);
        }
        assertSameKeys(members.get(0), members.get(1));
        assertThat(members.get(0).csbId()).isEqualTo(0xfeedbeefL);
        assertThatThrownBy(() -> initiator.join(request().policies(OPTIONS).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4738, 3.2");
        rejected(
                head.receive(
                        initiator
                                .offer(request().policies(OPTIONS).build())
                                .message()
                                .octets(),
                        Octets.EMPTY),
                RejectReason.POLICY_REFUSED);
    }

    @Test
    @Proves("R4738-3.6-04")
    void anAnswerForTwoHasNoGroup() {
        RsarPendingOffer offer = initiator.offer(request().build());
        MikeyMessage reply = answered(receive(offer.message())).reply().orElseThrow();

        rejected(offer.receive(resigned(reply, adding(0, SignedAnswer.csbId(7)))), RejectReason.UNEXPECTED_PAYLOAD);
    }

    @Test
    @Proves({"R4738-3.5-04", "R4738-3.6-08", "R4738-3.7-02"})
    void oneOptionOfEachParameterIsChosen() {
        RsarPendingOffer offer = initiator.offer(request().policies(OPTIONS).build());
        MikeyMessage reply = answered(receive(offer.message())).reply().orElseThrow();
        SpPayload chosen = SpPayload.of(
                0, 0, List.of(PolicyParameter.of(0, 1), PolicyParameter.of(1, 16), PolicyParameter.of(11, 10)));

        assertThat(established(offer.receive(reply.octets())).policies()).containsExactly(chosen);

        SpPayload otherValue = SpPayload.of(
                0, 0, List.of(PolicyParameter.of(0, 1), PolicyParameter.of(1, 24), PolicyParameter.of(11, 10)));
        SpPayload fewer = SpPayload.of(0, 0, List.of(PolicyParameter.of(0, 1), PolicyParameter.of(1, 16)));
        SpPayload otherNumber = new SpPayload(1, 0, chosen.policyParam());
        for (SpPayload bad : List.of(otherValue, fewer, otherNumber, OPTIONS)) {
            UnaryOperator<List<Payload>> swap = payloads ->
                    payloads.stream().map(p -> p instanceof SpPayload ? bad : p).toList();
            rejected(offer.receive(resigned(reply, swap)), RejectReason.POLICY_REFUSED);
        }
        rejected(offer.receive(resigned(reply, without(SpPayload.class))), RejectReason.POLICY_REFUSED);
    }

    @Test
    @Proves({"R4738-3.4-05", "R4738-3.5-03"})
    void changingAnyOctetOfEitherMessageIsRefused() {
        RsarPendingOffer offer = initiator.offer(request().build());
        assertEveryChangeRefused(offer.message().octets(), octets -> responder.receive(octets, Octets.EMPTY));
        assertEveryChangeRefused(reply(receive(offer.message())), offer::receive);
    }

    @Test
    void truncatingEitherMessageIsRefused() {
        RsarPendingOffer offer = initiator.offer(request().build());
        assertEveryTruncationRefused(offer.message().octets(), octets -> responder.receive(octets, Octets.EMPTY));
        assertEveryTruncationRefused(reply(receive(offer.message())), offer::receive);
    }

    @Test
    @Proves("R4738-3.5-02")
    void whatCannotBeParsedIsMetWithItsOwnError() {
        Octets octets = initiator.offer(request().build()).message().octets();

        Rejected refused =
                rejected(responder.receive(octets.slice(0, octets.length() - 1), Octets.EMPTY), RejectReason.MALFORMED);

        assertThat(refused.errorNo()).isEqualTo(ErrorNo.UNSUPPORTED_MESSAGE_TYPE);
    }

    @Test
    @Proves({"R4738-3.6-05", "R4738-3.6-09"})
    void theSignatureCoversTheIdentitiesAndTheTime() {
        RsarPendingOffer offer = initiator.offer(request().build());
        MikeyMessage reply = answered(receive(offer.message())).reply().orElseThrow();
        List<Payload> payloads = reply.payloads().subList(0, reply.payloads().size() - 1);
        TPayload t = reply.payload(TPayload.class).orElseThrow();

        for (Octets[] appended : List.of(
                new Octets[0],
                SignedAnswer.appended(Optional.empty(), Optional.of(BOB), t),
                SignedAnswer.appended(Optional.of(ALICE), Optional.empty(), t),
                SignedAnswer.appended(Optional.of(BOB), Optional.of(ALICE), t),
                SignedAnswer.appended(Optional.of(ALICE), Optional.of(BOB), Peers.at(1)))) {
            rejected(
                    offer.receive(Signatures.sign(reply.header(), payloads, signer(BOB_CERT), appended)
                            .octets()),
                    RejectReason.AUTHENTICATION_FAILED);
        }
    }

    @Test
    void aSignatureWithoutItsHeaderIsAcceptedOnlyByName() {
        ExchangeSettings lenient = ExchangeSettings.builder(CLOCK, RANDOM)
                .accept(Compatibility.SIGNATURE_WITHOUT_SIGN_HEADER)
                .build();
        RsarPendingOffer offer = initiator(lenient).offer(request().build());
        MikeyMessage reply = answered(receive(offer.message())).reply().orElseThrow();
        Octets signature = signer(BOB_CERT)
                .sign(Signatures.coveredWithoutHeader(
                        reply,
                        SignedAnswer.appended(
                                Optional.of(ALICE),
                                Optional.of(BOB),
                                reply.payload(TPayload.class).orElseThrow())));
        Octets other = reply.withLast(new SignPayload(Signatures.sign(reply).sType(), signature))
                .octets();

        assertThat(established(offer.receive(other)).diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.rule()).isEqualTo("SIGNATURE_WITHOUT_SIGN_HEADER"));
        assertThat(established(offer.receive(reply.octets())).diagnostics()).isEmpty();

        RsarPendingOffer strict = initiator.offer(request().build());
        MikeyMessage toStrict = answered(receive(strict.message())).reply().orElseThrow();
        Octets headless = signer(BOB_CERT)
                .sign(Signatures.coveredWithoutHeader(
                        toStrict,
                        SignedAnswer.appended(
                                Optional.of(ALICE),
                                Optional.of(BOB),
                                toStrict.payload(TPayload.class).orElseThrow())));
        rejected(
                strict.receive(toStrict.withLast(
                                new SignPayload(Signatures.sign(toStrict).sType(), headless))
                        .octets()),
                RejectReason.AUTHENTICATION_FAILED);
    }

    @Test
    void whatIsWrongWithTheEnvelopeIsNotTold() {
        RsarPendingOffer offer = initiator.offer(request().build());
        MikeyMessage reply = answered(receive(offer.message())).reply().orElseThrow();
        Octets forBob = EnvelopePadding.PKCS1_V1_5.encrypt(
                ALICE_CERT.keys().getPublic(), SecretBytes.wrap(new byte[16]), JcaAlgorithms.PLATFORM, RANDOM);
        List<Rejected> results = new ArrayList<>();
        for (Octets envelope : List.of(Octets.copyOf(new byte[256]), forBob)) {
            results.add(rejected(
                    offer.receive(resigned(
                            reply,
                            payloads -> payloads.stream()
                                    .map(p -> p instanceof PkePayload ? new PkePayload(0, envelope) : p)
                                    .toList())),
                    RejectReason.AUTHENTICATION_FAILED));
        }

        assertThat(results.get(0)).isEqualTo(results.get(1));
    }

    @Test
    @Proves({"R4738-3.4-10", "R4738-3.6-07"})
    void onlyTheResponderThatWasNamedMayAnswer() {
        RsarPendingOffer toCarol = initiator.offer(request().responder(CAROL).build());
        rejected(receive(toCarol.message()), RejectReason.IDENTITY_REFUSED);

        OfferRequest toAnyone =
                OfferRequest.builder().csIdMap(request().build().csIdMap()).build();
        RsarPendingOffer open = initiator.offer(toAnyone);
        assertThat(established(open.receive(reply(receive(open.message())))).responder())
                .contains(BOB);

        RsarResponder impostor = new RsarResponder(
                settings,
                local(BOB, ALICE_CERT),
                trust(),
                Peers.replays(),
                RsarJudge.acceptFirst(csId -> 1),
                EnvelopePadding.PKCS1_V1_5);
        RsarPendingOffer offer = initiator.offer(request().build());
        rejected(
                offer.receive(reply(impostor.receive(offer.message().octets(), Octets.EMPTY))),
                RejectReason.CERTIFICATE_REFUSED);
    }

    @Test
    @Proves({"R3830-5.1.2-03", "R3830-5.1.2-04", "R4738-3.4-11", "R4738-3.5-01"})
    void aRefusalIsSignedWithItsNumber() {
        SpPayload wanted = SpPayload.of(0, 0, List.of(PolicyParameter.of(0, 1)));
        RsarResponder picky = responder(offer -> new RsarJudge.Decision.Refuse(
                new OfferJudge.Verdict.Refuse(RejectReason.POLICY_REFUSED, "not this", List.of(wanted))));
        RsarPendingOffer offer = initiator.offer(request().build());

        Rejected refused = rejected(picky.receive(offer.message().octets(), Octets.EMPTY), RejectReason.POLICY_REFUSED);

        assertThat(refused.errorNo()).isEqualTo(ErrorNo.INVALID_SPPAR);
        assertThat(kinds(refused.errorMessage().orElseThrow())).containsExactly("T", "Err", "Sp", "Sign");
    }

    @Test
    void aReplayIsRefused() {
        MikeyMessage message = initiator.offer(request().build()).message();
        assertThat(reply(receive(message)).length()).isPositive();
        rejected(receive(message), RejectReason.REPLAYED);
    }

    private static final RsarJudge.Group GROUP = new RsarJudge.Group(0xfeedbeefL, GROUP_RAND);

    private static RsarJudge group() {
        return offer -> new RsarJudge.Decision.Grant(
                CsIdMap.srtp(new SrtpId(0, 0x77777777L, 0)),
                List.of(PolicyOptions.choose(OPTIONS)),
                List.of(KeySpec.tgk()),
                Optional.of(GROUP));
    }

    /** RFC 4738, 3.6: the new CSB ID counts "in key material computation", which some take for the traffic keys alone. */
    @Test
    void anAnswerForAGroupUnderTheCsbIdOfTheHeaderIsAcceptedOnlyByName() {
        ExchangeSettings lenient = ExchangeSettings.builder(CLOCK, RANDOM)
                .accept(Compatibility.GROUP_PROTECTED_BY_HEADER_CSB_ID)
                .build();
        RsarResponder head = responder(group());
        for (boolean accepts : new boolean[] {false, true}) {
            RsarPendingOffer offer = initiator(accepts ? lenient : settings)
                    .join(OfferRequest.builder().responder(BOB).build());
            ResponderResult.Established answered =
                    answered(head.receive(offer.message().octets(), Octets.EMPTY));
            MikeyMessage reply = answered.reply().orElseThrow();
            Octets other = underHeaderCsbId(reply, answered.association().keys().get(0));

            if (accepts) {
                SecurityAssociation member = established(offer.receive(other));
                assertThat(member.diagnostics())
                        .singleElement()
                        .satisfies(d -> assertThat(d.rule()).isEqualTo("GROUP_PROTECTED_BY_HEADER_CSB_ID"));
                assertThat(member.csbId()).isEqualTo(GROUP.csbId());
                assertSameKeys(member, answered.association());
                assertThat(established(offer.receive(reply.octets())).diagnostics())
                        .isEmpty();
            } else {
                rejected(offer.receive(other), RejectReason.AUTHENTICATION_FAILED);
            }
        }
    }

    private static Octets underHeaderCsbId(MikeyMessage reply, TransportedKey tgk) {
        SecretBytes envelopeKey = SecretBytes.random(RANDOM, 16);
        long csbId = reply.header().csbId();
        TPayload t = reply.payload(TPayload.class).orElseThrow();
        try (MessageProtection protection = MessageProtection.derive(
                KemacCipher.AES_CM_128, MacAlgorithm.HMAC_SHA_1_160, 20, Prf.MIKEY_1, envelopeKey, csbId, GROUP_RAND)) {
            List<Payload> inside = new ArrayList<>(List.of(BOB));
            inside.addAll(KeyTransport.payloads(List.of(tgk)));
            KemacPayload kemac = protection.authenticateAlone(protection.seal(inside, csbId, t));
            Octets envelope = EnvelopePadding.PKCS1_V1_5.encrypt(
                    ALICE_CERT.keys().getPublic(), envelopeKey, JcaAlgorithms.PLATFORM, RANDOM);
            return resigned(
                    reply,
                    payloads -> payloads.stream()
                            .map(p -> p instanceof KemacPayload
                                    ? kemac
                                    : p instanceof PkePayload ? new PkePayload(0, envelope) : p)
                            .toList());
        }
    }

    @Test
    @Proves("R4738-3.2-02")
    void anAnswerForAGroupHasAPolicy() {
        RsarPendingOffer offer =
                initiator.join(OfferRequest.builder().responder(BOB).build());
        MikeyMessage reply = answered(responder(group()).receive(offer.message().octets(), Octets.EMPTY))
                .reply()
                .orElseThrow();

        rejected(offer.receive(resigned(reply, without(SpPayload.class))), RejectReason.MISSING_PAYLOAD);
    }

    private RsarResponder sending(RsarEnvelopes envelopes) {
        return new RsarResponder(
                settings,
                local(BOB, BOB_CERT),
                trust(),
                Peers.replays(),
                RsarJudge.acceptFirst(csId -> 5),
                envelopes,
                new InMemoryCounterLog(2));
    }

    @Test
    void theResponderChoosesCipherAndMac() {
        RsarResponder strong =
                sending(RsarEnvelopes.STANDARD.withAlgorithms(KemacCipher.AES_CM_256, MacAlgorithm.HMAC_SHA_256_256));
        RsarPendingOffer offer = initiator.offer(request().prf(Prf.HMAC_SHA_256).build());
        ResponderResult.Established answered =
                answered(strong.receive(offer.message().octets(), Octets.EMPTY));
        KemacPayload kemac =
                answered.reply().orElseThrow().payload(KemacPayload.class).orElseThrow();

        assertThat(kemac.encrAlg()).isEqualTo(EncrAlg.AES_CM_256);
        assertThat(kemac.macAlg()).isEqualTo(MacAlg.HMAC_SHA_256_256);
        assertThat(established(offer.receive(answered.reply().orElseThrow().octets()))
                        .keys())
                .isEqualTo(answered.association().keys());
        assertThatThrownBy(() -> RsarEnvelopes.STANDARD.withAlgorithms(KemacCipher.NULL, MacAlgorithm.NULL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NULL");
    }

    /** Either end may begin the update, since both hold the envelope key; the one that chose the keys usually does. */
    @Test
    @Proves("R4738-3.6-10")
    void aKeptEnvelopeKeyProtectsUpdatesInBothDirections() {
        RsarPendingOffer offer = initiator.offer(request().build());
        ResponderResult.Established answered = answered(sending(RsarEnvelopes.STANDARD.cachedForCsb())
                .receive(offer.message().octets(), Octets.EMPTY));
        SecurityAssociation ours =
                established(offer.receive(answered.reply().orElseThrow().octets()));
        SecurityAssociation theirs = answered.association();
        PskResponder updates = new PskResponder(
                settings, claim -> Optional.empty(), Peers.replays(), OfferJudge.acceptSupported(csId -> 0));

        PskPendingOffer byBob = new PskInitiator(settings)
                .offerUpdate(
                        theirs.reversed(),
                        OfferRequest.builder()
                                .initiator(BOB)
                                .responder(ALICE)
                                .csIdMap(theirs.csIdMap())
                                .timestamp(Peers.at(1))
                                .build());
        ResponderResult.Established renewed =
                answered(updates.receiveUpdate(ours.reversed(), byBob.message().octets(), Octets.EMPTY));
        assertSameKeys(established(byBob.receive(renewed.reply().orElseThrow().octets())), renewed.association());
        assertThat(renewed.association().keys()).isNotEqualTo(ours.keys());

        PskPendingOffer byAlice = new PskInitiator(settings)
                .offerUpdate(
                        ours,
                        request().csIdMap(ours.csIdMap()).timestamp(Peers.at(2)).build());
        assertSameKeys(
                byAlice.association(),
                answered(updates.receiveUpdate(theirs, byAlice.message().octets(), Octets.EMPTY))
                        .association());

        // Without the flag nothing is kept, and there is nothing to update with.
        RsarPendingOffer plain = initiator.offer(request().build());
        assertThat(established(plain.receive(reply(receive(plain.message()))))
                        .protectionKey()
                        .length())
                .isZero();
    }

    @Test
    void runningTheExchangeAgainRenewsTheKeysOfABundle() {
        RsarPendingOffer first = initiator.offer(request().csbId(0x01020304L).build());
        SecurityAssociation before = established(first.receive(reply(receive(first.message()))));
        RsarPendingOffer second = initiator.offer(
                request().csbId(0x01020304L).timestamp(Peers.at(1)).build());
        SecurityAssociation after = established(second.receive(reply(receive(second.message()))));

        assertThat(after.csbId()).isEqualTo(before.csbId());
        assertThat(after.state().rand()).isNotEqualTo(before.state().rand());
        assertThat(after.keys()).isNotEqualTo(before.keys());
    }

    @Test
    @Proves({"R4738-3.5-04", "R4738-3.4-11", "R4738-3.6-08"})
    void theResponderChoosesByItsOwnPreference() {
        SrtpPolicy strong = SrtpPolicy.of(SpPayload.of(
                0, 0, List.of(PolicyParameter.of(0, 1), PolicyParameter.of(1, 32), PolicyParameter.of(11, 10))));
        SrtpPolicy gcm = SrtpPolicy.of(SrtpPolicy.named("AEAD_AES_128_GCM", 0).orElseThrow());
        RsarResponder choosy = responder(RsarJudge.choosing(List.of(gcm, strong), csId -> 5));
        RsarPendingOffer offer = initiator.offer(request().policies(OPTIONS).build());
        SecurityAssociation chosen =
                established(offer.receive(reply(choosy.receive(offer.message().octets(), Octets.EMPTY))));

        assertThat(chosen.policies()).hasSize(1);
        assertThat(SrtpPolicy.of(chosen.policies().get(0))).isEqualTo(strong);
        assertThat(chosen.cryptoSessions().get(0).keys().get(0).tek().length()).isEqualTo(32);

        RsarPendingOffer open = initiator.offer(request().build());
        assertThat(established(open.receive(reply(choosy.receive(open.message().octets(), Octets.EMPTY))))
                        .policies())
                .containsExactly(gcm.toPayload(0));

        RsarResponder onlyGcm = responder(RsarJudge.choosing(List.of(gcm), csId -> 5));
        Rejected refused =
                rejected(onlyGcm.receive(offer.message().octets(), Octets.EMPTY), RejectReason.POLICY_REFUSED);
        assertThat(refused.errorNo()).isEqualTo(ErrorNo.INVALID_SPPAR);
        assertThat(refused.errorMessage().orElseThrow().payloads(SpPayload.class))
                .containsExactly(gcm.toPayload(0));
    }

    /** The first option is a cipher that nobody knows; the second one can be used. */
    @Test
    void anOptionThatIsNotKnownDoesNotSpoilTheOthers() {
        SpPayload offered = SpPayload.of(
                0, 0, List.of(PolicyParameter.of(0, 99), PolicyParameter.of(0, 1), PolicyParameter.of(1, 16)));
        RsarPendingOffer offer = initiator.offer(request().policies(offered).build());

        assertThat(established(offer.receive(reply(receive(offer.message())))).policies())
                .containsExactly(SpPayload.of(0, 0, List.of(PolicyParameter.of(0, 1), PolicyParameter.of(1, 16))));
        SpPayload unknown = SpPayload.of(0, 0, List.of(PolicyParameter.of(0, 99), PolicyParameter.of(0, 98)));
        rejected(receive(initiator.offer(request().policies(unknown).build()).message()), RejectReason.POLICY_REFUSED);
    }

    @Test
    void countersAreAcceptedWhereTheyAreKept() {
        Octets message = initiator
                .offer(request().timestamp(new TPayload(TsType.COUNTER, 3)).build())
                .message()
                .octets();
        RsarResponder keeping = sending(RsarEnvelopes.STANDARD);

        assertThat(answered(keeping.receive(message, Octets.EMPTY)).reply()).isPresent();
        rejected(keeping.receive(message, Octets.EMPTY), RejectReason.TIMESTAMP_NOT_NEWER);
        rejected(responder.receive(message, Octets.EMPTY), RejectReason.TIMESTAMP_NOT_NEWER);
    }
}

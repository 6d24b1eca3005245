package org.mikey4j.exchange.dh;

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
import static org.mikey4j.testing.Peers.at;
import static org.mikey4j.testing.Peers.established;
import static org.mikey4j.testing.Peers.kinds;
import static org.mikey4j.testing.Peers.local;
import static org.mikey4j.testing.Peers.rejected;
import static org.mikey4j.testing.Peers.reply;
import static org.mikey4j.testing.Peers.request;
import static org.mikey4j.testing.Peers.signer;
import static org.mikey4j.testing.Peers.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.SignatureScheme;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.TestPki;

class DhExchangeTest {
    private static final DhPolicy GROUPS = DhPolicy.of(RANDOM);
    private static final KeyValidity MKI = new KeyValidity.Spi(Octets.copyOf(new byte[] {1, 2, 3, 4}));

    private final ExchangeSettings settings =
            ExchangeSettings.builder(CLOCK, RANDOM).build();
    private final DhInitiator initiator = new DhInitiator(settings, GROUPS, local(ALICE, ALICE_CERT), trust());
    private final DhResponder responder = responder(GROUPS, OfferJudge.acceptSupported(csId -> 0xb0b00000L + csId));

    private DhResponder responder(DhPolicy groups, OfferJudge judge) {
        return new DhResponder(settings, groups, local(BOB, BOB_CERT), trust(), Peers.replays(), judge);
    }

    private DhPendingOffer offer() {
        return initiator.offer(DhGroup.OAKLEY_5, request().build());
    }

    private ResponderResult receive(MikeyMessage message) {
        return responder.receive(message.octets(), Octets.EMPTY);
    }

    /** The same message with other payloads, signed again. */
    private static MikeyMessage signed(
            MikeyMessage message, MessageSigner signer, UnaryOperator<List<Payload>> change) {
        List<Payload> payloads = new ArrayList<>(message.payloads());
        payloads.remove(payloads.size() - 1);
        return Signatures.sign(message.header(), change.apply(payloads), signer);
    }

    private static UnaryOperator<List<Payload>> replacing(int which, UnaryOperator<DhPayload> change) {
        return payloads -> {
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < payloads.size(); i++) {
                if (payloads.get(i) instanceof DhPayload) {
                    places.add(i);
                }
            }
            int place = places.get(which);
            payloads.set(place, change.apply((DhPayload) payloads.get(place)));
            return payloads;
        };
    }

    @Test
    @Proves({"R3830-3.3-01", "R3830-3.3-06"})
    void bothEndsHoldTheSameKeysLabelledByTheInitiator() {
        DhPendingOffer offer = initiator.offer(
                DhGroup.OAKLEY_5, request().keys(KeySpec.tgk().valid(MKI)).build());
        ResponderResult.Established answered = answered(receive(offer.message()));

        SecurityAssociation ours =
                established(offer.receive(answered.reply().orElseThrow().octets()));

        assertSameKeys(ours, answered.association());
        assertThat(ours.keys()).singleElement().satisfies(key -> {
            assertThat(key.key().length()).isEqualTo(192);
            assertThat(key.kv()).isEqualTo(MKI);
        });
        assertThat(answered.association().initiator()).contains(ALICE);
        assertThat(ours.responder()).contains(BOB);
        assertThat(ours.protectionKey().length()).isZero();
    }

    @Test
    @Proves({"R3830-3.3-05", "R3830-3.3-07"})
    void thePayloadsStandInTheOrderOfTheStandard() {
        DhPendingOffer offer = offer();

        assertThat(kinds(offer.message())).containsExactly("T", "Rand", "Id", "Cert", "Id", "Dh", "Sign");
        assertThat(kinds(answered(receive(offer.message())).reply().orElseThrow()))
                .containsExactly("T", "Id", "Cert", "Id", "Dh", "Dh", "Sign");
    }

    @Test
    void changingAnyOctetOfEitherMessageIsRefused() {
        DhPendingOffer offer = offer();
        assertEveryChangeRefused(offer.message().octets(), octets -> responder.receive(octets, Octets.EMPTY));
        assertEveryChangeRefused(reply(receive(offer.message())), offer::receive);
    }

    @Test
    void truncatingEitherMessageIsRefused() {
        DhPendingOffer offer = offer();
        assertEveryTruncationRefused(offer.message().octets(), octets -> responder.receive(octets, Octets.EMPTY));
        assertEveryTruncationRefused(reply(receive(offer.message())), offer::receive);
    }

    @Test
    @Proves("R3830-6.1-04")
    void vIsIgnoredAndTheAnswerAlwaysComes() {
        MikeyMessage message = offer().message();
        CommonHeader header = message.header();
        MikeyMessage silent = Signatures.sign(
                new CommonHeader(header.dataType(), false, header.prfFunc(), header.csbId(), header.csIdMap()),
                message.payloads().subList(0, message.payloads().size() - 1),
                signer(ALICE_CERT));

        assertThat(answered(receive(silent)).reply()).isPresent();
    }

    @Test
    @Proves({"R3830-4.2.7-02", "R3830-9.1-02"})
    void smallGroupsAreUsedOnlyWhereBothEndsAllowThem() {
        DhPolicy legacy = GROUPS.allowing(DhGroup.OAKLEY_2);
        DhInitiator daring = new DhInitiator(settings, legacy, local(ALICE, ALICE_CERT), trust());
        DhPendingOffer offer = daring.offer(DhGroup.OAKLEY_2, request().build());

        assertThatThrownBy(() -> initiator.offer(DhGroup.OAKLEY_2, request().build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("group");
        Rejected refused = rejected(receive(offer.message()), RejectReason.UNSUPPORTED_DH);
        assertThat(refused.errorNo()).isEqualTo(ErrorNo.INVALID_DH);
        ResponderResult.Established answered = answered(responder(legacy, OfferJudge.acceptSupported(csId -> 7))
                .receive(offer.message().octets(), Octets.EMPTY));
        SecurityAssociation ours =
                established(offer.receive(answered.reply().orElseThrow().octets()));
        assertSameKeys(ours, answered.association());
        assertThat(ours.keys().get(0).key().length()).isEqualTo(128);
    }

    @Test
    @Proves("R3830-5.1.2-02")
    void aRefusalIsSignedAndTheInitiatorCanTell() {
        DhPolicy legacy = GROUPS.allowing(DhGroup.OAKLEY_2);
        PeerTrust knowing = new PeerTrust(trust().validator(), id -> List.of(BOB_CERT.payload()), trust().verifier());
        DhPendingOffer offer = new DhInitiator(settings, legacy, local(ALICE, ALICE_CERT), knowing)
                .offer(DhGroup.OAKLEY_2, request().build());
        MikeyMessage error = rejected(receive(offer.message()), RejectReason.UNSUPPORTED_DH)
                .errorMessage()
                .orElseThrow();

        Rejected told = rejected(offer.receive(error.octets()), RejectReason.PEER_ERROR);

        assertThat(told.errorNo()).isEqualTo(ErrorNo.INVALID_DH);
        assertThat(told.authenticated()).isTrue();
        assertEveryChangeRefused(error.octets(), offer::receive);
    }

    @Test
    void valuesThatNoHonestPeerSendsAreRefused() {
        DhPendingOffer offer = offer();
        MikeyMessage answer = answered(receive(offer.message())).reply().orElseThrow();
        byte[] one = new byte[192];
        one[191] = 1;
        byte[] p = DhGroup.OAKLEY_5.prime().toByteArray();
        byte[] minusOne = Arrays.copyOfRange(p, p.length - 192, p.length);
        minusOne[191]--;
        for (byte[] value : List.of(new byte[192], one, minusOne)) {
            UnaryOperator<DhPayload> bad = dh -> new DhPayload(dh.dhGroup(), Octets.copyOf(value), dh.kv());

            rejected(
                    receive(signed(offer.message(), signer(ALICE_CERT), replacing(0, bad))),
                    RejectReason.UNSUPPORTED_DH);
            rejected(
                    offer.receive(
                            signed(answer, signer(BOB_CERT), replacing(0, bad)).octets()),
                    RejectReason.UNSUPPORTED_DH);
        }
    }

    @Test
    @Proves("R3830-3.3-05")
    void anAnswerThatDoesNotFitTheOfferIsRefused() {
        DhPendingOffer offer = offer();
        MikeyMessage answer = answered(receive(offer.message())).reply().orElseThrow();
        DhPayload other =
                new DhPayload(0, GROUPS.halfKeys().apply(DhGroup.OAKLEY_5).publicValue(), KeyValidity.NULL);
        DhPayload small =
                new DhPayload(2, GROUPS.halfKeys().apply(DhGroup.OAKLEY_2).publicValue(), KeyValidity.NULL);

        refused(offer, answer, RejectReason.MISMATCH, replacing(1, dh -> other));
        refused(offer, answer, RejectReason.MISMATCH, replacing(1, dh -> new DhPayload(0, dh.dhValue(), MKI)));
        refused(offer, answer, RejectReason.MISMATCH, replacing(0, dh -> new DhPayload(0, dh.dhValue(), MKI)));
        refused(offer, answer, RejectReason.UNSUPPORTED_DH, replacing(0, dh -> small));
        DhPayload own = offer.message().payload(DhPayload.class).orElseThrow();
        refused(offer, answer, RejectReason.MISMATCH, replacing(0, dh -> own));
        refused(offer, answer, RejectReason.MISSING_PAYLOAD, without(DhPayload.class));
        refused(offer, answer, RejectReason.MISSING_PAYLOAD, without(IdPayload.class));
        refused(offer, answer, RejectReason.MISSING_PAYLOAD, without(TPayload.class));
        refused(offer, answer, RejectReason.IDENTITY_REFUSED, with(IdPayload.class, CAROL));
        refused(offer, answer, RejectReason.MISMATCH, with(TPayload.class, at(1)));
        rejected(
                offer.receive(signed(answer, signer(ALICE_CERT), p -> p).octets()), RejectReason.AUTHENTICATION_FAILED);
        rejected(offer.receive(offer.message().octets()), RejectReason.WRONG_DATA_TYPE);
        assertThat(offer.receive(answer.octets())).isNotInstanceOf(Rejected.class);
    }

    private static void refused(
            DhPendingOffer offer, MikeyMessage answer, RejectReason reason, UnaryOperator<List<Payload>> change) {
        rejected(offer.receive(signed(answer, signer(BOB_CERT), change).octets()), reason);
    }

    private static UnaryOperator<List<Payload>> without(Class<? extends Payload> kind) {
        return payloads -> payloads.stream().filter(p -> !kind.isInstance(p)).toList();
    }

    private static UnaryOperator<List<Payload>> with(Class<? extends Payload> kind, Payload instead) {
        return payloads ->
                payloads.stream().map(p -> kind.isInstance(p) ? instead : p).toList();
    }

    @Test
    void identitiesAreChecked() {
        DhInitiator liar = new DhInitiator(settings, GROUPS, local(ALICE, BOB_CERT), trust());
        rejected(receive(liar.offer(DhGroup.OAKLEY_5, request().build()).message()), RejectReason.CERTIFICATE_REFUSED);
        OfferRequest elsewhere = request().responder(CAROL).build();
        rejected(receive(initiator.offer(DhGroup.OAKLEY_5, elsewhere).message()), RejectReason.IDENTITY_REFUSED);
        DhResponder impostor = new DhResponder(
                settings,
                GROUPS,
                new LocalIdentity(BOB, List.of(ALICE_CERT.payload()), signer(ALICE_CERT)),
                trust(),
                Peers.replays(),
                OfferJudge.acceptSupported(csId -> 1));
        DhPendingOffer offer = offer();
        rejected(
                offer.receive(reply(impostor.receive(offer.message().octets(), Octets.EMPTY))),
                RejectReason.CERTIFICATE_REFUSED);
    }

    @Test
    @Proves("R3830-3.3-07")
    void whoSendsOnlyCertificatesIsNamedByThem() {
        DhPendingOffer offer = offer();
        MikeyMessage bare = signed(offer.message(), signer(ALICE_CERT), without(IdPayload.class));
        ResponderResult.Established answered = answered(receive(bare));

        assertThat(answered.association().initiator()).contains(ALICE);

        DhPendingOffer toAnyone = initiator.offer(
                DhGroup.OAKLEY_5,
                OfferRequest.builder().csIdMap(request().build().csIdMap()).build());
        MikeyMessage answer = answered(receive(toAnyone.message())).reply().orElseThrow();
        MikeyMessage unnamed = signed(answer, signer(BOB_CERT), payloads -> {
            payloads.remove(1);
            return payloads;
        });
        assertThat(established(toAnyone.receive(unnamed.octets())).responder()).contains(BOB);
    }

    @Test
    void anUntrustedSignerIsRefused() {
        TestPki.Entity stranger =
                TestPki.spec("stranger").uri("sip:alice@example.org").selfSigned();
        DhInitiator unknown = new DhInitiator(settings, GROUPS, local(ALICE, stranger), trust());

        rejected(
                receive(unknown.offer(DhGroup.OAKLEY_5, request().build()).message()),
                RejectReason.CERTIFICATE_REFUSED);
    }

    @Test
    void aMessageThatComesAgainIsAReplayOrGetsTheSameAnswer() {
        MikeyMessage message = offer().message();
        Octets reply = reply(receive(message));
        rejected(receive(message), RejectReason.REPLAYED);
        assertThat(reply.length()).isPositive();

        MikeyMessage other = offer().message();
        Octets dialog = Octets.copyOf(new byte[] {1});
        Octets first = reply(responder.receive(other.octets(), dialog));
        assertThat(((ResponderResult.Repeated) responder.receive(other.octets(), dialog))
                        .reply()
                        .orElseThrow()
                        .octets())
                .isEqualTo(first);
    }

    @Test
    @Proves({"R3830-4.5-03", "R3830-4.5-09", "R3830-4.5-10"})
    void anUpdateWithoutAValueKeepsTheKeysAndOneWithAValueReplacesThem() {
        DhPendingOffer offer = offer();
        ResponderResult.Established answered = answered(receive(offer.message()));
        SecurityAssociation ours =
                established(offer.receive(answered.reply().orElseThrow().octets()));

        OfferRequest keep = request().keys().timestamp(at(1)).build();
        DhPendingOffer keeping = initiator.offerUpdate(ours, DhGroup.OAKLEY_5, keep);
        ResponderResult.Established kept = answered(responder.receiveUpdate(
                answered.association(), keeping.message().octets(), Octets.EMPTY));
        SecurityAssociation ourKept =
                established(keeping.receive(kept.reply().orElseThrow().octets()));
        assertThat(kinds(keeping.message())).doesNotContain("Dh", "Rand");
        assertThat(kinds(kept.reply().orElseThrow())).doesNotContain("Dh");
        assertSameKeys(ours, ourKept);
        assertSameKeys(ourKept, kept.association());

        OfferRequest renew = request().timestamp(at(2)).build();
        DhPendingOffer renewing = initiator.offerUpdate(ourKept, DhGroup.OAKLEY_5, renew);
        ResponderResult.Established renewed = answered(
                responder.receiveUpdate(kept.association(), renewing.message().octets(), Octets.EMPTY));
        SecurityAssociation ourNew =
                established(renewing.receive(renewed.reply().orElseThrow().octets()));
        assertSameKeys(ourNew, renewed.association());
        assertThat(ourNew.cryptoSessions().get(0).keys())
                .isNotEqualTo(ours.cryptoSessions().get(0).keys());
        rejected(
                responder.receiveUpdate(
                        renewed.association(), renewing.message().octets(), Octets.copyOf(new byte[1])),
                RejectReason.REPLAYED);
    }

    @Test
    void onlyOneTgkCanBeAgreedOn() {
        OfferRequest two = request().keys(KeySpec.tgk(), KeySpec.tgk()).build();
        OfferRequest none = request().keys().build();
        for (OfferRequest bad :
                List.of(two, none, request().keys(KeySpec.tekAndSalt(16, 14)).build())) {
            assertThatThrownBy(() -> initiator.offer(DhGroup.OAKLEY_5, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one TGK");
        }
    }

    @Test
    void closingAnUpdateThatKeepsTheKeysWipesItsCopies() {
        DhPendingOffer first = offer();
        ResponderResult.Established answered = answered(receive(first.message()));
        SecurityAssociation ours =
                established(first.receive(answered.reply().orElseThrow().octets()));
        DhPendingOffer keeping = initiator.offerUpdate(
                ours, DhGroup.OAKLEY_5, request().keys().timestamp(at(1)).build());
        Octets answer = reply(responder.receiveUpdate(
                answered.association(), keeping.message().octets(), Octets.EMPTY));

        keeping.close();

        assertThatThrownBy(() -> keeping.receive(answer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret was wiped");
        assertThat(ours.keys().get(0).key().toByteArray())
                .as("those that it copied")
                .hasSize(192);
    }

    /** The signatures of RSASSA-PSS have salts, so that no two are the same. */
    @Test
    @Proves("R3830-5.3-03")
    void aMessageThatIsSignedAgainIsTheSameMessage() {
        MessageSigner salted = MessageSigner.rsa(
                ALICE_CERT.keys().getPrivate(),
                SignatureScheme.RSA_PSS,
                HashAlgorithm.SHA_256,
                JcaAlgorithms.PLATFORM,
                RANDOM);
        MikeyMessage message = offer().message();
        MikeyMessage first = signed(message, salted, payloads -> payloads);
        MikeyMessage second = signed(message, salted, payloads -> payloads);
        assertThat(second.octets()).isNotEqualTo(first.octets());

        answered(receive(first));

        rejected(receive(second), RejectReason.REPLAYED);
    }

    @Test
    void aValueThatIsNoneIsRefusedBeforeAnythingIsDrawn() {
        DhResponder lazy = responder(
                GROUPS.withHalfKeys(group -> {
                    throw new AssertionError("a half key was asked for");
                }),
                OfferJudge.acceptSupported(csId -> 1));
        byte[] one = new byte[192];
        one[191] = 1;
        MikeyMessage bad = signed(
                offer().message(),
                signer(ALICE_CERT),
                replacing(0, dh -> new DhPayload(dh.dhGroup(), Octets.copyOf(one), dh.kv())));

        assertThat(rejected(lazy.receive(bad.octets(), Octets.EMPTY), RejectReason.UNSUPPORTED_DH)
                        .detail())
                .isEqualTo("the DH-value is not a public value of OAKLEY_5");
    }

    @Test
    @Proves("R3830-3.3-07")
    void theRefusalSaysHowManyValuesAnAnswerHas() {
        DhPendingOffer first = offer();
        ResponderResult.Established answered = answered(receive(first.message()));
        MikeyMessage answer = answered.reply().orElseThrow();
        SecurityAssociation ours = established(first.receive(answer.octets()));
        List<DhPayload> values = answer.payloads(DhPayload.class);
        UnaryOperator<List<Payload>> onlyOne =
                payloads -> payloads.stream().filter(p -> p != values.get(0)).toList();
        assertThat(rejected(
                                first.receive(signed(answer, signer(BOB_CERT), onlyOne)
                                        .octets()),
                                RejectReason.MISSING_PAYLOAD)
                        .detail())
                .isEqualTo("the answer has 1 DH payloads, not 2");

        DhPendingOffer keeping = initiator.offerUpdate(
                ours, DhGroup.OAKLEY_5, request().keys().timestamp(at(1)).build());
        MikeyMessage kept = answered(responder.receiveUpdate(
                        answered.association(), keeping.message().octets(), Octets.EMPTY))
                .reply()
                .orElseThrow();
        UnaryOperator<List<Payload>> withBoth = payloads -> {
            payloads.addAll(values);
            return payloads;
        };
        assertThat(rejected(
                                keeping.receive(
                                        signed(kept, signer(BOB_CERT), withBoth).octets()),
                                RejectReason.UNEXPECTED_PAYLOAD)
                        .detail())
                .isEqualTo("the answer has 2 DH payloads, not 0");
    }

    @Test
    void anErrorThatNobodySignedIsOnlyAHint() {
        DhPendingOffer offer = offer();
        MikeyMessage error = MikeyMessage.encode(
                new CommonHeader(6, false, 0, offer.message().header().csbId(), CsIdMap.srtp()),
                List.of(offer.message().payload(TPayload.class).orElseThrow(), new ErrPayload(ErrorNo.INVALID_DH)));

        assertThat(rejected(offer.receive(error.octets()), RejectReason.PEER_ERROR)
                        .authenticated())
                .isFalse();
    }
}

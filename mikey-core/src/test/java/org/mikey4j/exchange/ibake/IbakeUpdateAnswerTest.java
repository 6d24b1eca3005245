package org.mikey4j.exchange.ibake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mikey4j.exchange.ibake.IbakeFixture.ALICE;
import static org.mikey4j.exchange.ibake.IbakeFixture.BOB;
import static org.mikey4j.exchange.ibake.IbakeFixture.CAROL;
import static org.mikey4j.testing.Peers.assertWiped;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.MacAlg;

/** What the ends of an update refuse that stands under the right MAC, or could be put under none. */
class IbakeUpdateAnswerTest {
    private final IbakeFixture f = new IbakeFixture();
    private final IbakeInitiator alice = f.alice(IbakeAnswerJudge.onlyAsked());
    private final IbakeResponder bob = f.bob();
    private final IbakeNames names = new IbakeNames(ALICE, BOB);
    private SecurityAssociation atAlice;
    private SecurityAssociation atBob;

    @BeforeEach
    void exchange() {
        List<SecurityAssociation> agreed = IbakeRun.of(f, alice, bob).associations();
        atAlice = agreed.get(0);
        atBob = agreed.get(1);
        f.tick();
    }

    private OfferRequest.Builder request() {
        return OfferRequest.builder().csIdMap(atAlice.csIdMap());
    }

    private MikeyMessage answer(MikeyMessage update) {
        IbakeUpdate result = bob.receiveUpdate(atBob, update.octets(), Octets.EMPTY);
        assertThat(result).isInstanceOf(IbakeUpdate.Answered.class);
        return ((IbakeUpdate.Answered) result).reply();
    }

    private static void refused(Object result, RejectReason reason, String detail) {
        Object refusal = result instanceof IbakeUpdate.Refused refused ? refused.rejected() : result;
        assertThat(refusal).isInstanceOf(Rejected.class);
        Rejected rejected = (Rejected) refusal;
        assertThat(rejected.detail()).isEqualTo(detail);
        assertThat(rejected.reason()).isEqualTo(reason);
    }

    /** An answer to an update that keeps the keys, under the key that both ends have. */
    private Octets under(MikeyMessage update, CommonHeader header, List<Payload> payloads) {
        CsbState state =
                atAlice.state().withTimestamp(update.payload(TPayload.class).orElseThrow());
        try (IbakeMac mac = IbakeMac.of(atAlice.protectionKey(), IbakePoints.mac(state.prf()), state, names.list())) {
            return mac.append(header, payloads).octets();
        }
    }

    private static CommonHeader header(MikeyMessage message, CsIdMap map) {
        CommonHeader old = message.header();
        return new CommonHeader(old.dataType(), false, old.prfFunc(), old.csbId(), map);
    }

    @Test
    void anAnswerUnderTheRightMacHasNothingThatDoesNotBelongThere() {
        try (IbakePendingUpdate update = alice.offerUpdate(atAlice, request().build())) {
            MikeyMessage right = answer(update.message());
            List<Payload> t = List.of(right.payloads().get(0));
            SrtpIdMap map = (SrtpIdMap) right.header().csIdMap();
            SrtpId first = map.entries().get(0);

            refused(
                    update.receive(under(
                            update.message(),
                            right.header(),
                            List.of(t.get(0), new RandPayload(atBob.state().rand())))),
                    RejectReason.UNEXPECTED_PAYLOAD,
                    "RAND does not stand here");
            refused(
                    update.receive(under(
                            update.message(),
                            right.header(),
                            List.of(t.get(0), new IbakeNames(ALICE, CAROL).responderPayload()))),
                    RejectReason.IDENTITY_REFUSED,
                    "the answer names others than the ends of the exchange");
            refused(
                    update.receive(under(
                            update.message(),
                            header(
                                    right,
                                    CsIdMap.srtp(
                                            new SrtpId(first.policyNo(), first.ssrc(), 1),
                                            map.entries().get(1))),
                            t)),
                    RejectReason.MISMATCH,
                    "a rollover counter differs from the message before");
            assertThat(update.receive(under(
                            update.message(),
                            right.header(),
                            List.of(t.get(0), names.initiatorPayload(), names.responderPayload()))))
                    .isInstanceOf(InitiatorResult.Established.class);
        }
    }

    @Test
    void anAnswerWithoutAMacIsNone() {
        try (IbakePendingUpdate update = alice.offerUpdate(atAlice, request().build())) {
            MikeyMessage right = answer(update.message());
            Octets open = IbakeFixture.replace(right, new VPayload(MacAlg.NULL, Octets.EMPTY));

            refused(update.receive(open), RejectReason.AUTHENTICATION_FAILED, "the verification MAC is wrong");
        }
    }

    private EccptPayload point(EcGroup group) {
        return IbakePoints.payload(
                f.groups.halfKeys().apply(group), atAlice.state().prf(), KeyValidity.NULL);
    }

    private Octets sealed(MikeyMessage answer, IbakeNames inside, EccptPayload ours, EccptPayload theirs) {
        return f.reseal(
                answer,
                ALICE,
                IbakeData.of(inside, Optional.of(ours), Optional.of(theirs)).payloads());
    }

    /** Anybody can encrypt to Alice; these checks come before the MAC, which needs what is checked here. */
    @Test
    void thePointOfAnAnswerIsOneOfTheEndsAndAnAnswerToTheOther() {
        try (IbakePendingUpdate update =
                alice.offerUpdate(atAlice, EcGroup.P_256, request().build())) {
            MikeyMessage right = answer(update.message());
            EccptPayload ours = (EccptPayload)
                    f.open(update.message(), f.key(BOB, IbakeFixture.NOW)).get(1);

            refused(
                    update.receive(sealed(right, new IbakeNames(ALICE, CAROL), ours, point(EcGroup.P_256))),
                    RejectReason.IDENTITY_REFUSED,
                    "the names in clear are not those in the encrypted data (RFC 6267, 7.2)");
            refused(
                    update.receive(sealed(right, names, ours, point(EcGroup.P_384))),
                    RejectReason.UNSUPPORTED_DH,
                    "ECCPTr is of another curve than ECCPTi");
            refused(
                    update.receive(sealed(right, names, ours, ours)),
                    RejectReason.MISMATCH,
                    "ECCPTr is ECCPTi sent back");
            assertThat(update.receive(right.octets())).isInstanceOf(InitiatorResult.Established.class);
        }
    }

    @Test
    void anUpdateHasThePointOfItsMakerAndTheNamesOfTheEnds() {
        MikeyMessage update =
                alice.offerUpdate(atAlice, EcGroup.P_256, request().build()).message();
        Octets redirected = f.reseal(
                update,
                BOB,
                IbakeData.of(new IbakeNames(CAROL, BOB), Optional.of(point(EcGroup.P_256)), Optional.empty())
                        .payloads());
        Octets both = f.reseal(
                update,
                BOB,
                IbakeData.of(names, Optional.of(point(EcGroup.P_256)), Optional.of(point(EcGroup.P_256)))
                        .payloads());

        refused(
                bob.receiveUpdate(atBob, redirected, Octets.EMPTY),
                RejectReason.IDENTITY_REFUSED,
                "the names in clear are not those in the encrypted data (RFC 6267, 7.2)");
        refused(
                bob.receiveUpdate(atBob, both, Octets.EMPTY),
                RejectReason.MISSING_PAYLOAD,
                "I_MESSAGE_1 has not just ECCPTi (RFC 6267, 4.2.2.1)");
    }

    private static Octets error(MikeyMessage about) {
        return MikeyMessage.encode(
                        new CommonHeader(
                                DataType.ERROR,
                                false,
                                about.header().prfFunc(),
                                about.header().csbId(),
                                new EmptyMap(CsIdMapType.EMPTY, 0)),
                        List.of(about.payload(TPayload.class).orElseThrow(), new ErrPayload(ErrorNo.UNSPECIFIED)))
                .octets();
    }

    /** Nothing proves who sent an error message: it is never more than a hint. */
    @Test
    void errorMessagesAreHints() {
        try (IbakePendingUpdate update = alice.offerUpdate(atAlice, request().build());
                IbakeFirstOffer first = f.offer()) {
            Rejected ofUpdate = (Rejected) update.receive(error(update.message()));
            Rejected ofOffer = ((IbakeFirstResult.Refused) first.receive(error(first.message()))).rejected();
            Rejected ofResumed =
                    ((IbakeFirstResult.Refused) first.resume(error(first.message()), first.message())).rejected();

            assertThat(List.of(ofUpdate, ofOffer, ofResumed)).allSatisfy(rejected -> {
                assertThat(rejected.reason()).isEqualTo(RejectReason.PEER_ERROR);
                assertThat(rejected.authenticated()).isFalse();
            });
        }
    }

    @Test
    void whatAnUpdateCannotAskFor() {
        IbakeInitiator smallest = new IbakeInitiator(
                f.settings,
                f.keys(ALICE),
                new EcPolicy(Set.of(EcGroup.P_256), f.groups.halfKeys()),
                IbakeAnswerJudge.onlyAsked());

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        smallest.offerUpdate(atAlice, EcGroup.P_384, request().build()))
                .withMessage("group: " + EcGroup.P_384 + " is not allowed by the policy");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> alice.offerUpdate(
                        atAlice,
                        EcGroup.P_256,
                        request().keys(KeySpec.tekAndSalt(16, 14)).build()))
                .withMessage("keys: Diffie-Hellman agrees on one TGK, which cannot be given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> alice.offerUpdate(
                        atAlice,
                        request().policies(SrtpPolicy.defaults().toPayload(0)).build()))
                .withMessage("policies: the messages of IBAKE carry none (RFC 6267, 4.2.2)");
    }

    @Test
    void closingTheKeysOfAnUpdateLeavesThoseOfTheBundle() {
        IbakeUpdateKeys kept = IbakeUpdateKeys.kept(atAlice);

        kept.close();

        assertWiped(kept.mpk(), kept.keys().get(0).key());
        assertThat(atAlice.protectionKey().toByteArray()).isNotEmpty();
    }
}

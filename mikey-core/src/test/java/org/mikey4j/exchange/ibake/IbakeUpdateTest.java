package org.mikey4j.exchange.ibake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.testing.Proves;

/** Updates of a bundle of MIKEY-IBAKE (RFC 6267, 5.3). */
class IbakeUpdateTest {
    private static final long MORE = 0x0badcafeL;

    private final IbakeFixture f = new IbakeFixture();
    private final IbakeInitiator alice = f.alice(IbakeAnswerJudge.onlyAsked());
    private final IbakeResponder bob = f.bob();
    private SecurityAssociation atAlice;
    private SecurityAssociation atBob;

    @BeforeEach
    void call() {
        List<SecurityAssociation> agreed = IbakeRun.of(f, alice, bob).associations();
        atAlice = agreed.get(0);
        atBob = agreed.get(1);
        f.tick();
    }

    private OfferRequest.Builder request(SrtpId... more) {
        SrtpIdMap now = (SrtpIdMap) atAlice.csIdMap();
        List<SrtpId> all = new ArrayList<>(now.entries());
        all.addAll(List.of(more));
        return OfferRequest.builder().csIdMap(CsIdMap.srtp(all.toArray(SrtpId[]::new)));
    }

    private static String tgk(SecurityAssociation association) {
        return HexFormat.of().formatHex(association.keys().get(0).key().toByteArray());
    }

    private EccptPayload point() {
        return IbakePoints.payload(
                f.groups.halfKeys().apply(EcGroup.P_256), atAlice.state().prf(), KeyValidity.NULL);
    }

    private IbakeUpdate.Answered answered(SecurityAssociation current, MikeyMessage message) {
        IbakeUpdate update = bob.receiveUpdate(current, message.octets(), Octets.EMPTY);
        if (update instanceof IbakeUpdate.Refused refused) {
            throw new AssertionError(refused.rejected().toString());
        }
        return (IbakeUpdate.Answered) update;
    }

    private static void refused(RejectReason reason, IbakeUpdate update) {
        assertThat(update)
                .isInstanceOfSatisfying(
                        IbakeUpdate.Refused.class,
                        refused -> assertThat(refused.rejected().reason())
                                .as(refused.rejected().detail())
                                .isEqualTo(reason));
    }

    @Test
    @Proves("R6267-5.3-01")
    void newPointsGiveNewKeysUnderTheRandOfTheFirstExchange() {
        IbakePendingUpdate update =
                alice.offerUpdate(atAlice, EcGroup.P_384, request().build());
        MikeyMessage message = update.message();
        assertThat(message.header().csbId()).isEqualTo(atAlice.csbId());
        assertThat(message.payloads())
                .extracting(payload -> (Object) payload.getClass())
                .containsExactly(TPayload.class, IbakePayload.class);
        IbakeUpdate.Answered answer = answered(atBob, message);
        assertThat(answer.reply().payloads())
                .extracting(payload -> (Object) payload.getClass())
                .containsExactly(TPayload.class, IbakePayload.class, VPayload.class);

        SecurityAssociation renewed =
                IbakeFixture.established(update.receive(answer.reply().octets()));

        assertThat(tgk(renewed)).isEqualTo(tgk(answer.association())).isNotEqualTo(tgk(atAlice));
        assertThat(renewed.protectionKey()).isEqualTo(answer.association().protectionKey());
        assertThat(renewed.protectionKey()).isNotEqualTo(atAlice.protectionKey());
        assertThat(renewed.state()).isEqualTo(answer.association().state());
        assertThat(renewed.state().rand()).isEqualTo(atAlice.state().rand());
        // An update follows an update.
        f.tick();
        IbakePendingUpdate next =
                alice.offerUpdate(renewed, EcGroup.P_256, request().build());
        assertThat(tgk(IbakeFixture.established(next.receive(
                        answered(answer.association(), next.message()).reply().octets()))))
                .isNotEqualTo(tgk(renewed));
    }

    @Test
    @Proves("R6267-5.3-03")
    void sessionsAreAddedUnderTheKeysThatThereAre() {
        IbakePendingUpdate update =
                alice.offerUpdate(atAlice, request(new SrtpId(0, MORE, 0)).build());
        assertThat(update.message().payloads())
                .extracting(payload -> (Object) payload.getClass())
                .containsExactly(TPayload.class);

        IbakeUpdate.Answered answer = answered(atBob, update.message());
        SecurityAssociation renewed =
                IbakeFixture.established(update.receive(answer.reply().octets()));

        assertThat(tgk(renewed)).isEqualTo(tgk(atAlice)).isEqualTo(tgk(answer.association()));
        assertThat(renewed.protectionKey()).isEqualTo(atAlice.protectionKey());
        assertThat(renewed.cryptoSessions()).hasSize(3);
        assertThat(renewed.cryptoSessions().get(2).ssrc()).isEqualTo(MORE);
        assertThat(renewed.cryptoSessions().get(0).keys())
                .isEqualTo(atAlice.cryptoSessions().get(0).keys());
    }

    @Test
    void theResponderBeginsOneWithTheRolesExchanged() {
        IbakeInitiator bobBegins =
                new IbakeInitiator(f.settings, f.keys(IbakeFixture.BOB), f.groups, IbakeAnswerJudge.onlyAsked());
        IbakeResponder aliceAnswers = f.user(IbakeFixture.ALICE, f.keys(IbakeFixture.ALICE), f.replays());
        IbakePendingUpdate update =
                bobBegins.offerUpdate(atBob.reversed(), EcGroup.P_256, request().build());

        refused(
                RejectReason.KEYS_UNUSABLE,
                aliceAnswers.receiveUpdate(atAlice, update.message().octets(), Octets.EMPTY));
        IbakeUpdate.Answered answer = (IbakeUpdate.Answered)
                aliceAnswers.receiveUpdate(atAlice.reversed(), update.message().octets(), Octets.EMPTY);

        assertThat(tgk(IbakeFixture.established(update.receive(answer.reply().octets()))))
                .isEqualTo(tgk(answer.association()))
                .isNotEqualTo(tgk(atBob));
    }

    /** Without new points nothing tells a forger's update from the Initiator's, so it can add and change nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"ssrc", "policy", "less", "roc"})
    void aForgerCannotChangeSessionsThatAreThere(String what) {
        MikeyMessage message = alice.offerUpdate(atAlice, request().build()).message();
        SrtpIdMap map = (SrtpIdMap) message.header().csIdMap();
        SrtpId first = map.entries().get(0);
        SrtpId second = map.entries().get(1);
        SecurityAssociation later = atBob;
        CsIdMap forged = switch (what) {
            case "ssrc" -> CsIdMap.srtp(new SrtpId(first.policyNo(), MORE, 0), second);
            case "policy" -> CsIdMap.srtp(new SrtpId(1, first.ssrc(), 0), second);
            case "roc" -> map;
            default -> CsIdMap.srtp(first);
        };
        if (what.equals("roc")) {
            SrtpId far = new SrtpId(0, first.ssrc(), 7);
            IbakePendingUpdate counted = alice.offerUpdate(
                    atAlice,
                    OfferRequest.builder().csIdMap(CsIdMap.srtp(far, second)).build());
            later = answered(atBob, counted.message()).association();
            f.tick();
            message = alice.offerUpdate(atAlice, request().build()).message();
        }
        Octets octets = MikeyMessage.encode(
                        new CommonHeader(
                                message.header().dataType(),
                                true,
                                message.header().prfFunc(),
                                message.header().csbId(),
                                forged),
                        message.payloads())
                .octets();

        refused(RejectReason.MISMATCH, bob.receiveUpdate(later, octets, Octets.EMPTY));
    }

    @Test
    @Proves("R6267-5.3-02")
    void whatIsNoUpdateOfThisBundleIsRefused() {
        MikeyMessage message =
                alice.offerUpdate(atAlice, EcGroup.P_256, request().build()).message();
        refused(
                RejectReason.UNEXPECTED_PAYLOAD,
                bob.receiveUpdate(
                        atBob,
                        IbakeFixture.with(message, new RandPayload(atBob.state().rand())),
                        Octets.EMPTY));
        try (IbakeFirstOffer other = f.offer()) {
            refused(
                    RejectReason.MISMATCH,
                    bob.receiveUpdate(atBob, other.message().octets(), Octets.EMPTY));
        }
        refused(
                RejectReason.IDENTITY_REFUSED,
                bob.receiveUpdate(
                        atBob,
                        IbakeFixture.with(
                                message, new IbakeNames(IbakeFixture.CAROL, IbakeFixture.BOB).initiatorPayload()),
                        Octets.EMPTY));
        refused(
                RejectReason.MALFORMED,
                bob.receiveUpdate(atBob, message.octets().slice(0, 20), Octets.EMPTY));
        refused(
                RejectReason.KEYS_UNUSABLE,
                f.user(IbakeFixture.CAROL, f.keys(IbakeFixture.CAROL), f.replays())
                        .receiveUpdate(atBob, message.octets(), Octets.EMPTY));
        assertThatThrownBy(() -> alice.offerUpdate(
                        atAlice,
                        OfferRequest.builder()
                                .csIdMap(CsIdMap.srtp(new SrtpId(0, MORE, 0)))
                                .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("changes crypto sessions that are there");
    }

    @Test
    void timeAndRepetitionCountAsElsewhere() {
        IbakePendingUpdate update =
                alice.offerUpdate(atAlice, EcGroup.P_256, request().build());
        Octets octets = update.message().octets();
        Octets here = Octets.ofHex("01");
        IbakeUpdate.Answered answer = (IbakeUpdate.Answered) bob.receiveUpdate(atBob, octets, here);

        assertThat(bob.receiveUpdate(atBob, octets, here))
                .isInstanceOfSatisfying(
                        IbakeUpdate.Repeated.class,
                        repeated -> assertThat(repeated.reply()).contains(answer.reply()));
        refused(RejectReason.REPLAYED, bob.receiveUpdate(atBob, octets, Octets.ofHex("02")));
        f.tick();
        MikeyMessage old = alice.offerUpdate(
                        atAlice,
                        EcGroup.P_256,
                        request()
                                .timestamp(answer.association().state().timestamp())
                                .build())
                .message();
        refused(RejectReason.TIMESTAMP_NOT_NEWER, bob.receiveUpdate(answer.association(), old.octets(), here));
    }

    /** What a forger answers, who knows everybody's public keys and the messages before. */
    @Test
    @Proves("R6267-5.3-04")
    void answersOfOthersAreRefused() {
        IbakePendingUpdate update =
                alice.offerUpdate(atAlice, EcGroup.P_256, request().build());
        IbakeUpdate.Answered answer = answered(atBob, update.message());
        Octets right = answer.reply().octets();

        IbakeFixture.refused(
                RejectReason.AUTHENTICATION_FAILED, update.receive(IbakeFixture.flipped(right, right.length() - 1)));
        IbakeFixture.refused(
                RejectReason.MISSING_PAYLOAD, update.receive(IbakeFixture.without(answer.reply(), IbakePayload.class)));
        IbakeFixture.refused(
                RejectReason.MISMATCH,
                update.receive(f.reseal(
                        answer.reply(),
                        IbakeFixture.ALICE,
                        IbakeData.of(
                                        new IbakeNames(IbakeFixture.ALICE, IbakeFixture.BOB),
                                        Optional.of(point()),
                                        Optional.of(point()))
                                .payloads())));
        IbakePendingUpdate kept = alice.offerUpdate(atAlice, request().build());
        IbakeUpdate.Answered keeping = answered(atBob, kept.message());
        IbakeFixture.refused(
                RejectReason.AUTHENTICATION_FAILED,
                kept.receive(IbakeFixture.flipped(
                        keeping.reply().octets(), keeping.reply().octets().length() - 1)));
        IbakeFixture.refused(RejectReason.MISMATCH, kept.receive(right));
        InitiatorResult accepted = update.receive(right);
        assertThat(accepted).isInstanceOf(InitiatorResult.Established.class);
    }
}

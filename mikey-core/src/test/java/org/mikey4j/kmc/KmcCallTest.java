package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.testing.Peers;

/** Calls between two networks, each with its centre; and what must not work. */
class KmcCallTest {
    private static final IdPayload KMC_A = IdPayload.uri("sip:kmc.a.example");
    private static final IdPayload KMC_B = IdPayload.uri("sip:kmc.b.example");
    private static final OfferJudge JUDGE = OfferJudge.acceptSupported(csId -> 7);

    private final ExchangeSettings settings =
            ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build();
    private final CallBinding call = new CallBinding("icid-1", Peers.ALICE, Peers.BOB);
    private final KmcStore storeA = new InMemoryKmcStore(Peers.CLOCK, Peers.RANDOM, 1_000);
    private final KeyManagementCentre centreA = new KeyManagementCentre(settings, KMC_A, storeA);
    private final KeyManagementCentre centreB =
            new KeyManagementCentre(settings, KMC_B, new InMemoryKmcStore(Peers.CLOCK, Peers.RANDOM, 1_000));
    private final Subscriber alice = new Subscriber(Peers.ALICE, SecretBytes.random(Peers.RANDOM, 16));
    private final Subscriber bob = new Subscriber(Peers.BOB, SecretBytes.random(Peers.RANDOM, 16));
    private final CallUser ueA = user(alice, KMC_A, call, Side.CALLER);
    private final CallUser ueB = user(bob, KMC_B, call, Side.CALLEE);

    private CallUser user(Subscriber self, IdPayload centre, CallBinding of, Side side) {
        return new CallUser(settings, self, centre, of, side, Peers.replays());
    }

    private static OfferRequest.Builder media() {
        return OfferRequest.builder().csIdMap(CsIdMap.srtp(new SrtpId(0, 1, 0), new SrtpId(0, 0, 0)));
    }

    private static void assertRefused(Reason reason, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        KmcRefusal.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static Octets octets(KeyComponent component) {
        return Octets.copyOf(component.value().toByteArray());
    }

    /** The callee's message goes with its answer; the caller's verification message confirms the key to it. */
    private void assertAgree(PskPendingOffer answer, ResponderResult received) {
        ResponderResult.Established caller = Peers.answered(received);
        SecurityAssociation callee =
                Peers.established(answer.receive(caller.reply().orElseThrow().octets()));
        Peers.assertSameKeys(callee, caller.association());
    }

    @Test
    void theUsersExchangeTheComponents() {
        KeyComponent ka = ueA.receiveComponent(
                centreA.deliver(centreA.issue(call, Side.CALLER), alice).octets());
        KeyComponent kb = ueB.receiveComponent(
                centreB.deliver(centreB.issue(call, Side.CALLEE), bob).octets());

        PairKey kab = kb.combine(ueB.receiveShown(ueA.show(ka).octets()));
        PskPendingOffer answer = ueB.agree(kab, kb, media());

        assertAgree(answer, ueA.receive(ka, JUDGE, answer.message().octets(), Octets.EMPTY));
    }

    @Test
    void theCentresCombineAndHandOutTheKey() {
        KeyComponent ka = centreA.issue(call, Side.CALLER);
        KeyComponent kb = centreB.issue(call, Side.CALLEE);
        PairKey atA = ka.combine(centreA.accept(octets(kb), call, Side.CALLEE));
        PairKey atB = kb.combine(centreB.accept(octets(ka), call, Side.CALLER));
        assertThat(atA).isEqualTo(atB);

        MikeyMessage toAlice = centreA.deliver(atA, Side.CALLER, alice);
        MikeyMessage toBob = centreB.deliver(atB, Side.CALLEE, bob);
        PskPendingOffer answer = ueB.agree(ueB.receivePairKey(toBob.octets()), media());

        assertAgree(
                answer,
                ueA.receive(
                        ueA.receivePairKey(toAlice.octets()),
                        JUDGE,
                        answer.message().octets(),
                        Octets.EMPTY));
    }

    @Test
    void theKeyComesFromTheControlPlaneAndTheAccessKeyFromBootstrapping() {
        IdPayload bTid = ControlPlaneKeys.bTid(ControlPlaneKeysTest.ALICE, "bsf.a.example");
        Subscriber bootstrapped = new Subscriber(
                bTid, ControlPlaneKeys.ksNaf(ControlPlaneKeysTest.ALICE, "kmc.a.example", ControlPlaneKeys.UA_IMS_KMS));
        Subscriber registered =
                new Subscriber(Peers.BOB, ControlPlaneKeys.access(ControlPlaneKeysTest.BOB, "kmc.b.example"));
        PairKey kab = ControlPlaneKeys.pair(
                ControlPlaneKeys.user(ControlPlaneKeysTest.ALICE, "kmc.a.example"),
                ControlPlaneKeys.user(ControlPlaneKeysTest.BOB, "kmc.b.example"),
                call,
                Octets.copyOf(new byte[16]));
        CallUser a = user(bootstrapped, KMC_A, call, Side.CALLER);
        CallUser b = user(registered, KMC_B, call, Side.CALLEE);

        PairKey atA =
                a.receivePairKey(centreA.deliver(kab, Side.CALLER, bootstrapped).octets());
        PskPendingOffer answer = b.agree(
                b.receivePairKey(centreB.deliver(kab, Side.CALLEE, registered).octets()), media());

        assertThat(atA).isEqualTo(kab);
        assertAgree(answer, a.receive(atA, JUDGE, answer.message().octets(), Octets.EMPTY));
    }

    @Test
    void aSideGetsOneComponentAndAComponentServesOneCall() {
        KeyComponent ka = centreA.issue(call, Side.CALLER);
        KeyComponent kb = centreB.issue(call, Side.CALLEE);
        centreA.accept(octets(kb), call, Side.CALLEE);
        CallBinding next = new CallBinding("icid-2", Peers.ALICE, Peers.BOB);

        assertRefused(Reason.REUSED, () -> centreA.issue(call, Side.CALLER));
        assertRefused(Reason.REUSED, () -> centreA.accept(octets(kb), next, Side.CALLEE));
        assertRefused(Reason.REUSED, () -> centreA.accept(octets(ka), next, Side.CALLEE));
        assertThat(centreA.issue(next, Side.CALLER).value()).isNotEqualTo(ka.value());
    }

    @Test
    void twoNodesOfACentreRememberTogether() {
        KeyManagementCentre second = new KeyManagementCentre(settings, KMC_A, storeA);
        centreA.issue(call, Side.CALLER);

        assertRefused(Reason.REUSED, () -> second.issue(call, Side.CALLER));
    }

    @Test
    void anotherNodeGoesOnWithTheCallAndNoneLetsAnOfferPassTwice() {
        SecretBytes master = SecretBytes.random(Peers.RANDOM, 32);
        KeyManagementCentre one = node(master.copy());
        KeyManagementCentre other = node(master.copy());
        PairKey kab = new PairKey(SecretBytes.random(Peers.RANDOM, 16), call);
        one.keep(kab);
        one.passOffer(call, Side.CALLER);

        assertThat(other.kept(call)).contains(kab);
        assertThat(other.kept(new CallBinding("icid-2", Peers.ALICE, Peers.BOB)))
                .isEmpty();
        assertRefused(Reason.REUSED, () -> other.keep(kab));
        assertRefused(Reason.REUSED, () -> other.passOffer(call, Side.CALLER));
        other.passOffer(call, Side.CALLEE);
        assertRefused(Reason.REUSED, () -> one.passOffer(call, Side.CALLEE));
        assertRefused(
                Reason.RECORD_DAMAGED,
                () -> node(SecretBytes.random(Peers.RANDOM, 32)).kept(call));
        other.forget(call);
        assertThat(one.kept(call)).isEmpty();
    }

    private KeyManagementCentre node(SecretBytes master) {
        return new KeyManagementCentre(settings, KMC_A, storeA, new MasterKeys(Peers.RANDOM, "k", Map.of("k", master)));
    }

    @Test
    void degenerateCombinationsAreRefused() {
        KeyComponent ka = KeyComponent.draw(call, Side.CALLER, Peers.RANDOM);
        KeyComponent same = new KeyComponent(ka.value().copy(), call, Side.CALLEE);
        KeyComponent longer = new KeyComponent(SecretBytes.random(Peers.RANDOM, 32), call, Side.CALLEE);
        CallBinding other = new CallBinding("icid-1", Peers.ALICE, Peers.CAROL);

        assertRefused(Reason.EQUAL_COMPONENTS, () -> ka.combine(same));
        assertRefused(Reason.LENGTH, () -> ka.combine(longer));
        assertRefused(Reason.WRONG_SIDE, () -> ka.combine(KeyComponent.draw(call, Side.CALLER, Peers.RANDOM)));
        assertRefused(Reason.OTHER_CALL, () -> ka.combine(KeyComponent.draw(other, Side.CALLEE, Peers.RANDOM)));
        assertRefused(Reason.ZERO_KEY, () -> new PairKey(SecretBytes.wrap(new byte[16]), call));
    }

    @ParameterizedTest
    @CsvSource({"0", "15", "33"})
    void componentsHave16To32Octets(int octets) {
        assertRefused(Reason.LENGTH, () -> centreA.accept(Octets.copyOf(new byte[octets]), call, Side.CALLEE));
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void whatIsHandedOutIsOfUseInItsOwnCallOnly(Side side) {
        MikeyMessage message = centreA.deliver(centreA.issue(call, Side.CALLER), alice);
        CallBinding spliced = new CallBinding("icid-2", Peers.ALICE, Peers.BOB);

        assertRefused(Reason.OTHER_CALL, () -> user(alice, KMC_A, spliced, side).receiveComponent(message.octets()));
        assertRefused(
                Reason.WRONG_SIDE, () -> user(alice, KMC_A, call, Side.CALLEE).receiveComponent(message.octets()));
        assertRefused(
                Reason.WRONG_CONTENT,
                () -> user(alice, KMC_A, call, Side.CALLER).receivePairKey(message.octets()));
    }

    @Test
    void anotherCentreOrUserCannotHandOut() {
        MikeyMessage message = centreB.deliver(centreB.issue(call, Side.CALLER), alice);
        MikeyMessage good = centreA.deliver(centreA.issue(call, Side.CALLER), alice);

        assertRefused(Reason.MESSAGE_REFUSED, () -> ueA.receiveComponent(message.octets()));
        assertRefused(
                Reason.MESSAGE_REFUSED,
                () -> user(bob, KMC_A, call, Side.CALLER).receiveComponent(good.octets()));
    }

    @Test
    void aMessageOfTheCentreIsGoodOnce() {
        MikeyMessage message = centreA.deliver(centreA.issue(call, Side.CALLER), alice);
        ueA.receiveComponent(message.octets());

        assertRefused(Reason.MESSAGE_REFUSED, () -> ueA.receiveComponent(message.octets()));
    }

    @Test
    void everyChangeOfAHandedOutKeyIsRefused() {
        MikeyMessage message = centreA.deliver(centreA.issue(call, Side.CALLER), alice);
        byte[] octets = message.octets().toByteArray();
        for (int i = 0; i < octets.length; i++) {
            byte[] changed = octets.clone();
            changed[i] ^= 1;
            assertRefused(
                    Reason.MESSAGE_REFUSED,
                    () -> user(alice, KMC_A, call, Side.CALLER).receiveComponent(Octets.copyOf(changed)));
        }
    }

    /** Whoever sits between the users can change the shown components, but cannot confirm a key that he chose for one of them. */
    @Test
    void aComponentThatIsExchangedOnTheWayEndsTheCall() {
        KeyComponent ka = KeyComponent.draw(call, Side.CALLER, Peers.RANDOM);
        KeyComponent kb = KeyComponent.draw(call, Side.CALLEE, Peers.RANDOM);
        KeyComponent forged = KeyComponent.draw(call, Side.CALLER, Peers.RANDOM);
        PairKey atB = kb.combine(ueB.receiveShown(ueA.show(forged).octets()));
        PskPendingOffer answer = ueB.agree(atB, kb, media());

        Peers.rejected(
                ueA.receive(ka, JUDGE, answer.message().octets(), Octets.EMPTY), RejectReason.AUTHENTICATION_FAILED);
        Peers.rejected(
                ueA.receive(forged, JUDGE, tampered(answer.message()), Octets.EMPTY),
                RejectReason.AUTHENTICATION_FAILED);
    }

    private static Octets tampered(MikeyMessage message) {
        byte[] octets = message.octets().toByteArray();
        octets[octets.length - 1] ^= 1;
        return Octets.copyOf(octets);
    }

    @Test
    void anAnswerUnderTheKeyOfAnotherCallIsRefused() {
        CallBinding next = new CallBinding("icid-2", Peers.ALICE, Peers.BOB);
        SecretBytes same = SecretBytes.random(Peers.RANDOM, 16);
        PskPendingOffer answer = user(bob, KMC_B, next, Side.CALLEE).agree(new PairKey(same.copy(), next), media());

        Peers.rejected(
                ueA.receive(
                        new PairKey(same.copy(), call), JUDGE, answer.message().octets(), Octets.EMPTY),
                RejectReason.IDENTITY_REFUSED);
    }

    @Test
    void whatIsShownOfAnotherSideIsRefused() {
        KeyComponent own = KeyComponent.draw(call, Side.CALLEE, Peers.RANDOM);

        assertRefused(Reason.WRONG_SIDE, () -> ueB.receiveShown(ueB.show(own).octets()));
        assertThat(own.toString()).doesNotContain(octets(own).toHex());
    }

    @Test
    void aFullStoreAcceptsNothingNew() {
        KmcStore small = new InMemoryKmcStore(Peers.CLOCK, Peers.RANDOM, 1);

        assertThat(small.putIfAbsent(
                        Octets.ofHex("01".repeat(32)), Peers.CLOCK.instant().plusSeconds(1)))
                .isTrue();
        assertThat(small.putIfAbsent(
                        Octets.ofHex("01".repeat(32)), Peers.CLOCK.instant().plusSeconds(1)))
                .isFalse();
        assertThatThrownBy(() -> small.putIfAbsent(
                        Octets.ofHex("02".repeat(32)), Peers.CLOCK.instant().plusSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the store holds 1 entries, and none has expired");
    }
}

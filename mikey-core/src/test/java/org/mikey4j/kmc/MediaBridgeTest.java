package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.kmc.MediaBridge.Leg;
import org.mikey4j.kmc.MediaPolicy.Trust;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.registry.SrtpParam;
import org.mikey4j.testing.Peers;

/** A call whose protection ends at an element of the network: two exchanges, two keys, and what is said of each leg. */
class MediaBridgeTest {
    private static final IdPayload KMC = IdPayload.uri("sip:kmc.example.org");
    private static final OfferJudge JUDGE = OfferJudge.acceptSupported(csId -> 7);

    private final ExchangeSettings settings =
            ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build();
    private final CallBinding call = new CallBinding("session-1", Peers.ALICE, Peers.BOB);
    private final KeyManagementCentre centre =
            new KeyManagementCentre(settings, KMC, new InMemoryKmcStore(Peers.CLOCK, Peers.RANDOM, 100));
    private final Subscriber alice = new Subscriber(Peers.ALICE, SecretBytes.random(Peers.RANDOM, 16));
    private final Subscriber bob = new Subscriber(Peers.BOB, SecretBytes.random(Peers.RANDOM, 16));
    private final Subscriber element =
            new Subscriber(IdPayload.uri("sip:filter.example.org"), SecretBytes.random(Peers.RANDOM, 16));

    private CallUser end(Subscriber self, Side side) {
        return new CallUser(settings, self, KMC, call, side, Peers.replays());
    }

    /** Both ends of an association. */
    private record Ends(SecurityAssociation caller, SecurityAssociation callee) {}

    private static Ends exchange(
            CallUser caller, PairKey atCaller, CallUser callee, PairKey atCallee, SpPayload... sp) {
        PskPendingOffer answer = callee.agree(
                atCallee,
                OfferRequest.builder()
                        .csIdMap(CsIdMap.srtp(new SrtpId(0, 1, 0), new SrtpId(0, 0, 0)))
                        .policies(sp));
        ResponderResult.Established received =
                Peers.answered(caller.receive(atCaller, JUDGE, answer.message().octets(), Octets.EMPTY));
        return new Ends(
                received.association(),
                Peers.established(answer.receive(received.reply().orElseThrow().octets())));
    }

    /** Alice's side knows the element for Bob; the element and Bob know that theirs is a leg. */
    private MediaBridge bridged(SpPayload... spOfBob) {
        PairKey kab = new PairKey(SecretBytes.random(Peers.RANDOM, 16), call);
        PairKey leg = centre.drawLeg(call);
        MikeyMessage toAlice = centre.deliver(kab, Side.CALLER, alice);
        MikeyMessage toElement = centre.deliver(kab, Side.CALLEE, element);
        MikeyMessage legToElement = centre.deliverLeg(leg, Side.CALLER, element);
        MikeyMessage legToBob = centre.deliverLeg(leg, Side.CALLEE, bob);
        CallUser ueA = end(alice, Side.CALLER);
        CallUser towardsA = end(element, Side.CALLEE);
        CallUser towardsB = end(element, Side.CALLER);
        CallUser ueB = end(bob, Side.CALLEE);

        Ends first = exchange(
                ueA, ueA.receivePairKey(toAlice.octets()), towardsA, towardsA.receivePairKey(toElement.octets()));
        Ends second = exchange(
                towardsB,
                towardsB.receiveLegKey(legToElement.octets()),
                ueB,
                ueB.receiveLegKey(legToBob.octets()),
                spOfBob);
        Peers.assertSameKeys(first.caller(), first.callee());
        Peers.assertSameKeys(second.caller(), second.callee());
        assertThat(somebody(bob, toAlice, toElement, legToElement, legToBob).has(kab.value()))
                .as("the callee does not learn the key of the caller's leg")
                .isFalse();
        assertThat(somebody(alice, toAlice, toElement, legToElement, legToBob).has(leg.value()))
                .isFalse();
        assertThat(somebody(element, toAlice, toElement, legToElement, legToBob).has(kab.value()))
                .isTrue();
        return new MediaBridge(
                new Leg(Peers.ALICE, Optional.of(first.callee())), new Leg(Peers.BOB, Optional.of(second.caller())));
    }

    private Solver somebody(Subscriber who, MikeyMessage... seen) {
        return new Solver(call, List.of(Octets.copyOf(who.accessKey().toByteArray())), List.of(seen), List.of());
    }

    @Test
    void bothLegsAreProtectedByKeysOfTheirOwn() {
        try (MediaBridge bridge = bridged()) {
            assertThat(bridge.protection().onAllLegs()).isTrue();
            assertThat(bridge.protection())
                    .hasToString("sip:alice@example.org: encrypted and authenticated; "
                            + "sip:bob@example.org: encrypted and authenticated");
            assertThat(bridge.leg(Side.CALLER).association().orElseThrow().keys())
                    .isNotEqualTo(
                            bridge.leg(Side.CALLEE).association().orElseThrow().keys());
        }
    }

    @Test
    void aLegWithoutEncryptionOrProtectionShows() {
        SpPayload clear = SrtpPolicy.named("AES_CM_128_HMAC_SHA1_80", 0).orElseThrow();
        List<PolicyParameter> parameters = new ArrayList<>(clear.parameters());
        parameters.removeIf(p -> p.type() == SrtpParam.SRTP_ENCRYPTION);
        parameters.add(PolicyParameter.of(SrtpParam.SRTP_ENCRYPTION, 0));
        SpPayload unencrypted = SpPayload.of(0, clear.protType(), parameters);
        MediaBridge bridge = bridged(unencrypted);
        MediaBridge gateway =
                new MediaBridge(bridge.leg(Side.CALLER), new Leg(IdPayload.uri("tel:+431234"), Optional.empty()));

        assertThat(bridge.protection().callee())
                .isEqualTo(new LegProtection(Peers.BOB, false, true))
                .hasToString("sip:bob@example.org: authenticated, not encrypted");
        assertThat(bridge.protection().onAllLegs()).isFalse();
        assertThat(gateway.protection().caller().isProtected()).isTrue();
        assertThat(gateway.protection().callee()).hasToString("tel:+431234: not protected");
        assertThat(gateway.protection().onAllLegs()).isFalse();
    }

    @Test
    void oneKeyOnBothLegsIsNotTheElements() {
        try (MediaBridge bridge = bridged()) {
            Leg leg = bridge.leg(Side.CALLER);

            assertThatThrownBy(() -> new MediaBridge(leg, new Leg(Peers.BOB, leg.association())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("legs: both have the same key, which is that of a call end to end");
        }
    }

    @Test
    void closeWipesTheKeysOfBothLegs() {
        MediaBridge bridge = bridged();
        SecretBytes[] keys = Stream.of(Side.CALLER, Side.CALLEE)
                .flatMap(side -> bridge.leg(side).association().orElseThrow().keys().stream())
                .map(TransportedKey::key)
                .toArray(SecretBytes[]::new);

        bridge.close();

        assertThat(keys).hasSize(2);
        Peers.assertWiped(keys);
    }

    @Test
    void aUserIsToldALegFromACall() {
        PairKey kab = new PairKey(SecretBytes.random(Peers.RANDOM, 16), call);
        Octets whole = centre.deliver(kab, Side.CALLEE, bob).octets();
        Octets leg = centre.deliverLeg(kab, Side.CALLEE, bob).octets();

        assertThatThrownBy(() -> end(bob, Side.CALLEE).receivePairKey(leg))
                .isInstanceOf(KmcRefusal.class)
                .hasMessage("the message carries LEG_KEY, not PAIR_KEY");
        assertThatThrownBy(() -> end(bob, Side.CALLEE).receiveLegKey(whole))
                .isInstanceOf(KmcRefusal.class)
                .hasMessage("the message carries PAIR_KEY, not LEG_KEY");
    }

    @ParameterizedTest
    @CsvSource({
        "a.example, TRUSTED, END_TO_END",
        "A.Example, UNTRUSTED, END_TO_END",
        "spam.example, TRUSTED, IN_NETWORK",
        "other.example, TRUSTED, END_TO_END",
        "other.example, UNTRUSTED, IN_NETWORK",
        "'', TRUSTED, IN_NETWORK"
    })
    void whereProtectionEndsFollowsFromTheSource(String source, Trust otherwise, MediaPolicy.End end) {
        MediaPolicy policy =
                new MediaPolicy(Map.of("a.example", Trust.TRUSTED, "Spam.example", Trust.UNTRUSTED), otherwise);

        assertThat(policy.decide(source)).isEqualTo(end);
    }
}

package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.testing.Peers;

/**
 * Push to talk over a server: each participant has a call with it, and so a Kab of its own. The server opens what the talker says and
 * protects it for each listener; no participant can read or make what goes over the leg of another, and who leaves takes its own key only.
 */
class PushToTalkTest {
    private static final IdPayload KMC = IdPayload.uri("sip:kmc.example.org");
    private static final IdPayload SERVER = IdPayload.uri("sip:talk@example.org");

    private final ExchangeSettings settings =
            ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build();
    private final KeyManagementCentre centre =
            new KeyManagementCentre(settings, KMC, new InMemoryKmcStore(Peers.CLOCK, Peers.RANDOM, 100));
    private final Subscriber server = new Subscriber(SERVER, SecretBytes.random(Peers.RANDOM, 16));

    /** Everything that passed, for everybody to see. */
    private final List<MikeyMessage> wire = new ArrayList<>();

    private final Map<IdPayload, Leg> legs = new LinkedHashMap<>();

    /** One participant: its call with the server, and what both ends have. */
    private record Leg(
            Subscriber user,
            CallBinding call,
            SecretBytes kab,
            SecurityAssociation atUser,
            SecurityAssociation atServer) {}

    /** Scheme 2, in one network: the centre makes Kab and hands it to the participant and to the server. */
    private void joins(IdPayload id) {
        Subscriber user = new Subscriber(id, SecretBytes.random(Peers.RANDOM, 16));
        CallBinding call = new CallBinding("talk-" + legs.size(), id, SERVER);
        CallUser participant = new CallUser(settings, user, KMC, call, Side.CALLER, Peers.replays());
        CallUser mixer = new CallUser(settings, server, KMC, call, Side.CALLEE, Peers.replays());
        try (KeyComponent ka = centre.issue(call, Side.CALLER);
                KeyComponent kb = centre.issue(call, Side.CALLEE)) {
            PairKey kab = ka.combine(kb);
            MikeyMessage toUser = centre.deliver(kab, Side.CALLER, user);
            MikeyMessage toServer = centre.deliver(kab, Side.CALLEE, server);
            PairKey atUser = participant.receivePairKey(toUser.octets());
            PskPendingOffer answer = mixer.agree(
                    mixer.receivePairKey(toServer.octets()),
                    OfferRequest.builder().csIdMap(CsIdMap.srtp(new SrtpId(0, 1, 0), new SrtpId(0, 0, 0))));
            ResponderResult.Established received = Peers.answered(participant.receive(
                    atUser,
                    OfferJudge.acceptSupported(csId -> 7),
                    answer.message().octets(),
                    Octets.EMPTY));
            MikeyMessage confirmation = received.reply().orElseThrow();
            SecurityAssociation atServer = Peers.established(answer.receive(confirmation.octets()));
            wire.addAll(List.of(toUser, toServer, answer.message(), confirmation));
            legs.put(id, new Leg(user, call, kab.value(), received.association(), atServer));
        }
    }

    @AfterEach
    void close() {
        legs.values().forEach(leg -> {
            leg.atUser().close();
            leg.atServer().close();
        });
    }

    private Solver somebody(Subscriber who, CallBinding call) {
        return new Solver(call, List.of(Octets.copyOf(who.accessKey().toByteArray())), wire, List.of());
    }

    private static SecretBytes mediaKey(SecurityAssociation association) {
        return association.keys().get(0).key();
    }

    @Test
    void eachLegHasAKabThatOnlyItsParticipantAndTheServerCanMake() {
        List.of(Peers.ALICE, Peers.BOB, Peers.CAROL).forEach(this::joins);

        assertThat(legs.values().stream().map(Leg::kab).distinct()).hasSize(3);
        for (Leg leg : legs.values()) {
            Peers.assertSameKeys(leg.atUser(), leg.atServer());
            for (Leg another : legs.values()) {
                boolean own = leg == another;
                assertThat(somebody(leg.user(), another.call()).has(another.kab()))
                        .as(leg.user().id().text() + " and the Kab of "
                                + another.user().id().text())
                        .isEqualTo(own);
                assertThat(somebody(leg.user(), another.call()).has(mediaKey(another.atServer())))
                        .as("and the media key")
                        .isEqualTo(own);
            }
            assertThat(somebody(server, leg.call()).has(leg.kab()))
                    .as("the server")
                    .isTrue();
        }
    }

    @Test
    void theServerSaysOfEachPairOfLegsThatBothAreProtectedAndNeitherKeyIsTheOthers() {
        List.of(Peers.ALICE, Peers.BOB, Peers.CAROL).forEach(this::joins);
        Leg talker = legs.get(Peers.ALICE);

        for (IdPayload listener : List.of(Peers.BOB, Peers.CAROL)) {
            MediaBridge bridge = new MediaBridge(
                    new MediaBridge.Leg(Peers.ALICE, java.util.Optional.of(talker.atServer())),
                    new MediaBridge.Leg(
                            listener, java.util.Optional.of(legs.get(listener).atServer())));
            assertThat(bridge.protection().onAllLegs()).isTrue();
        }
    }
}

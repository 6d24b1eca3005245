package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mikey4j.cli.kmc.CallCentre.Scheme;
import org.mikey4j.cli.kmc.CallCentre.User;
import org.mikey4j.cli.sip.BodyExchange.Crossing;
import org.mikey4j.cli.sip.BodyExchange.Inquiry;
import org.mikey4j.cli.sip.BodyExchange.Passage;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.kmc.CallBinding;
import org.mikey4j.kmc.CallUser;
import org.mikey4j.kmc.InMemoryKmcStore;
import org.mikey4j.kmc.KeyManagementCentre;
import org.mikey4j.kmc.KmcRefusal;
import org.mikey4j.kmc.KmcStore;
import org.mikey4j.kmc.MasterKeys;
import org.mikey4j.kmc.MediaPolicy;
import org.mikey4j.kmc.MediaPolicy.Trust;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.kmc.Side;
import org.mikey4j.kmc.Subscriber;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.sdp.Sdp;

/** What centres do with the descriptions of calls, without any network. */
class CallCentreTest {
    private static final String ALICE = "sip:alice@a.example";
    private static final String BOB = "sip:bob@b.example";
    private static final String CAROL = "sip:carol@a.example";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Clock CLOCK = Clock.systemUTC();
    private static final ExchangeSettings SETTINGS =
            ExchangeSettings.builder(CLOCK, RANDOM).build();
    private static final IdPayload CENTRE = IdPayload.uri("sip:kmc.example");
    private static final String PLAIN = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
            + "m=audio 4000 RTP/SAVP 0\r\na=x-charging:7\r\n";

    private final List<String> log = new ArrayList<>();
    private final SecretBytes accessKey = SecretBytes.random(RANDOM, 16);
    private final SecretBytes share = SecretBytes.random(RANDOM, 32);

    private CallCentre centre(Scheme scheme, CentreLink link, String... users) {
        return centre(scheme, link, CallDuties.NONE, users);
    }

    private CallCentre centre(Scheme scheme, CentreLink link, CallDuties duties, String... users) {
        return new CallCentre(
                scheme,
                new KeyManagementCentre(SETTINGS, CENTRE, new InMemoryKmcStore(CLOCK, RANDOM, 100)),
                id -> List.of(users).contains(id.text())
                        ? Optional.of(new User(new Subscriber(id, accessKey), Optional.of(share)))
                        : Optional.empty(),
                link,
                RANDOM,
                (call, what) -> log.add(what),
                duties);
    }

    private static CentreLink to(CallCentre other) {
        return (domain, request) -> other.heard(request).orElseThrow(() -> new IOException("refused"));
    }

    private static Crossing offer(String session, String stage, String from, String to) {
        return new Crossing(session + stage, session, stage, from, to, true, true, false, "", PLAIN);
    }

    private static Crossing answer(String session, String stage, String from, String to) {
        return new Crossing(session + stage, session, stage, from, to, false, false, false, "b1", PLAIN);
    }

    private static String sdp(Passage passage) {
        return ((Passage.On) passage).sdp();
    }

    private static Octets handOut(String sdp) {
        return Sdp.parse(sdp).session().attributes().get(0).data().octets();
    }

    private CallUser user(String session, String to, Side side) {
        return end(session, new Subscriber(IdPayload.uri(side == Side.CALLER ? ALICE : to), accessKey), to, side);
    }

    private static CallUser end(String session, Subscriber self, String to, Side side) {
        return new CallUser(
                SETTINGS,
                self,
                CENTRE,
                new CallBinding(session, IdPayload.uri(ALICE), IdPayload.uri(to)),
                side,
                InMemoryReplayCache.builder(CLOCK, RANDOM, 100)
                        .trackedSince(java.time.Instant.MIN)
                        .build());
    }

    @ParameterizedTest
    @EnumSource(
            value = Scheme.class,
            names = {"CENTRES_COMBINE", "CONTROL_PLANE"})
    void bothUsersAreHandedTheSameKeyAndNothingElseChanges(Scheme scheme) {
        CallCentre b = centre(scheme, (domain, request) -> request, BOB);
        CallCentre a = centre(scheme, to(b), ALICE);

        assertThat(sdp(a.cross(offer("s1", "orig", ALICE, BOB)))).isEqualTo(PLAIN);
        String toBob = sdp(b.cross(offer("s1", "term", ALICE, BOB)));
        assertThat(sdp(b.cross(answer("s1", "term", ALICE, BOB)))).isEqualTo(PLAIN);
        String toAlice = sdp(a.cross(answer("s1", "orig", ALICE, BOB)));

        assertThat(Sdp.parse(toBob).withoutAttributes()).isEqualTo(PLAIN);
        assertThat(Sdp.parse(toAlice).withoutAttributes()).isEqualTo(PLAIN);
        PairKey atBob = user("s1", BOB, Side.CALLEE).receivePairKey(handOut(toBob));
        assertThat(user("s1", BOB, Side.CALLER).receivePairKey(handOut(toAlice)))
                .isEqualTo(atBob);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scheme.class,
            names = {"CENTRES_COMBINE", "CONTROL_PLANE"})
    void aCallWithinOneNetworkNeedsNoOtherCentre(Scheme scheme) {
        CallCentre centre = centre(
                scheme,
                (domain, request) -> {
                    throw new IOException("there is no other");
                },
                ALICE,
                CAROL);

        centre.cross(offer("s1", "orig", ALICE, CAROL));
        String toCarol = sdp(centre.cross(offer("s1", "term", ALICE, CAROL)));
        String toAlice = sdp(centre.cross(answer("s1", "orig", ALICE, CAROL)));

        assertThat(user("s1", CAROL, Side.CALLER).receivePairKey(handOut(toAlice)))
                .isEqualTo(user("s1", CAROL, Side.CALLEE).receivePairKey(handOut(toCarol)));
    }

    @Test
    void theCallerAsksForItsComponentOnceForACall() {
        CallCentre a = centre(Scheme.USERS_EXCHANGE, (domain, request) -> request, ALICE);

        Octets handOut =
                Octets.copyOf(a.asked(new Inquiry("s1", "orig", ALICE, BOB)).orElseThrow());

        assertThat(user("s1", BOB, Side.CALLER)
                        .receiveComponent(handOut)
                        .value()
                        .length())
                .isEqualTo(16);
        assertThat(a.asked(new Inquiry("s1", "orig", ALICE, BOB))).isEmpty();
        assertThat(log)
                .containsExactly("issues Ka", "refuses a component: a component was issued for this side of the call");
        assertThat(a.asked(new Inquiry("s2", "orig", BOB, ALICE)))
                .as("a user of another network")
                .isEmpty();
    }

    @Test
    void whatIsNotForOurUsersPasses() {
        CallCentre a = centre(Scheme.CENTRES_COMBINE, (domain, request) -> request, ALICE);

        assertThat(sdp(a.cross(offer("s1", "orig", BOB, ALICE)))).isEqualTo(PLAIN);
        assertThat(log).isEmpty();
    }

    @Test
    void aCallIsRefusedWithoutTheOtherCentre() {
        CallCentre a = centre(
                Scheme.CENTRES_COMBINE,
                (domain, request) -> {
                    throw new IOException("no centre is known for " + domain);
                },
                ALICE);
        CallCentre b = centre(Scheme.CENTRES_COMBINE, to(a), BOB);

        assertThat(a.cross(offer("s1", "orig", ALICE, BOB)))
                .isEqualTo(new Passage.Refused(503, "the keys of the other network are not there"));
        assertThat(b.cross(offer("s1", "term", ALICE, BOB)))
                .isEqualTo(new Passage.Refused(503, "the keys of the other network are not there"));
        assertThat(log)
                .containsExactly(
                        "issues Ka",
                        "cannot reach the other centre: no centre is known for b.example",
                        "cannot reach the other centre: it has said nothing about this call");
    }

    @Test
    void aCallIsRefusedWhereNothingCanBeRemembered() {
        CallCentre a = new CallCentre(
                Scheme.CENTRES_COMBINE,
                new KeyManagementCentre(SETTINGS, CENTRE, new InMemoryKmcStore(CLOCK, RANDOM, 1)),
                id -> Optional.of(new User(new Subscriber(id, accessKey), Optional.of(share))),
                (domain, request) -> request,
                RANDOM,
                (call, what) -> log.add(what));

        assertThat(a.cross(offer("s1", "orig", ALICE, BOB)))
                .isEqualTo(new Passage.Refused(503, "no keys can be issued now"));
        assertThat(log).containsExactly("refuses the call: the store holds 1 entries, and none has expired");
    }

    @Test
    void aCallGetsOneKeyAndAnotherOfferWithinItGetsNone() {
        CallCentre b = centre(Scheme.CENTRES_COMBINE, (domain, request) -> request, BOB);
        CallCentre a = centre(Scheme.CENTRES_COMBINE, to(b), ALICE);
        a.cross(offer("s1", "orig", ALICE, BOB));
        b.cross(offer("s1", "term", ALICE, BOB));

        assertThat(sdp(b.cross(offer("s1", "term", ALICE, BOB)))).isEqualTo(PLAIN);
        assertThat(a.cross(new Crossing("another leg", "s1", "orig", ALICE, BOB, true, true, false, "", PLAIN)))
                .isEqualTo(new Passage.Refused(488, "REUSED: the offer of this call was here before"));
        assertThat(b.cross(new Crossing("another leg", "s1", "term", ALICE, BOB, true, true, false, "", PLAIN)))
                .isEqualTo(new Passage.Refused(488, "REUSED: the offer of this call was here before"));
        a.ended("another leg");
        assertThat(sdp(a.cross(answer("s1", "orig", ALICE, BOB))))
                .as("a refused call ends, and the call goes on")
                .contains("key-mgmt");
        a.ended("s1orig");
        assertThat(sdp(a.cross(answer("s1", "orig", ALICE, BOB))))
                .as("after the end")
                .isEqualTo(PLAIN);
    }

    @Test
    void anotherNodeTakesUpACallWhoseOfferDidNotGoOn() {
        KmcStore store = new InMemoryKmcStore(CLOCK, RANDOM, 10);
        SecretBytes master = SecretBytes.random(RANDOM, 32);
        CallBinding call = new CallBinding("s1", IdPayload.uri(ALICE), IdPayload.uri(BOB));
        PairKey kab = new PairKey(SecretBytes.random(RANDOM, 16), call);
        node(store, master).keep(kab);
        CallCentre other = new CallCentre(
                Scheme.CENTRES_COMBINE,
                node(store, master),
                id -> Optional.of(new User(new Subscriber(id, accessKey), Optional.empty())),
                (domain, request) -> {
                    throw new IOException("nothing is asked again");
                },
                RANDOM,
                (of, what) -> log.add(what));

        assertThat(sdp(other.cross(offer("s1", "orig", ALICE, BOB)))).isEqualTo(PLAIN);
        assertThat(user("s1", BOB, Side.CALLER)
                        .receivePairKey(handOut(sdp(other.cross(answer("s1", "orig", ALICE, BOB))))))
                .isEqualTo(kab);
        assertThat(log).containsExactly("hands out Kab");
    }

    private static KeyManagementCentre node(KmcStore store, SecretBytes master) {
        return new KeyManagementCentre(
                SETTINGS, CENTRE, store, new MasterKeys(RANDOM, "k", Map.of("k", master.copy())));
    }

    @Test
    void aCentreThatSendsAComponentBackIsRefused() {
        CallCentre a = centre(Scheme.CENTRES_COMBINE, (domain, request) -> request, ALICE);

        assertThat(a.cross(offer("s1", "orig", ALICE, BOB)))
                .isEqualTo(new Passage.Refused(503, "the keys of the other network are not there"));
        assertThat(log).last().isEqualTo("cannot reach the other centre: it answers about something else");
    }

    private static CallDuties filtering(Subscriber element) {
        MediaPolicy policy = new MediaPolicy(Map.of("a.example", Trust.UNTRUSTED), Trust.TRUSTED);
        return new CallDuties(Optional.of(new CallDuties.Filter(policy, element)), key -> {});
    }

    private static List<Octets> handOuts(String sdp) {
        return Sdp.parse(sdp).session().attributes().stream()
                .map(line -> line.data().octets())
                .toList();
    }

    @Test
    void aCallFromASourceThatIsNotTrustedEndsAtTheFilter() {
        Subscriber element = new Subscriber(IdPayload.uri("sip:filter.b.example"), SecretBytes.random(RANDOM, 16));
        CallCentre b = centre(Scheme.CENTRES_COMBINE, (domain, request) -> request, filtering(element), BOB);
        CallCentre a = centre(Scheme.CENTRES_COMBINE, to(b), ALICE);
        a.cross(offer("s1", "orig", ALICE, BOB));
        String toBob = sdp(b.cross(offer("s1", "term", ALICE, BOB)));
        String toAlice = sdp(a.cross(answer("s1", "orig", ALICE, BOB)));

        assertThat(Sdp.parse(toBob).withoutAttributes()).isEqualTo(PLAIN);
        List<Octets> handOuts = handOuts(toBob);
        assertThat(handOuts).hasSize(3);
        PairKey kab = user("s1", BOB, Side.CALLER).receivePairKey(handOut(toAlice));
        assertThat(end("s1", element, BOB, Side.CALLEE).receivePairKey(handOuts.get(0)))
                .as("the filter has the caller's key")
                .isEqualTo(kab);
        PairKey leg = user("s1", BOB, Side.CALLEE).receiveLegKey(handOuts.get(2));
        assertThat(end("s1", element, BOB, Side.CALLER).receiveLegKey(handOuts.get(1)))
                .isEqualTo(leg)
                .isNotEqualTo(kab);
        for (Octets handOut : handOuts) {
            assertThatThrownBy(() -> user("s1", BOB, Side.CALLEE).receivePairKey(handOut))
                    .as("the callee gets no key end to end")
                    .isInstanceOf(KmcRefusal.class);
        }
        assertThat(log).contains("hands out Kab to the filter, and a key for the leg behind it");
    }

    @Test
    void keysOfItsOwnDoNotPassTheFilter() {
        Subscriber element = new Subscriber(IdPayload.uri("sip:filter.b.example"), SecretBytes.random(RANDOM, 16));
        CallCentre b = centre(Scheme.CENTRES_COMBINE, (domain, request) -> request, filtering(element), BOB);
        String keyed = PLAIN + "a=key-mgmt:mikey AAAA\r\n";
        Crossing endToEnd = new Crossing("s1", "s1", "term", ALICE, BOB, true, true, false, "", keyed);
        Crossing trusted = new Crossing("s2", "s2", "term", "sip:x@c.example", BOB, true, false, false, "", keyed);

        assertThat(b.cross(endToEnd))
                .isEqualTo(new Passage.Refused(488, "keys end to end are not for calls from this network"));
        assertThat(b.cross(trusted)).isEqualTo(new Passage.On(keyed));
        assertThat(b.cross(new Crossing("s1", "s1", "term", ALICE, BOB, true, true, true, "", keyed)))
                .as("the filter is an end of the call, and gets its updates")
                .isEqualTo(new Passage.On(keyed));
    }

    @Test
    void aKeyIsToldBeforeItIsUsedAndTheCallIsRefusedWhereThatFails() {
        List<PairKey> told = new ArrayList<>();
        CallDuties tells = new CallDuties(
                Optional.empty(), key -> told.add(new PairKey(key.value().copy(), key.call())));
        CallDuties fails = new CallDuties(Optional.empty(), key -> {
            throw new IllegalStateException("the disk is full");
        });
        CallCentre b = centre(Scheme.CENTRES_COMBINE, (domain, request) -> request, tells, BOB);
        CallCentre a = centre(Scheme.CENTRES_COMBINE, to(b), tells, ALICE);
        a.cross(offer("s1", "orig", ALICE, BOB));
        String toBob = sdp(b.cross(offer("s1", "term", ALICE, BOB)));

        assertThat(told).hasSize(2).containsOnly(user("s1", BOB, Side.CALLEE).receivePairKey(handOut(toBob)));
        CallCentre failing = centre(Scheme.CENTRES_COMBINE, to(b), fails, ALICE);
        assertThat(failing.cross(offer("s2", "orig", ALICE, BOB)))
                .isEqualTo(new Passage.Refused(503, "no keys can be issued now"));
        assertThat(failing.cross(new Crossing("again", "s2", "orig", ALICE, BOB, true, true, false, "", PLAIN)))
                .as("nothing was kept")
                .isInstanceOf(Passage.Refused.class);
    }
}

package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.dh.DhInitiator;
import org.mikey4j.exchange.dh.DhPendingOffer;
import org.mikey4j.exchange.dh.DhResponder;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.exchange.publickey.PkInitiator;
import org.mikey4j.exchange.publickey.PkPendingOffer;
import org.mikey4j.exchange.publickey.PkResponder;
import org.mikey4j.exchange.rsar.RsarInitiator;
import org.mikey4j.exchange.rsar.RsarJudge;
import org.mikey4j.exchange.rsar.RsarPendingOffer;
import org.mikey4j.exchange.rsar.RsarResponder;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.TestPki;

/** Who can compute Kab and the media keys: each place's knowledge, from a run of the scheme, given to somebody who tries. */
class WhoLearnsTest {
    private static final IdPayload KMC_A = IdPayload.uri("sip:kmc.a.example");
    private static final IdPayload KMC_B = IdPayload.uri("sip:kmc.b.example");
    private static final OfferJudge JUDGE = OfferJudge.acceptSupported(csId -> 7);

    private final ExchangeSettings settings =
            ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build();
    private final CallBinding call = new CallBinding("session-1", Peers.ALICE, Peers.BOB);
    private final KeyManagementCentre centreA =
            new KeyManagementCentre(settings, KMC_A, new InMemoryKmcStore(Peers.CLOCK, Peers.RANDOM, 100));
    private final KeyManagementCentre centreB =
            new KeyManagementCentre(settings, KMC_B, new InMemoryKmcStore(Peers.CLOCK, Peers.RANDOM, 100));
    private final Map<String, List<Octets>> held = new TreeMap<>();
    private final Map<String, List<MikeyMessage>> seen = new TreeMap<>();
    private final List<Octets> nonces = new ArrayList<>();

    /** Places on the way of signalling, from the caller to the callee. */
    private static final List<String> PATH = List.of(
            "UE_A", "access A", "P-CSCF_A", "KMC_A", "between networks", "KMC_B", "P-CSCF_B", "access B", "UE_B");

    private void holds(String place, SecretBytes secret) {
        held.computeIfAbsent(place, p -> new ArrayList<>()).add(Octets.copyOf(secret.toByteArray()));
    }

    /** Who stands between two places, or is one of them, sees what passes. */
    private void passes(String from, String to, MikeyMessage message) {
        int a = PATH.indexOf(from);
        int b = PATH.indexOf(to);
        for (String place : PATH.subList(Math.min(a, b), Math.max(a, b) + 1)) {
            seen.computeIfAbsent(place, p -> new ArrayList<>()).add(message);
        }
    }

    private String whoHas(SecretBytes secret) {
        List<String> who = new ArrayList<>();
        for (String place : PATH) {
            Solver solver =
                    new Solver(call, held.getOrDefault(place, List.of()), seen.getOrDefault(place, List.of()), nonces);
            if (solver.has(secret)) {
                who.add(place);
            }
        }
        return String.join(", ", who);
    }

    private static OfferRequest.Builder media() {
        return OfferRequest.builder().csIdMap(CsIdMap.srtp(new SrtpId(0, 1, 0), new SrtpId(0, 0, 0)));
    }

    private Subscriber subscriber(String place, IdPayload id, String centre, SecretBytes accessKey) {
        holds(place, accessKey);
        holds(centre, accessKey);
        return new Subscriber(id, accessKey);
    }

    private CallUser user(Subscriber self, IdPayload centre, Side side) {
        return new CallUser(settings, self, centre, call, side, Peers.replays());
    }

    /** What the ends say to each other under Kab; the key of the media is in it. */
    private SecretBytes agreed(PskPendingOffer answer, ResponderResult received) {
        passes("UE_B", "UE_A", answer.message());
        ResponderResult.Established caller = Peers.answered(received);
        passes("UE_A", "UE_B", caller.reply().orElseThrow());
        return caller.association().keys().get(0).key();
    }

    private static final String ALL =
            "UE_A, access A, P-CSCF_A, KMC_A, between networks, KMC_B, P-CSCF_B, access B, UE_B";

    @Test
    void theUsersExchange() {
        Subscriber alice = subscriber("UE_A", Peers.ALICE, "KMC_A", SecretBytes.random(Peers.RANDOM, 16));
        Subscriber bob = subscriber("UE_B", Peers.BOB, "KMC_B", SecretBytes.random(Peers.RANDOM, 16));
        CallUser ueA = user(alice, KMC_A, Side.CALLER);
        CallUser ueB = user(bob, KMC_B, Side.CALLEE);
        KeyComponent issuedA = centreA.issue(call, Side.CALLER);
        KeyComponent issuedB = centreB.issue(call, Side.CALLEE);
        holds("KMC_A", issuedA.value());
        holds("KMC_B", issuedB.value());
        MikeyMessage toAlice = centreA.deliver(issuedA, alice);
        MikeyMessage toBob = centreB.deliver(issuedB, bob);
        passes("KMC_A", "UE_A", toAlice);
        passes("KMC_B", "UE_B", toBob);
        KeyComponent ka = ueA.receiveComponent(toAlice.octets());
        KeyComponent kb = ueB.receiveComponent(toBob.octets());
        MikeyMessage shown = ueA.show(ka);
        passes("UE_A", "UE_B", shown);
        PairKey kab = kb.combine(ueB.receiveShown(shown.octets()));
        PskPendingOffer answer = ueB.agree(kab, kb, media());
        SecretBytes tgk = agreed(answer, ueA.receive(ka, JUDGE, answer.message().octets(), Octets.EMPTY));

        assertThat(whoHas(kab.value()))
                .as("as secret as the signalling and no more")
                .isEqualTo(ALL);
        assertThat(whoHas(tgk)).isEqualTo(ALL);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false"})
    void theCentresCombineOrDerive(boolean controlPlane, boolean bootstrapped) {
        SecretBytes accessA = bootstrapped
                ? ControlPlaneKeys.ksNaf(ControlPlaneKeysTest.ALICE, "kmc.a.example", ControlPlaneKeys.UA_IMS_KMS)
                : controlPlane
                        ? ControlPlaneKeys.access(ControlPlaneKeysTest.ALICE, "kmc.a.example")
                        : SecretBytes.random(Peers.RANDOM, 16);
        Subscriber alice = subscriber("UE_A", Peers.ALICE, "KMC_A", accessA);
        Subscriber bob = subscriber("UE_B", Peers.BOB, "KMC_B", SecretBytes.random(Peers.RANDOM, 16));
        PairKey made = controlPlane ? derived() : combined();
        holds("KMC_A", made.value());
        holds("KMC_B", made.value());
        MikeyMessage toBob = centreB.deliver(made, Side.CALLEE, bob);
        MikeyMessage toAlice = centreA.deliver(made, Side.CALLER, alice);
        passes("KMC_B", "UE_B", toBob);
        passes("KMC_A", "UE_A", toAlice);
        CallUser ueA = user(alice, KMC_A, Side.CALLER);
        CallUser ueB = user(bob, KMC_B, Side.CALLEE);
        PskPendingOffer answer = ueB.agree(ueB.receivePairKey(toBob.octets()), media());
        SecretBytes tgk = agreed(
                answer,
                ueA.receive(
                        ueA.receivePairKey(toAlice.octets()),
                        JUDGE,
                        answer.message().octets(),
                        Octets.EMPTY));

        assertThat(whoHas(made.value())).isEqualTo("UE_A, KMC_A, KMC_B, UE_B");
        assertThat(whoHas(tgk)).isEqualTo("UE_A, KMC_A, KMC_B, UE_B");
        assertThat(whoHas(accessA))
                .as("the other network cannot read the access leg")
                .isEqualTo("UE_A, KMC_A");
    }

    private PairKey combined() {
        KeyComponent ka = centreA.issue(call, Side.CALLER);
        KeyComponent kb = centreB.issue(call, Side.CALLEE);
        for (String centre : List.of("KMC_A", "KMC_B")) {
            holds(centre, ka.value());
            holds(centre, kb.value());
        }
        return ka.combine(kb);
    }

    private PairKey derived() {
        SecretBytes shareA = ControlPlaneKeys.user(ControlPlaneKeysTest.ALICE, "kmc.a.example");
        SecretBytes shareB = ControlPlaneKeys.user(ControlPlaneKeysTest.BOB, "kmc.b.example");
        for (String centre : List.of("KMC_A", "KMC_B")) {
            holds(centre, shareA);
            holds(centre, shareB);
        }
        holds("UE_A", shareA);
        holds("UE_B", shareB);
        nonces.add(Octets.copyOf(SecretBytes.random(Peers.RANDOM, 16).toByteArray()));
        return centreA.derive(shareA, shareB, call, nonces.get(0));
    }

    /** The centres have all access keys and see everything. */
    private void assertOnlyTheEndsLearn(
            MikeyMessage offer, ResponderResult.Established bob, SecurityAssociation alice) {
        subscriber("UE_A", Peers.ALICE, "KMC_A", SecretBytes.random(Peers.RANDOM, 16));
        subscriber("UE_B", Peers.BOB, "KMC_B", SecretBytes.random(Peers.RANDOM, 16));
        passes("UE_A", "UE_B", offer);
        passes("UE_B", "UE_A", bob.reply().orElseThrow());
        SecretBytes tgk = alice.keys().get(0).key();
        holds("UE_A", tgk);
        holds("UE_B", bob.association().keys().get(0).key());

        assertThat(whoHas(tgk)).isEqualTo("UE_A, UE_B");
    }

    private static SecurityAssociation answered(
            ResponderResult.Established bob, Function<Octets, InitiatorResult> receive) {
        return Peers.established(receive.apply(bob.reply().orElseThrow().octets()));
    }

    private static EnvelopeOpener opener(TestPki.Entity entity) {
        return new EnvelopeOpener(
                entity.keys().getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, Peers.RANDOM);
    }

    @Test
    void signedDiffieHellmanTellsTheCentresNothing() {
        DhPolicy policy = DhPolicy.of(Peers.RANDOM);
        DhPendingOffer offer = new DhInitiator(
                        settings, policy, Peers.local(Peers.ALICE, Peers.ALICE_CERT), Peers.trust())
                .offer(DhGroup.OAKLEY_5, media().responder(Peers.BOB).build());
        ResponderResult.Established bob = Peers.answered(new DhResponder(
                        settings, policy, Peers.local(Peers.BOB, Peers.BOB_CERT), Peers.trust(), Peers.replays(), JUDGE)
                .receive(offer.message().octets(), Octets.EMPTY));

        assertOnlyTheEndsLearn(offer.message(), bob, answered(bob, offer::receive));
    }

    @Test
    void keysUnderTheCalleesPublicKeyTellTheCentresNothing() {
        PkPendingOffer offer = new PkInitiator(settings, Peers.local(Peers.ALICE, Peers.ALICE_CERT))
                .offer(
                        Envelope.to(Peers.BOB_CERT.certificate().getPublicKey()),
                        media().responder(Peers.BOB).build());
        ResponderResult.Established bob = Peers.answered(new PkResponder(
                        settings,
                        Peers.BOB,
                        Peers.trust(),
                        PkResponder.oneKey(opener(Peers.BOB_CERT)),
                        Peers.replays(),
                        JUDGE)
                .receive(offer.message().octets(), Octets.EMPTY));

        assertOnlyTheEndsLearn(offer.message(), bob, answered(bob, offer::receive));
    }

    @Test
    void keysUnderTheCallersPublicKeyTellTheCentresNothing() {
        RsarPendingOffer offer = new RsarInitiator(
                        settings, Peers.local(Peers.ALICE, Peers.ALICE_CERT), Peers.trust(), opener(Peers.ALICE_CERT))
                .offer(media().responder(Peers.BOB).build());
        ResponderResult.Established bob = Peers.answered(new RsarResponder(
                        settings,
                        Peers.local(Peers.BOB, Peers.BOB_CERT),
                        Peers.trust(),
                        Peers.replays(),
                        RsarJudge.acceptFirst(csId -> 7),
                        EnvelopePadding.PKCS1_V1_5)
                .receive(offer.message().octets(), Octets.EMPTY));

        assertOnlyTheEndsLearn(offer.message(), bob, answered(bob, offer::receive));
    }
}

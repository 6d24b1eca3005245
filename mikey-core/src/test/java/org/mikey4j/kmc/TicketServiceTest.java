package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.CAROL;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.established;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.ticket.KmsAccess;
import org.mikey4j.exchange.ticket.KmsPeers;
import org.mikey4j.exchange.ticket.KmsResult;
import org.mikey4j.exchange.ticket.PendingRequest;
import org.mikey4j.exchange.ticket.PendingResolve;
import org.mikey4j.exchange.ticket.PendingTransfer;
import org.mikey4j.exchange.ticket.RequestResult;
import org.mikey4j.exchange.ticket.ResolveResult;
import org.mikey4j.exchange.ticket.TicketClient;
import org.mikey4j.exchange.ticket.TicketGrant;
import org.mikey4j.exchange.ticket.TicketSuite;
import org.mikey4j.exchange.ticket.TicketTerms;
import org.mikey4j.exchange.ticket.Tpk;
import org.mikey4j.exchange.ticket.TransferInitiator;
import org.mikey4j.exchange.ticket.TransferJudge;
import org.mikey4j.exchange.ticket.TransferReception;
import org.mikey4j.exchange.ticket.TransferRequest;
import org.mikey4j.exchange.ticket.TransferResponder;
import org.mikey4j.exchange.ticket.TransferSelf;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SetClock;
import org.mikey4j.testing.TestPki;

class TicketServiceTest {
    private static final IdPayload KMS = IdPayload.uri("sip:kms@example.org");
    private static final IdPayload STAFF = IdPayload.uri("sip:staff@example.org");
    private static final Duration SEALING = Duration.ofHours(1);
    private static final Duration OPENING = Duration.ofHours(2);

    private final SetClock clock = new SetClock(TestPki.NOW);
    private final ExchangeSettings settings =
            ExchangeSettings.builder(clock, RANDOM).build();
    private final Map<IdPayload, SecretBytes> psks = Map.of(
            ALICE, SecretBytes.random(RANDOM, 16),
            BOB, SecretBytes.random(RANDOM, 16),
            CAROL, SecretBytes.random(RANDOM, 16));
    private final TicketKeyRing ring = new TicketKeyRing(clock, RANDOM, SEALING, OPENING);
    private final Tpk alices =
            new Tpk(SecretBytes.random(RANDOM, 16), Optional.of(Octets.ofHex("a11ce0")), Optional.of(ALICE));
    private final TicketService service = service(ring);

    private TicketService service(TicketKeyRing keys) {
        return new TicketService(
                settings,
                KMS,
                KmsPeers.sharing(claim -> claim.id().flatMap(this::access)),
                replays(),
                keys,
                TicketRules.members(user -> user.equals(CAROL) ? List.of(STAFF) : List.of()),
                id -> id.equals(alices.id()) ? Optional.of(alices) : Optional.empty());
    }

    private ReplayCache replays() {
        return InMemoryReplayCache.builder(clock, RANDOM, 1000)
                .trackedSince(Instant.MIN)
                .build();
    }

    private Optional<KmsAccess.PreShared> access(IdPayload user) {
        return Optional.ofNullable(psks.get(user)).map(psk -> new KmsAccess.PreShared(user, psk, Optional.empty()));
    }

    private TicketClient client(IdPayload user) {
        return new TicketClient(settings, access(user).orElseThrow(), KMS);
    }

    private static TicketTerms.Builder terms(IdPayload... responders) {
        return TicketTerms.builder(TicketSuite.BITS_128, responders);
    }

    private KmsResult ask(MikeyMessage message) {
        return service.receive(message.octets(), Octets.EMPTY);
    }

    private static Octets reply(KmsResult result) {
        assertThat(result).isInstanceOf(KmsResult.Answered.class);
        return ((KmsResult.Answered) result).reply().octets();
    }

    private static Rejected refused(KmsResult result, RejectReason reason) {
        assertThat(result).isInstanceOf(KmsResult.Refused.class);
        Rejected rejected = ((KmsResult.Refused) result).rejected();
        assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
        assertThat(rejected.authenticated()).isTrue();
        return rejected;
    }

    private TicketGrant grant(TicketTerms terms) {
        PendingRequest request = client(ALICE).request(terms);
        RequestResult result = request.receive(reply(ask(request.message())));
        assertThat(result).isInstanceOf(RequestResult.Granted.class);
        return ((RequestResult.Granted) result).grant();
    }

    private PendingTransfer offer(TicketGrant grant, IdPayload to) {
        return (PendingTransfer) new TransferInitiator(settings)
                .offer(grant, TransferRequest.of(ALICE, to, new EmptyMap(CsIdMapType.EMPTY, 0)));
    }

    private PendingResolve resolve(IdPayload user, TicketPayload ticket) {
        return client(user).resolve(ticket);
    }

    private KmsResult resolved(IdPayload user, TicketGrant grant, IdPayload to) {
        TicketPayload ticket =
                offer(grant, to).message().payload(TicketPayload.class).orElseThrow();
        return ask(resolve(user, ticket).message());
    }

    @Test
    @Proves("R6043-9-01")
    void aMemberOfTheGroupAnswersInItsName() {
        TicketGrant grant = grant(terms(STAFF).build());
        PendingTransfer offer = offer(grant, STAFF);
        TransferResponder carol = new TransferResponder(
                settings,
                new TransferSelf(CAROL, STAFF::equals, Optional.empty()),
                replays(),
                TransferJudge.acceptSupported(csId -> csId));
        TransferReception.Unresolved received =
                (TransferReception.Unresolved) carol.receive(offer.message().octets(), Octets.EMPTY);
        PendingResolve resolve = resolve(CAROL, received.transfer().ticket());
        ResolveResult.Resolved ticket = (ResolveResult.Resolved) resolve.receive(reply(ask(resolve.message())));
        assertThat(ticket.ticket().responder()).contains(STAFF);
        ResponderResult.Established answered =
                (ResponderResult.Established) received.transfer().complete(ticket.ticket());
        SecurityAssociation alice =
                established(offer.receive(answered.reply().orElseThrow().octets()));
        assertThat(alice.keysFor(1, SrtpPolicy.defaults()))
                .isEqualTo(answered.association().keysFor(1, SrtpPolicy.defaults()))
                .isNotEmpty();
        assertThat(alice.responder()).contains(STAFF);
    }

    @Test
    @Proves("R6043-4.2.3.4-01")
    void whoIsNotNamedResolvesNothing() {
        refused(resolved(CAROL, grant(terms(BOB).build()), BOB), RejectReason.IDENTITY_REFUSED);
        refused(resolved(BOB, grant(terms(STAFF).build()), STAFF), RejectReason.IDENTITY_REFUSED);
    }

    /** The key is another one after an hour, and what the first one sealed is opened until it is three hours old. */
    @Test
    void theKeyRotatesWithAnOverlap() {
        TicketGrant first = grant(terms(BOB).build());
        clock.set(TestPki.NOW.plus(SEALING));
        TicketGrant second = grant(terms(BOB).build());
        assertThat(keyId(second)).isNotEqualTo(keyId(first)).hasSize(16);
        reply(resolved(BOB, second, BOB));
        clock.set(TestPki.NOW.plus(SEALING).plus(Duration.ofMinutes(30)));
        assertThat(keyId(grant(terms(BOB).build()))).isEqualTo(keyId(second));
        PendingResolve late = resolve(
                BOB, offer(first, BOB).message().payload(TicketPayload.class).orElseThrow());
        reply(ask(late.message()));
    }

    @Test
    void aKeyThatIsForgottenOpensNothing() {
        TicketPayload ticket = offer(grant(terms(BOB).build()), BOB)
                .message()
                .payload(TicketPayload.class)
                .orElseThrow();
        clock.set(TestPki.NOW.plus(SEALING).plus(OPENING));
        refused(ask(resolve(BOB, ticket).message()), RejectReason.TICKET_POLICY_REFUSED);
        clock.set(TestPki.NOW.plus(SEALING).plus(OPENING).plusSeconds(1));
        Rejected unknown = refused(ask(resolve(BOB, ticket).message()), RejectReason.TICKET_REFUSED);
        assertThat(unknown.detail()).isEqualTo("the ticket is not authentic");
    }

    @Test
    void aKeyThatBecameKnownIsForgottenAtOnce() {
        TicketPayload ticket = offer(grant(terms(BOB).build()), BOB)
                .message()
                .payload(TicketPayload.class)
                .orElseThrow();
        reply(ask(resolve(BOB, ticket).message()));
        ring.rotate();
        reply(ask(resolve(BOB, ticket).message()));
        ring.forgetOld();
        refused(ask(resolve(BOB, ticket).message()), RejectReason.TICKET_REFUSED);
    }

    @Test
    void aTicketOfAnotherCentreIsRefused() {
        TicketKeyRing others = new TicketKeyRing(clock, RANDOM, SEALING, OPENING);
        PendingRequest request = client(ALICE).request(terms(BOB).build());
        RequestResult.Granted granted = (RequestResult.Granted)
                request.receive(reply(service(others).receive(request.message().octets(), Octets.EMPTY)));
        refused(resolved(BOB, granted.grant(), BOB), RejectReason.TICKET_REFUSED);
    }

    /** No ticket outlives its key, and the Initiator is told that its policy was changed. */
    @Test
    @Proves("R6043-4.2.1.1-03")
    void validityIsCutToWhatTheKeysOpen() {
        TicketGrant unbounded = grant(terms(BOB).build());
        assertThat(unbounded.terms().has(Flag.K)).isTrue();
        assertThat(unbounded.terms().end()).contains(TestPki.NOW.plus(OPENING));
        TicketGrant longer =
                grant(terms(BOB).end(TestPki.NOW.plus(Duration.ofDays(1))).build());
        assertThat(longer.terms().end()).contains(TestPki.NOW.plus(OPENING));
        Instant soon = TestPki.NOW.plus(Duration.ofMinutes(5));
        TicketGrant shorter = grant(terms(BOB).end(soon).build());
        assertThat(shorter.terms().has(Flag.K)).isFalse();
        assertThat(shorter.terms().end()).contains(soon);
        assertThat(shorter.terms().kms()).contains(KMS);
        assertThat(shorter.terms().initiator()).contains(ALICE);
    }

    @Test
    void aTicketThatIsOverIsNotResolved() {
        TicketGrant grant = grant(terms(BOB).end(TestPki.NOW.plusSeconds(60)).build());
        TicketPayload ticket =
                offer(grant, BOB).message().payload(TicketPayload.class).orElseThrow();
        clock.set(TestPki.NOW.plusSeconds(61));
        refused(ask(resolve(BOB, ticket).message()), RejectReason.TICKET_POLICY_REFUSED);
    }

    @Test
    void otherTicketTypesAreNotIssued() {
        Rejected rejected = refused(
                ask(client(ALICE).request(terms(BOB).type(2, 1, 1).build()).message()), RejectReason.TICKET_REFUSED);
        assertThat(rejected.errorNo()).isEqualTo(14);
    }

    @Test
    void keysAreBounded() {
        assertThat(grant(terms(BOB).keys(tgks(16)).build()).terms()).isNotNull();
        Rejected many = refused(
                ask(client(ALICE).request(terms(BOB).keys(tgks(17)).build()).message()),
                RejectReason.TICKET_POLICY_REFUSED);
        assertThat(many.detail()).isEqualTo("17 keys, at most 16");
        KeySpec tooLong = new KeySpec(0, 32, 0, KeySpec.tgk().kv(), Optional.empty(), Optional.empty());
        refused(
                ask(client(ALICE).request(terms(BOB).keys(tooLong).build()).message()),
                RejectReason.TICKET_POLICY_REFUSED);
    }

    private static KeySpec[] tgks(int count) {
        return IntStream.range(0, count).mapToObj(i -> KeySpec.tgk()).toArray(KeySpec[]::new);
    }

    @Test
    @Proves("R6043-4.2.1.4-01")
    void rulesRefuseARequest() {
        TicketRules nobody = new TicketRules() {
            @Override
            public boolean mayRequest(IdPayload initiator, TicketTerms desired) {
                return desired.responders().contains(CAROL);
            }

            @Override
            public Optional<IdPayload> answersAs(IdPayload responder, TicketTerms terms) {
                return Optional.empty();
            }
        };
        TicketService strict = new TicketService(
                settings, KMS, KmsPeers.sharing(claim -> claim.id().flatMap(this::access)), replays(), ring, nobody);
        MikeyMessage toBob = client(ALICE).request(terms(BOB).build()).message();
        refused(strict.receive(toBob.octets(), Octets.EMPTY), RejectReason.TICKET_POLICY_REFUSED);
        MikeyMessage toCarol = client(ALICE).request(terms(CAROL).build()).message();
        reply(strict.receive(toCarol.octets(), Octets.EMPTY));
    }

    /** Mode 3: only the maker of a key makes tickets with it, and none that look like the centre's. */
    @Test
    void ticketsThatUsersMake() {
        TicketTerms own =
                terms(BOB).without(Flag.D).with(Flag.L).initiator(ALICE).build();
        reply(resolved(BOB, TicketGrant.make(own, alices, List.of(KeySpec.tgk()), settings), BOB));
        TicketTerms carols = own.toBuilder().initiator(CAROL).build();
        TicketGrant stolen = TicketGrant.make(carols, alices, List.of(KeySpec.tgk()), settings);
        PendingTransfer asCarol = (PendingTransfer) new TransferInitiator(settings)
                .offer(stolen, TransferRequest.of(CAROL, BOB, new EmptyMap(CsIdMapType.EMPTY, 0)));
        refused(
                ask(resolve(BOB, asCarol.message().payload(TicketPayload.class).orElseThrow())
                        .message()),
                RejectReason.TICKET_REFUSED);
        TicketTerms asCentre = own.toBuilder().with(Flag.D).build();
        refused(
                resolved(BOB, TicketGrant.make(asCentre, alices, List.of(KeySpec.tgk()), settings), BOB),
                RejectReason.TICKET_REFUSED);
    }

    private static String keyId(TicketGrant grant) {
        Octets data = grant.ticket().ticketData();
        return PayloadChain.decode(data.slice(3, data.length() - 3), data.at(0)).stream()
                .filter(IdrPayload.class::isInstance)
                .map(p -> ((IdrPayload) p).idData().toHex())
                .findFirst()
                .orElseThrow();
    }
}

package org.mikey4j.exchange.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.exchange.ticket.Remake.replacing;
import static org.mikey4j.exchange.ticket.Remake.without;
import static org.mikey4j.exchange.ticket.TicketFixture.POLICY;
import static org.mikey4j.exchange.ticket.TicketFixture.answered;
import static org.mikey4j.exchange.ticket.TicketFixture.map;
import static org.mikey4j.exchange.ticket.TicketFixture.refused;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.CAROL;
import static org.mikey4j.testing.Peers.CLOCK;
import static org.mikey4j.testing.Peers.RANDOM;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.RandRole;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.testing.Proves;

/** What both ends of a transfer refuse, and what the ends refuse of the KMS. */
class TransferRefusalTest {
    private final TicketFixture parties = new TicketFixture();

    private MikeyMessage init(TicketTerms terms) {
        return parties.offer(parties.grant(terms)).message();
    }

    private Rejected atBob(MikeyMessage message, RejectReason reason) {
        return refused(parties.responder(BOB).receive(message.octets(), Octets.EMPTY), reason);
    }

    /** Nothing of it is right but what is looked at before the MAC. */
    private static MikeyMessage edited(MikeyMessage message, UnaryOperator<List<Payload>> edit) {
        return MikeyMessage.encode(message.header(), edit.apply(new ArrayList<>(message.payloads())));
    }

    private static MikeyMessage headed(MikeyMessage message, int dataType, int prf, CsIdMap map) {
        return MikeyMessage.encode(
                new CommonHeader(dataType, true, prf, message.header().csbId(), map), message.payloads());
    }

    @Test
    @Proves({"R6043-4.2.2.2-01", "R6043-6.1-01"})
    void whatCostsNoResolving() {
        MikeyMessage good = init(parties.terms().build());
        Rejected type = atBob(headed(good, DataType.RESOLVE_INIT_PSK, 0, map()), RejectReason.WRONG_DATA_TYPE);
        assertThat(type.errorMessage().orElseThrow().header().csbId())
                .isEqualTo(good.header().csbId());
        atBob(headed(good, DataType.TRANSFER_INIT, 9, map()), RejectReason.UNSUPPORTED_PRF);
        atBob(
                headed(good, DataType.TRANSFER_INIT, 0, CsIdMap.srtp(new SrtpId(3, 1, 0))),
                RejectReason.UNEXPECTED_PAYLOAD);
        atBob(headed(good, DataType.TRANSFER_INIT, 1, map()), RejectReason.UNSUPPORTED_MAC);
        atBob(edited(good, without(TicketPayload.class)), RejectReason.MISSING_PAYLOAD);
        atBob(edited(good, without(RandrPayload.class)), RejectReason.MISSING_PAYLOAD);
        atBob(edited(good, without(SpPayload.class)), RejectReason.POLICY_REFUSED);
        atBob(MikeyMessage.encode(good.header(), Remake.withoutLast(good)), RejectReason.MISSING_PAYLOAD);
        atBob(
                edited(good, replacing(SpPayload.class, sp -> SpPayload.of(3, 99, List.of()))),
                RejectReason.UNSUPPORTED_PROTOCOL);
        KemacPayload kemac = new KemacPayload(1, Octets.ofHex("00"), 0, Octets.EMPTY);
        atBob(
                edited(good, payloads -> {
                    payloads.add(1, kemac);
                    return payloads;
                }),
                RejectReason.UNEXPECTED_PAYLOAD);
        atBob(
                edited(good, payloads -> {
                    payloads.add(1, new KemacPayload(3, Octets.ofHex("00"), 0, Octets.EMPTY));
                    return payloads;
                }),
                RejectReason.UNSUPPORTED_ENCRYPTION);
        atBob(
                edited(good, payloads -> {
                    payloads.add(1, new KemacPayload(1, Octets.ofHex("00"), 1, Octets.copyOf(new byte[20])));
                    return payloads;
                }),
                RejectReason.UNSUPPORTED_MAC);
        answered(parties.receive(good.octets()));
    }

    @Test
    @Proves("R6043-6.1.1-01")
    void cryptoSessionsThatMakeNoSense() {
        MikeyMessage good = init(parties.terms().build());
        GenericId one = map().entries().get(0);
        List<List<GenericId>> bad = List.of(
                List.of(one, one),
                List.of(new GenericId(1, ProtType.SRTP, true, one.policyNos(), one.sessionData(), Octets.EMPTY)),
                List.of(new GenericId(1, ProtType.SRTP, false, Octets.ofHex("0308"), one.sessionData(), Octets.EMPTY)));
        for (List<GenericId> entries : bad) {
            atBob(headed(good, DataType.TRANSFER_INIT, 0, new GenericIdMap(entries)), RejectReason.POLICY_REFUSED);
        }
        GenericIdMap other =
                new GenericIdMap(List.of(new GenericId(1, 2, false, Octets.EMPTY, Octets.EMPTY, Octets.EMPTY)));
        atBob(headed(good, DataType.TRANSFER_INIT, 0, other), RejectReason.UNSUPPORTED_PROTOCOL);
    }

    @Test
    void ticketsThatAreNotForBob() {
        MikeyMessage carols = init(TicketTerms.builder(parties.suite, CAROL).build());
        Rejected rejected = atBob(carols, RejectReason.TICKET_POLICY_REFUSED);
        assertThat(rejected.errorNo()).isEqualTo(ErrorNo.INVALID_TPPAR);
        PendingTransfer toCarol = (PendingTransfer) new TransferInitiator(parties.settings)
                .offer(
                        parties.grant(
                                TicketTerms.builder(parties.suite, BOB, CAROL).build()),
                        TransferRequest.of(ALICE, CAROL, map(), POLICY));
        atBob(toCarol.message(), RejectReason.IDENTITY_REFUSED);
        PendingTransfer fromCarol = (PendingTransfer) new TransferInitiator(parties.settings)
                .offer(parties.grant(parties.terms().build()), TransferRequest.of(CAROL, BOB, map(), POLICY));
        atBob(fromCarol.message(), RejectReason.IDENTITY_REFUSED);
    }

    @Test
    @Proves("R6043-6.10-11")
    void theApplication() {
        IdPayload voice = IdPayload.uri("urn:voice");
        MikeyMessage message = init(parties.terms().applications(voice).build());
        atBob(message, RejectReason.TICKET_POLICY_REFUSED);
        for (String own : List.of("urn:video", "urn:voice")) {
            TransferResponder responder = new TransferResponder(
                    parties.settings,
                    new TransferSelf(BOB, id -> false, Optional.of(IdPayload.uri(own))),
                    parties.bobReplays,
                    TransferJudge.acceptSupported(csId -> csId));
            assertThat(responder.receive(message.octets(), Octets.EMPTY) instanceof TransferReception.Unresolved)
                    .isEqualTo(own.equals("urn:voice"));
        }
    }

    @Test
    @Proves("R6043-6.10-11")
    void outsideItsTime() {
        TicketGrant soonOver = parties.grant(
                parties.terms().end(CLOCK.instant().plusSeconds(10)).build());
        MikeyMessage message = parties.offer(soonOver).message();
        ExchangeSettings later = TicketFixture.settings(Clock.offset(CLOCK, Duration.ofSeconds(11)));
        TransferResponder bob = new TransferResponder(
                later, TransferSelf.of(BOB), parties.bobReplays, TransferJudge.acceptSupported(csId -> csId));
        refused(bob.receive(message.octets(), Octets.EMPTY), RejectReason.TICKET_POLICY_REFUSED);
        assertThatThrownBy(() -> new TransferInitiator(later).offer(soonOver, parties.request()))
                .isInstanceOf(UnusableTicketException.class)
                .hasMessageContaining("the ticket is not valid after");
        PendingRequest tomorrow = parties.client(ALICE)
                .request(parties.terms()
                        .start(CLOCK.instant().plusSeconds(86400))
                        .build());
        refused(tomorrow.receive(parties.ask(tomorrow.message())), RejectReason.TICKET_POLICY_REFUSED);
        ExchangeSettings muchLater = TicketFixture.settings(Clock.offset(CLOCK, Duration.ofMinutes(6)));
        TransferResponder late = new TransferResponder(
                muchLater, TransferSelf.of(BOB), parties.bobReplays, TransferJudge.acceptSupported(csId -> csId));
        refused(
                late.receive(init(parties.terms().build()).octets(), Octets.EMPTY),
                RejectReason.TIMESTAMP_OUTSIDE_WINDOW);
    }

    @Test
    @Proves("R6043-4.2.2.2-01")
    void localPolicyRefusesBeforeTheKmsIsAsked() {
        TransferResponder strict = new TransferResponder(
                parties.settings,
                TransferSelf.of(BOB),
                parties.bobReplays,
                claim -> new TransferJudge.Verdict.Refuse(new OfferJudge.Verdict.Refuse(
                        RejectReason.POLICY_REFUSED, "stronger, please", List.of(POLICY))));
        Rejected rejected = refused(
                strict.receive(init(parties.terms().build()).octets(), Octets.EMPTY), RejectReason.POLICY_REFUSED);
        assertThat(rejected.errorMessage().orElseThrow().payloads(SpPayload.class))
                .containsExactly(POLICY);
    }

    @Test
    void aTicketThatIsNotTheOneInTheMessage() {
        UnresolvedTransfer first =
                parties.received(init(parties.terms().build()).octets());
        UnresolvedTransfer second =
                parties.received(init(parties.terms().build()).octets());
        ResolvedTicket ticket = parties.resolved(BOB, first.ticket());
        assertThatThrownBy(() -> second.complete(ticket))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ticket: not the one in the message");
    }

    /** Mallory, who may resolve the ticket, puts it into a message of her own: found out by Vi (RFC 6043, 12.4). */
    @Test
    @Proves("R6043-4.2.3.6-01")
    void aTicketThatIsUsedByAnother() {
        TicketGrant grant =
                parties.grant(TicketTerms.builder(parties.suite, BOB, CAROL).build());
        MikeyMessage alices = parties.offer(grant).message();
        TicketPayload used = alices.payload(TicketPayload.class).orElseThrow();
        MikeyMessage mallorys = parties.offer(new TicketGrant(grant.ticket(), grant.terms(), grant.keys()))
                .message();
        MikeyMessage stolen = edited(mallorys, replacing(TicketPayload.class, t -> used));
        Rejected rejected = refused(parties.receive(stolen.octets()), RejectReason.AUTHENTICATION_FAILED);
        assertThat(rejected.detail()).isEqualTo("the ticket was used for another message (RFC 6043, 4.2.3.6)");
        assertThat(rejected.authenticated()).isFalse();
        answered(parties.receive(alices.octets()));
    }

    @Test
    void aTicketThatCannotBeResolved() {
        UnresolvedTransfer received =
                parties.received(init(parties.terms().build()).octets());
        Rejected rejected = received.unresolvable();
        assertThat(rejected.reason()).isEqualTo(RejectReason.TICKET_REFUSED);
        assertThat(rejected.errorMessage()).isPresent();
    }

    /** Alice's side: TRANSFER_RESP made again with the right MAC and other contents. */
    @Test
    void answersThatAreAuthenticAndWrong() {
        TicketTerms terms = parties.plain(Flag.D, Flag.E, Flag.F, Flag.G, Flag.H, Flag.N, Flag.O)
                .build();
        TicketGrant grant = parties.grant(terms);
        PendingTransfer offer = parties.offer(grant);
        Octets answer = answered(parties.receive(offer.message().octets()))
                .reply()
                .orElseThrow()
                .octets();
        refusedByAlice(offer, grant, answer, without(RandrPayload.class), RejectReason.MISSING_PAYLOAD);
        refusedByAlice(offer, grant, answer, without(TPayload.class), RejectReason.MISSING_PAYLOAD);
        refusedByAlice(
                offer,
                grant,
                answer,
                replacing(IdrPayload.class, id -> new IdrPayload(IdRole.IDR_R, 1, CAROL.idData())),
                RejectReason.IDENTITY_REFUSED);
        refusedByAlice(
                offer,
                grant,
                answer,
                payloads -> {
                    payloads.add(new SpPayload(9, 0, Octets.EMPTY));
                    return payloads;
                },
                RejectReason.POLICY_REFUSED);
        refusedByAlice(
                offer,
                grant,
                answer,
                payloads -> {
                    payloads.add(new KemacPayload(1, Octets.ofHex("00"), 0, Octets.EMPTY));
                    return payloads;
                },
                RejectReason.UNEXPECTED_PAYLOAD);
        assertThat(offer.receive(answer)).isInstanceOf(InitiatorResult.Established.class);
    }

    private static void refusedByAlice(
            PendingTransfer offer,
            TicketGrant grant,
            Octets answer,
            UnaryOperator<List<Payload>> edit,
            RejectReason reason) {
        refused(
                offer.receive(respond(
                        offer, grant, MikeyMessage.decode(answer.toByteArray()).header(), answer, edit)),
                reason);
    }

    private static Octets respond(
            PendingTransfer offer,
            TicketGrant grant,
            CommonHeader header,
            Octets answer,
            UnaryOperator<List<Payload>> edit) {
        List<Payload> payloads = edit.apply(Remake.withoutLast(MikeyMessage.decode(answer.toByteArray())));
        MikeyMessage edited = MikeyMessage.encode(header, payloads);
        Octets randR = edited.payloads(RandrPayload.class).stream()
                .filter(r -> r.randRole() == RandRole.RANDR_R)
                .findFirst()
                .map(RandrPayload::rand)
                .orElse(Octets.EMPTY);
        Octets randI = offer.message().payload(RandrPayload.class).orElseThrow().rand();
        try (MessageProtection protection = TicketProtection.response(
                grant.terms().suite(), grant.keys().mpkI(), header.csbId(), new TicketRands(randI, randR))) {
            return TicketProtection.appendV(
                            header, payloads, protection, offer.message().octets())
                    .octets();
        }
    }

    @Test
    @Proves("R6043-4.2.2.3-01")
    void answersWhoseCryptoSessionsAreWrong() {
        TicketTerms terms = parties.plain(Flag.D, Flag.E, Flag.F, Flag.G, Flag.H, Flag.N, Flag.O)
                .build();
        TicketGrant grant = parties.grant(terms);
        PendingTransfer offer = parties.offer(grant);
        Octets answer = answered(parties.receive(offer.message().octets()))
                .reply()
                .orElseThrow()
                .octets();
        CommonHeader header = MikeyMessage.decode(answer.toByteArray()).header();
        GenericId first = ((GenericIdMap) header.csIdMap()).entries().get(0);
        GenericId second = ((GenericIdMap) header.csIdMap()).entries().get(1);
        Octets ssrc = second.sessionData();
        assertSessionsRefused(offer, grant, answer, RejectReason.MISMATCH, first);
        assertSessionsRefused(
                offer,
                grant,
                answer,
                RejectReason.POLICY_REFUSED,
                first,
                new GenericId(2, 0, false, Octets.ofHex("0303"), ssrc, second.spi()));
        assertSessionsRefused(
                offer,
                grant,
                answer,
                RejectReason.POLICY_REFUSED,
                first,
                new GenericId(2, 0, false, Octets.ofHex("03"), Octets.EMPTY, second.spi()));
        assertSessionsRefused(
                offer,
                grant,
                answer,
                RejectReason.POLICY_REFUSED,
                first,
                new GenericId(2, 0, false, Octets.ofHex("03"), ssrc, Octets.EMPTY));
        assertSessionsRefused(
                offer,
                grant,
                answer,
                RejectReason.POLICY_REFUSED,
                first,
                new GenericId(2, 0, false, Octets.ofHex("04"), ssrc, second.spi()));
        assertSessionsRefused(
                offer,
                grant,
                answer,
                RejectReason.KEYS_UNUSABLE,
                first,
                new GenericId(2, 0, false, Octets.ofHex("03"), ssrc, Octets.ofHex("77")));
        CommonHeader srtp = new CommonHeader(
                header.dataType(), false, 0, header.csbId(), CsIdMap.srtp(new SrtpId(3, 1, 0), new SrtpId(3, 2, 0)));
        refused(offer.receive(respond(offer, grant, srtp, answer, p -> p)), RejectReason.MISMATCH);
        CommonHeader elsewhere = new CommonHeader(header.dataType(), false, 0, 1, header.csIdMap());
        refused(offer.receive(respond(offer, grant, elsewhere, answer, p -> p)), RejectReason.MISMATCH);
        CommonHeader strong = new CommonHeader(header.dataType(), false, 1, header.csbId(), header.csIdMap());
        refused(
                offer.receive(MikeyMessage.encode(
                                strong,
                                MikeyMessage.decode(answer.toByteArray()).payloads())
                        .octets()),
                RejectReason.MISMATCH);
        CommonHeader request = new CommonHeader(DataType.REQUEST_RESP, false, 0, header.csbId(), header.csIdMap());
        refused(offer.receive(respond(offer, grant, request, answer, p -> p)), RejectReason.WRONG_DATA_TYPE);
    }

    private static void assertSessionsRefused(
            PendingTransfer offer, TicketGrant grant, Octets answer, RejectReason reason, GenericId... entries) {
        CommonHeader header = MikeyMessage.decode(answer.toByteArray()).header();
        CommonHeader other =
                new CommonHeader(header.dataType(), false, 0, header.csbId(), new GenericIdMap(List.of(entries)));
        refused(offer.receive(respond(offer, grant, other, answer, p -> p)), reason);
    }

    @Test
    void randomValuesOfTheResponderThatThePolicyDoesNotAllow() {
        TicketTerms terms =
                parties.plain(Flag.D, Flag.E, Flag.F, Flag.H, Flag.N, Flag.O).build();
        TicketGrant grant = parties.grant(terms);
        PendingTransfer offer = parties.offer(grant);
        Octets answer = answered(parties.receive(offer.message().octets()))
                .reply()
                .orElseThrow()
                .octets();
        refusedByAlice(
                offer,
                grant,
                answer,
                payloads -> {
                    payloads.add(1, new RandrPayload(RandRole.RANDR_R, Octets.copyOf(new byte[16])));
                    return payloads;
                },
                RejectReason.UNEXPECTED_PAYLOAD);
    }

    /** Keys that a KMS should not send. */
    @Test
    @Proves({"R6043-4.2.1.5-03", "R6043-6.2.1-01"})
    void keysOfTheKms() {
        PendingRequest request = parties.client(ALICE).request(parties.terms().build());
        Octets answer = parties.ask(request.message());
        TransportedKey mpk = TicketKeys.mpk(SecretBytes.random(RANDOM, 16), TicketKeys.SPI_MPK);
        TransportedKey tgk = key(KeyDataType.TGK, 16, "01");
        assertKeysRefused(request, answer, tgk);
        assertKeysRefused(request, answer, mpk);
        assertKeysRefused(request, answer, mpk, tgk);
        assertKeysRefused(request, answer, mpk, mpk, mpk);
        assertKeysRefused(request, answer, mpk, mpk, key(KeyDataType.TGK, 15, "01"));
        assertKeysRefused(request, answer, mpk, mpk, key(KeyDataType.TGK, 32, "01"));
        assertKeysRefused(request, answer, mpk, mpk, tgk, key(KeyDataType.TEK, 16, "01"));
        assertKeysRefused(
                request,
                answer,
                mpk,
                mpk,
                new TransportedKey(0, SecretBytes.random(RANDOM, 16), SecretBytes.empty(), KeyValidity.NULL));
        refusedAnswer(request, answer, without(KemacPayload.class), RejectReason.MISSING_PAYLOAD);
        refusedAnswer(request, answer, without(TicketPayload.class), RejectReason.MISSING_PAYLOAD);
        refusedAnswer(
                request,
                answer,
                replacing(IdrPayload.class, id -> new IdrPayload(IdRole.IDR_KMS, 1, CAROL.idData())),
                RejectReason.IDENTITY_REFUSED);
        refused(request.receive(forged(request, answer)), RejectReason.AUTHENTICATION_FAILED);
        TicketFixture.granted(request.receive(answer));
    }

    private Octets forged(PendingRequest request, Octets answer) {
        return Remake.answer(
                answer,
                parties.suite,
                SecretBytes.random(RANDOM, 16),
                rands(request.message()),
                request.message(),
                p -> p);
    }

    private static TicketRands rands(MikeyMessage request) {
        return TicketRands.ofInitiator(
                request.payload(RandrPayload.class).orElseThrow().rand());
    }

    private static TransportedKey key(int type, int octets, String spi) {
        return new TransportedKey(
                type, SecretBytes.random(RANDOM, octets), SecretBytes.empty(), new KeyValidity.Spi(Octets.ofHex(spi)));
    }

    private void assertKeysRefused(PendingRequest request, Octets answer, TransportedKey... keys) {
        TPayload timestamp = MikeyMessage.decode(answer.toByteArray())
                .payload(TPayload.class)
                .orElseThrow();
        try (MessageProtection protection = TicketProtection.response(
                parties.suite,
                parties.psks.get(ALICE),
                request.message().header().csbId(),
                rands(request.message()))) {
            KemacPayload sealed = protection.sealWithoutMac(
                    KeyTransport.payloads(List.of(keys)),
                    request.message().header().csbId(),
                    timestamp);
            refusedAnswer(request, answer, replacing(KemacPayload.class, k -> sealed), RejectReason.KEYS_UNUSABLE);
        }
    }

    private void refusedAnswer(
            PendingRequest request, Octets answer, UnaryOperator<List<Payload>> edit, RejectReason reason) {
        Octets other = Remake.answer(
                answer, parties.suite, parties.psks.get(ALICE), rands(request.message()), request.message(), edit);
        refused(request.receive(other), reason);
    }

    /** The keys that the KMS binds to Bob come with what they are bound to. */
    @Test
    @Proves("R6043-4.2.3.5-01")
    void resolvedKeysAndTheirModifier() {
        UnresolvedTransfer received =
                parties.received(init(parties.terms().build()).octets());
        PendingResolve resolve = parties.client(BOB).resolve(received.ticket());
        Octets answer = parties.ask(resolve.message());
        TicketRands rands = TicketRands.ofResponder(
                resolve.message().payload(RandrPayload.class).orElseThrow().rand());
        UnaryOperator<List<Payload>> noId = payloads -> {
            payloads.removeIf(p -> p instanceof IdrPayload id && id.idRole() == IdRole.IDR_R);
            return payloads;
        };
        UnaryOperator<List<Payload>> shortRand = replacing(
                RandrPayload.class,
                r -> new RandrPayload(RandRole.RANDR_KMS, r.rand().slice(0, 15)));
        SecretBytes psk = parties.psks.get(BOB);
        MikeyMessage asked = resolve.message();
        refused(
                resolve.receive(Remake.answer(answer, parties.suite, psk, rands, asked, noId)),
                RejectReason.MISSING_PAYLOAD);
        refused(
                resolve.receive(Remake.answer(answer, parties.suite, psk, rands, asked, without(RandrPayload.class))),
                RejectReason.MISSING_PAYLOAD);
        refused(
                resolve.receive(Remake.answer(answer, parties.suite, psk, rands, asked, shortRand)),
                RejectReason.KEYS_UNUSABLE);
        assertThat(resolve.receive(answer)).isInstanceOf(ResolveResult.Resolved.class);
    }

    @Test
    @Proves("R6043-12.1-02")
    void anAnswerWhoseKeysAreForkedWithTooShortAValueIsRefused() {
        TicketGrant grant = parties.grant(parties.terms().build());
        PendingTransfer offer = parties.offer(grant);
        for (int octets : new int[] {15, 16}) {
            UnresolvedTransfer received = parties.received(offer.message().octets());
            ResolvedTicket.Modifier modifier = new ResolvedTicket.Modifier(BOB, Octets.copyOf(new byte[octets]));
            ResolvedTicket resolved = new ResolvedTicket(
                    received.ticket(), ForkedKeys.fork(parties.suite, grant.keys(), modifier), Optional.of(modifier));
            parties.bobReplays = InMemoryReplayCache.builder(CLOCK, RANDOM, 8)
                    .trackedSince(Instant.MIN)
                    .build();

            Octets answer =
                    answered(received.complete(resolved)).reply().orElseThrow().octets();

            if (octets == 16) {
                assertThat(offer.receive(answer)).isInstanceOf(InitiatorResult.Established.class);
            } else {
                assertThat(refused(offer.receive(answer), RejectReason.KEYS_UNUSABLE)
                                .detail())
                        .isEqualTo("random values of 15 octets for a key of 16 (RFC 6043, 12.1)");
            }
        }
    }
}

package org.mikey4j.exchange.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.exchange.ticket.Remake.replacing;
import static org.mikey4j.exchange.ticket.Remake.toKms;
import static org.mikey4j.exchange.ticket.Remake.twice;
import static org.mikey4j.exchange.ticket.Remake.without;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.ALICE_CERT;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.CAROL;
import static org.mikey4j.testing.Peers.CLOCK;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.TpPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.PrfFunc;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.replay.InMemoryCounterLog;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.TestPki;

/** What the KMS refuses, why, and what it tells. */
class KmsRefusalTest {
    private final TicketFixture parties = new TicketFixture();
    private final SecretBytes psk = parties.psks.get(ALICE);
    private final MikeyMessage request =
            parties.client(ALICE).request(parties.terms().build()).message();

    private Rejected refused(Octets message, RejectReason reason) {
        return parties.refused(message, reason);
    }

    private static void assertTold(Rejected rejected, int errorNo, boolean authenticated) {
        MikeyMessage error = rejected.errorMessage().orElseThrow();
        assertThat(error.header().dataType()).isEqualTo(DataType.ERROR);
        assertThat(error.payload(ErrPayload.class).orElseThrow().errorNo()).isEqualTo(errorNo);
        assertThat(error.payload(VPayload.class).isPresent()).isEqualTo(authenticated);
        assertThat(rejected.authenticated()).isEqualTo(authenticated);
    }

    private static CommonHeader with(CommonHeader header, int dataType, int prf) {
        return new CommonHeader(dataType, header.v(), prf, header.csbId(), header.csIdMap());
    }

    @Test
    @Proves("R6043-4.2.1.1-02")
    void otherMessages() {
        CommonHeader header = request.header();
        for (int type : new int[] {DataType.PSK_INIT, DataType.TRANSFER_INIT, DataType.REQUEST_RESP, DataType.ERROR}) {
            Octets other = MikeyMessage.encode(with(header, type, 0), request.payloads())
                    .octets();
            Rejected rejected = refused(other, RejectReason.WRONG_DATA_TYPE);
            if (type == DataType.ERROR) {
                assertThat(rejected.errorMessage())
                        .as("errors are not answered")
                        .isEmpty();
            } else {
                assertTold(rejected, ErrorNo.INVALID_DT, false);
            }
        }
        assertTold(
                refused(
                        MikeyMessage.encode(with(header, header.dataType(), 5), request.payloads())
                                .octets(),
                        RejectReason.UNSUPPORTED_PRF),
                ErrorNo.INVALID_PRF,
                false);
        assertTold(
                refused(
                        toKms(
                                new CommonHeader(header.dataType(), true, 0, header.csbId(), TicketFixture.map()),
                                request,
                                psk,
                                payloads -> payloads),
                        RejectReason.UNEXPECTED_PAYLOAD),
                ErrorNo.UNSPECIFIED,
                false);
    }

    @Test
    @Proves("R6043-4.2.1.1-01")
    void whatIsMissingOrTwice() {
        assertTold(refused(toKms(request, psk, without(TpPayload.class)), RejectReason.MISSING_PAYLOAD), 12, true);
        assertTold(refused(toKms(request, psk, without(RandrPayload.class)), RejectReason.MISSING_PAYLOAD), 12, false);
        assertThat(refused(toKms(request, psk, without(TPayload.class)), RejectReason.MISSING_PAYLOAD)
                        .errorMessage())
                .as("an error message repeats the time of what it is about")
                .isEmpty();
        Octets noV = MikeyMessage.encode(request.header(), Remake.withoutLast(request))
                .octets();
        refused(noV, RejectReason.MISSING_PAYLOAD);
        for (Class<? extends Payload> kind :
                List.of(TPayload.class, RandrPayload.class, IdrPayload.class, TpPayload.class)) {
            refused(toKms(request, psk, twice(kind)), RejectReason.UNEXPECTED_PAYLOAD);
        }
    }

    @Test
    @Proves("R6043-12.1-02")
    void algorithmsAreNotMixed() {
        TicketFixture strong = new TicketFixture(TicketSuite.BITS_256);
        MikeyMessage message =
                strong.client(ALICE).request(strong.terms().build()).message();
        CommonHeader weak = with(message.header(), DataType.REQUEST_INIT_PSK, PrfFunc.MIKEY_1);
        Rejected mac = TicketFixture.refused(
                strong.kms()
                        .receive(MikeyMessage.encode(weak, message.payloads()).octets(), Octets.EMPTY),
                RejectReason.UNSUPPORTED_MAC);
        assertTold(mac, ErrorNo.INVALID_MAC, false);
        Octets mixed = toKms(weak, message, strong.psks.get(ALICE), payloads -> payloads);
        assertTold(strong.refused(mixed, RejectReason.TICKET_POLICY_REFUSED), ErrorNo.INVALID_TPPAR, true);
    }

    /** One detail for all, so that nobody learns who is known. */
    /** Sixteen zeros, so that refusing a stranger takes as long as refusing a forger. */
    @Test
    void theKeyThatStandsInForAStrangersOpensNothing() {
        TicketClient stranger = new TicketClient(
                parties.settings,
                new KmsAccess.PreShared(
                        IdPayload.uri("sip:stranger@example.org"), SecretBytes.wrap(new byte[16]), Optional.empty()),
                TicketFixture.KMS);

        Rejected refused = parties.refused(
                stranger.request(parties.terms().build()).message().octets(), RejectReason.AUTHENTICATION_FAILED);

        assertTold(refused, ErrorNo.AUTH_FAILURE, false);
    }

    @Test
    @Proves("R6043-5.4-02")
    void strangersAndForgersAreToldTheSame() {
        SecretBytes wrong = SecretBytes.random(RANDOM, 16);
        Rejected forged = refused(toKms(request, wrong, payloads -> payloads), RejectReason.AUTHENTICATION_FAILED);
        Rejected stranger = refused(
                toKms(request, psk, payloads -> {
                    payloads.removeIf(p -> p instanceof IdrPayload idr && idr.idRole() == IdRole.IDR_PSK);
                    return replacing(IdrPayload.class, idr -> new IdrPayload(IdRole.IDR_I, 1, Octets.ofHex("6d")))
                            .apply(payloads);
                }),
                RejectReason.AUTHENTICATION_FAILED);
        assertThat(stranger.detail()).isEqualTo(forged.detail());
        assertTold(stranger, ErrorNo.AUTH_FAILURE, false);
        TicketKms silent = parties.kms(ExchangeSettings.builder(CLOCK, RANDOM).build());
        assertThat(TicketFixture.rejected(silent.receive(toKms(request, wrong, p -> p), Octets.EMPTY))
                        .errorMessage())
                .as("nothing is told unless the settings say so")
                .isEmpty();
    }

    /** Carol has a key, and cannot use it under Alice's name. */
    @Test
    void aKeyIsGoodForItsOwnerOnly() {
        Octets asAlice = toKms(request, parties.psks.get(CAROL), payloads -> {
            payloads.removeIf(p -> p instanceof IdrPayload idr && idr.idRole() == IdRole.IDR_PSK);
            payloads.add(new IdrPayload(
                    IdRole.IDR_PSK, 2, parties.access(CAROL).pskId().orElseThrow()));
            return payloads;
        });
        refused(asAlice, RejectReason.AUTHENTICATION_FAILED);
    }

    @Test
    @Proves("R6043-4.2.1.1-04")
    void identitiesMayBeLeftOutWhereTheKeySaysThem() {
        Octets bare = toKms(request, psk, payloads -> {
            payloads.removeIf(p -> p instanceof IdrPayload idr && idr.idRole() != IdRole.IDR_PSK);
            return payloads;
        });
        KmsResult result = parties.kms().receive(bare, Octets.EMPTY);
        assertThat(result).isInstanceOf(KmsResult.Answered.class);
        assertThat(((KmsResult.Answered) result).user()).isEqualTo(ALICE);
    }

    @Test
    void anotherKms() {
        Octets elsewhere = toKms(request, psk, payloads -> {
            payloads.removeIf(p -> p instanceof IdrPayload idr && idr.idRole() == IdRole.IDR_KMS);
            payloads.add(new IdrPayload(IdRole.IDR_KMS, 1, Octets.ofHex("6b")));
            return payloads;
        });
        assertTold(refused(elsewhere, RejectReason.IDENTITY_REFUSED), ErrorNo.INVALID_ID, true);
    }

    @Test
    @Proves("R6043-12.4-01")
    void timeAndReplay() {
        TicketKms later = parties.kms(TicketFixture.settings(Clock.offset(CLOCK, Duration.ofMinutes(6))));
        TicketFixture.refused(later.receive(request.octets(), Octets.EMPTY), RejectReason.TIMESTAMP_OUTSIDE_WINDOW);
        Octets connection = Octets.ofHex("c0");
        KmsResult first = parties.kms().receive(request.octets(), connection);
        assertThat(first).isInstanceOf(KmsResult.Answered.class);
        KmsResult again = parties.kms().receive(request.octets(), connection);
        assertThat(again).isEqualTo(new KmsResult.Repeated(Optional.of(((KmsResult.Answered) first).reply())));
        Rejected replayed = TicketFixture.refused(
                parties.kms().receive(request.octets(), Octets.ofHex("c1")), RejectReason.REPLAYED);
        assertThat(replayed.errorMessage()).isEmpty();
    }

    @Test
    void aFullCacheRefuses() {
        TicketKms full = new TicketKms(
                parties.settings,
                TicketFixture.KMS,
                KmsPeers.sharing(claim -> Optional.of(parties.access(ALICE))),
                InMemoryReplayCache.builder(CLOCK, RANDOM, 1)
                        .trackedSince(Instant.MIN)
                        .build(),
                parties);
        full.receive(request.octets(), Octets.EMPTY);
        MikeyMessage next =
                parties.client(ALICE).request(parties.terms().build()).message();
        TicketFixture.refused(full.receive(next.octets(), Octets.EMPTY), RejectReason.REPLAY_CACHE_FULL);
    }

    @Test
    @Proves("R6043-4.2.1.5-02")
    void countersGoUp() {
        TicketKms counting = new TicketKms(
                parties.settings,
                TicketFixture.KMS,
                KmsPeers.sharing(claim -> Optional.of(parties.access(ALICE))),
                parties.kmsReplays,
                parties,
                new InMemoryCounterLog(4));
        Octets one = toKms(request, psk, replacing(TPayload.class, t -> new TPayload(TsType.COUNTER, 7)));
        KmsResult first = counting.receive(one, Octets.EMPTY);
        assertThat(first).isInstanceOf(KmsResult.Answered.class);
        assertThat(((KmsResult.Answered) first).reply().payload(TPayload.class))
                .contains(new TPayload(TsType.COUNTER, 7));
        TicketFixture.refused(counting.receive(one, Octets.EMPTY), RejectReason.TIMESTAMP_NOT_NEWER);
        refused(one, RejectReason.TIMESTAMP_NOT_NEWER);
        Octets ntp32 = toKms(request, psk, replacing(TPayload.class, t -> new TPayload(TsType.NTP_UTC_32, 7)));
        refused(ntp32, RejectReason.TIMESTAMP_UNSUPPORTED);
    }

    @Test
    @Proves("R6043-12.1-01")
    void aRandomValueIsAsLongAsTheKey() {
        Octets shortRand = toKms(
                request,
                psk,
                replacing(RandrPayload.class, r -> new RandrPayload(1, r.rand().slice(0, 15))));
        assertTold(refused(shortRand, RejectReason.KEYS_UNUSABLE), ErrorNo.UNSPECIFIED, true);
    }

    @Test
    @Proves("R6043-6.9-01")
    void policiesThatAreNotIssued() {
        TicketTerms initiators = parties.plain(Flag.H, Flag.L).build();
        Octets own = toKms(request, psk, replacing(TpPayload.class, tp -> new TpPayload(initiators.toPolicy())));
        assertTold(refused(own, RejectReason.TICKET_POLICY_REFUSED), ErrorNo.INVALID_TPPAR, true);
        TicketTerms carols = parties.terms().initiator(CAROL).build();
        Octets others = toKms(request, psk, replacing(TpPayload.class, tp -> new TpPayload(carols.toPolicy())));
        refused(others, RejectReason.TICKET_POLICY_REFUSED);
    }

    @Test
    @Proves("R6043-4.2.1.3-01")
    void signaturesThatAreNotTrusted() {
        TicketClient mallory = new TicketClient(
                parties.settings,
                new KmsAccess.Signed(
                        local(
                                ALICE,
                                TestPki.spec("mallory")
                                        .uri("sip:alice@example.org")
                                        .ca()
                                        .selfSigned()),
                        Envelope.to(TicketFixture.KMS_CERT.keys().getPublic())),
                TicketFixture.KMS);
        MikeyMessage message = mallory.request(parties.terms().build()).message();
        assertTold(refused(message.octets(), RejectReason.CERTIFICATE_REFUSED), ErrorNo.INVALID_CERT, false);
        TicketClient asBob = new TicketClient(
                parties.settings,
                new KmsAccess.Signed(
                        local(BOB, ALICE_CERT),
                        Envelope.to(TicketFixture.KMS_CERT.keys().getPublic())),
                TicketFixture.KMS);
        refused(asBob.request(parties.terms().build()).message().octets(), RejectReason.CERTIFICATE_REFUSED);
    }

    @Test
    void aKmsWithoutSigningUsers() {
        TicketKms shared = new TicketKms(
                parties.settings,
                TicketFixture.KMS,
                KmsPeers.sharing(claim -> Optional.empty()),
                parties.kmsReplays,
                parties);
        MikeyMessage message =
                parties.signing().request(parties.terms().build()).message();
        TicketFixture.refused(shared.receive(message.octets(), Octets.EMPTY), RejectReason.WRONG_DATA_TYPE);
    }

    private PendingResolve resolve(TicketPayload ticket) {
        return parties.client(BOB).resolve(ticket);
    }

    private TicketPayload used(TicketTerms terms) {
        return parties.offer(parties.grant(terms))
                .message()
                .payload(TicketPayload.class)
                .orElseThrow();
    }

    /** Only who holds MPKr could have made the Initiator data: another user of the ticket cannot (RFC 6043, 12.4). */
    @Test
    @Proves("R6043-4.2.3.4-02")
    void initiatorDataOfAnother() {
        TicketPayload ticket = used(parties.terms().build());
        Octets data = ticket.initiatorData();
        Octets forgery = InitiatorData.make(
                new VPayload(1, data.slice(3, 20)), SecretBytes.random(RANDOM, 16), TicketSuite.BITS_128);
        for (Octets other : List.of(forgery, Octets.EMPTY, Octets.ofHex("00"), data.slice(0, data.length() - 1))) {
            TicketPayload stolen = new TicketPayload(ticket.policy(), ticket.ticketData(), other);
            assertTold(refused(resolve(stolen).message().octets(), RejectReason.TICKET_REFUSED), 14, true);
        }
        parties.ask(resolve(ticket).message());
    }

    @Test
    @Proves("R6043-6.10-10")
    void initiatorDataWhereThereAreNone() {
        TicketPayload ticket = used(
                parties.plain(Flag.D, Flag.E, Flag.F, Flag.H, Flag.N, Flag.O).build());
        parties.ask(resolve(ticket).message());
        TicketPayload odd = new TicketPayload(ticket.policy(), ticket.ticketData(), Octets.ofHex("00"));
        refused(resolve(odd).message().octets(), RejectReason.TICKET_REFUSED);
    }

    /** The policy is under the MAC of the ticket: nobody takes a flag off, or adds a Responder. */
    @Test
    @Proves("R6043-A.1-01")
    void aPolicyThatWasChanged() {
        TicketPayload ticket = used(parties.terms().build());
        TicketTerms wider = TicketTerms.of(ticket.policy()).toBuilder()
                .responders(List.of(BOB, CAROL))
                .build();
        TicketPayload changed = new TicketPayload(wider.toPolicy(), ticket.ticketData(), ticket.initiatorData());
        assertTold(refused(resolve(changed).message().octets(), RejectReason.TICKET_REFUSED), 14, true);
    }

    @Test
    @Proves("R6043-6.9-01")
    void ticketsOfOtherKinds() {
        TicketPayload ticket = used(parties.terms().build());
        for (int[] kind : new int[][] {{2, 1, 1}, {1, 2, 1}, {1, 1, 2}}) {
            TicketTerms other = TicketTerms.of(ticket.policy()).toBuilder()
                    .type(kind[0], kind[1], kind[2])
                    .build();
            TicketPayload typed = new TicketPayload(other.toPolicy(), ticket.ticketData(), ticket.initiatorData());
            assertTold(refused(resolve(typed).message().octets(), RejectReason.TICKET_REFUSED), 14, true);
        }
    }

    @Test
    @Proves("R6043-A-01")
    void ticketDataThatCannotBeRead() {
        TicketPayload ticket = used(parties.terms().build());
        for (int length = 0; length < ticket.ticketData().length(); length += 7) {
            TicketPayload cut =
                    new TicketPayload(ticket.policy(), ticket.ticketData().slice(0, length), ticket.initiatorData());
            refused(resolve(cut).message().octets(), RejectReason.TICKET_REFUSED);
        }
    }

    @Test
    @Proves("R6043-4.2.3.4-01")
    void notForThisResponder() {
        TicketPayload ticket = used(parties.terms().build());
        Rejected rejected =
                refused(parties.client(CAROL).resolve(ticket).message().octets(), RejectReason.IDENTITY_REFUSED);
        assertTold(rejected, ErrorNo.INVALID_ID, true);
    }

    @Test
    void aTicketThatIsOver() {
        TicketPayload ticket =
                used(parties.terms().end(TestPki.NOW.plusSeconds(10)).build());
        Clock after = Clock.offset(CLOCK, Duration.ofSeconds(11));
        TicketKms kms = parties.kms(TicketFixture.settings(after));
        Rejected rejected = TicketFixture.refused(
                kms.receive(resolve(ticket).message().octets(), Octets.EMPTY), RejectReason.TICKET_POLICY_REFUSED);
        assertTold(rejected, ErrorNo.INVALID_TPPAR, true);
        assertThat(Peers.kinds(rejected.errorMessage().orElseThrow())).containsExactly("T", "Err", "V");
    }

    /** What the KMS refuses with keys, the other end believes; the same without them is a hint (RFC 6043, 5.4). */
    @Test
    @Proves("R6043-5.4-01")
    void errorsAreBelievedIfTheyAreAuthentic() {
        PendingRequest pending = parties.client(ALICE).request(parties.terms().build());
        Octets elsewhere = toKms(pending.message(), psk, without(TpPayload.class));
        MikeyMessage error =
                refused(elsewhere, RejectReason.MISSING_PAYLOAD).errorMessage().orElseThrow();
        Rejected believed = TicketFixture.refused(pending.receive(error.octets()), RejectReason.PEER_ERROR);
        assertThat(believed.authenticated()).isTrue();
        assertThat(believed.errorNo()).isEqualTo(ErrorNo.UNSPECIFIED);
        Octets bare =
                MikeyMessage.encode(error.header(), Remake.withoutLast(error)).octets();
        assertThat(TicketFixture.refused(pending.receive(bare), RejectReason.PEER_ERROR)
                        .authenticated())
                .isFalse();
    }

    /** A TGK that is forked (I) is of use only with an answer (F): a service that grants one without is not believed. */
    @Test
    @Proves("R6043-6.10-01")
    void aGrantThatCouldNotBeUsedIsRefused() {
        TicketTerms terms = parties.plain(Flag.D, Flag.E, Flag.H, Flag.I, Flag.K, Flag.N, Flag.O)
                .build();
        Octets rand = Octets.copyOf(new byte[16]);
        SecretBytes mpk = SecretBytes.random(RANDOM, 16);
        List<TransportedKey> session = SessionKeys.draw(parties.keys, RANDOM);
        TicketAuthority odd = new TicketAuthority() {
            @Override
            public TicketGrant issue(IdPayload initiator, TicketTerms desired) {
                return new TicketGrant(
                        BaseTicket.seal(terms, parties.tpk, Peers.at(0), rand, mpk, session),
                        terms,
                        BaseTicket.keys(terms, mpk, rand, session));
            }

            @Override
            public Resolution resolve(IdPayload responder, TicketPayload ticket) {
                throw new AssertionError("nobody asks");
            }
        };
        TicketKms kms = new TicketKms(
                parties.settings,
                TicketFixture.KMS,
                KmsPeers.sharing(claim -> Optional.of(parties.access(ALICE))),
                Peers.replays(),
                odd);
        PendingRequest asking = parties.client(ALICE).request(parties.terms().build());
        Octets answer = ((KmsResult.Answered) kms.receive(asking.message().octets(), Octets.EMPTY))
                .reply()
                .octets();

        assertThat(TicketFixture.refused(asking.receive(answer, granted -> true), RejectReason.TICKET_POLICY_REFUSED)
                        .detail())
                .isEqualTo("a TGK that is forked needs F (RFC 6043, 6.10)");
    }
}

package org.mikey4j.exchange.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.exchange.ticket.TicketFixture.POLICY;
import static org.mikey4j.exchange.ticket.TicketFixture.answered;
import static org.mikey4j.exchange.ticket.TicketFixture.granted;
import static org.mikey4j.exchange.ticket.TicketFixture.refused;
import static org.mikey4j.exchange.ticket.TicketFixture.unresolved;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.CAROL;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.assertSameKeys;
import static org.mikey4j.testing.Peers.established;
import static org.mikey4j.testing.Peers.kinds;
import static org.mikey4j.testing.Peers.replays;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.testing.Proves;

class TicketExchangeTest {
    private final TicketFixture parties = new TicketFixture();

    @ParameterizedTest
    @EnumSource(TicketSuite.class)
    @Proves({"R6043-4.2.1.1-01", "R6043-4.2.2.1-01", "R6043-4.2.3.2-01", "R6043-6.6-01"})
    void sixMessagesBindTheKeysToBob(TicketSuite suite) {
        TicketFixture fixture = new TicketFixture(suite);
        PendingRequest request = fixture.client(ALICE).request(fixture.terms().build());
        assertThat(kinds(request.message())).containsExactly("T", "Randr", "Idr", "Idr", "Tp", "Idr", "V");
        Octets requestAnswer = fixture.ask(request.message());
        assertThat(kinds(MikeyMessage.decode(requestAnswer.toByteArray())))
                .containsExactly("T", "Idr", "Ticket", "Kemac", "V");
        TicketGrant grant = granted(request.receive(requestAnswer));

        PendingTransfer offer = fixture.offer(grant);
        assertThat(kinds(offer.message())).containsExactly("T", "Randr", "Idr", "Idr", "Sp", "Ticket", "V");
        assertThat(offer.message().header().v()).isTrue();
        UnresolvedTransfer received = fixture.received(offer.message().octets());

        PendingResolve resolve = fixture.client(BOB).resolve(received.ticket());
        assertThat(kinds(resolve.message())).containsExactly("T", "Randr", "Idr", "Idr", "Ticket", "Idr", "V");
        Octets resolveAnswer = fixture.ask(resolve.message());
        assertThat(kinds(MikeyMessage.decode(resolveAnswer.toByteArray())))
                .containsExactly("T", "Idr", "Kemac", "Idr", "Randr", "V");
        ResolvedTicket ticket = ((ResolveResult.Resolved) resolve.receive(resolveAnswer)).ticket();

        ResponderResult.Established bob = answered(received.complete(ticket));
        MikeyMessage answer = bob.reply().orElseThrow();
        assertThat(kinds(answer)).containsExactly("T", "Randr", "Idr", "Randr", "V");
        assertThat(answer.header().dataType()).isEqualTo(DataType.TRANSFER_RESP);
        SecurityAssociation alice = established(offer.receive(answer.octets()));
        assertSameKeys(alice, bob.association());
        assertThat(alice.cryptoSessions().get(1).ssrc()).isEqualTo(0xb0b00002L);
        assertThat(alice.responder()).contains(BOB);
        assertThat(bob.association().initiator()).contains(ALICE);
        assertThat(alice.keys().get(0).key())
                .as("TGK', not the TGK that Alice got")
                .isNotEqualTo(grant.keys().session().get(0).key());
    }

    @Test
    @Proves("R6043-4.2.1.3-01")
    void signedRequest() {
        PendingRequest request = parties.signing().request(parties.terms().build());
        assertThat(request.message().header().dataType()).isEqualTo(DataType.REQUEST_INIT_PK);
        assertThat(kinds(request.message())).containsExactly("T", "Randr", "Idr", "Cert", "Idr", "Tp", "Pke", "Sign");
        TicketGrant grant = granted(request.receive(parties.ask(request.message())));
        PendingTransfer offer = parties.offer(grant);
        ResponderResult.Established bob =
                answered(parties.receive(offer.message().octets()));
        assertSameKeys(established(offer.receive(bob.reply().orElseThrow().octets())), bob.association());
    }

    /** An end that kept the message and its envelope key; the message is not under the key, but the answer is. */
    @Test
    void aSignedRequestIsTakenUpWithItsEnvelopeKey() {
        SecretBytes envelopeKey = SecretBytes.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
        Envelope envelope = Envelope.to(TicketFixture.KMS_CERT.keys().getPublic());
        KmsAccess.Signed signed = new KmsAccess.Signed(
                parties.alice(),
                new Envelope(
                        envelope.responderKey(),
                        envelope.chash(),
                        envelope.cache(),
                        envelope.padding(),
                        Optional.of(envelopeKey),
                        envelope.algorithms()));
        TicketClient signing = new TicketClient(parties.settings, signed, TicketFixture.KMS);
        MikeyMessage request = signing.request(parties.terms().build()).message();
        Octets answer = parties.ask(request);

        granted(sharing(ALICE, envelopeKey).resumeRequest(request).receive(answer));

        Rejected rejected = refused(
                sharing(ALICE, SecretBytes.wrap(new byte[16]))
                        .resumeRequest(request)
                        .receive(answer),
                RejectReason.AUTHENTICATION_FAILED);
        assertThat(rejected.detail()).isEqualTo("the MAC of the answer is wrong");
        assertThatThrownBy(() -> sharing(BOB, envelopeKey).resumeRequest(request))
                .hasMessage("the message is not one of this end's");
        assertThatThrownBy(() -> signing.resumeRequest(request))
                .hasMessage("REQUEST_INIT_PK is not REQUEST_INIT_PSK or REQUEST_INIT_PK under a key that is shared");
        assertThatThrownBy(() -> sharing(ALICE, envelopeKey).resumeResolve(request))
                .hasMessage("REQUEST_INIT_PK is not RESOLVE_INIT_PSK or RESOLVE_INIT_PK under a key that is shared");
    }

    private TicketClient sharing(IdPayload user, SecretBytes key) {
        return new TicketClient(
                parties.settings, new KmsAccess.PreShared(user, key, Optional.empty()), TicketFixture.KMS);
    }

    @Test
    @Proves("R6043-4.2.3.3-01")
    void signedResolve() {
        TicketGrant grant =
                parties.grant(TicketTerms.builder(parties.suite, ALICE).build());
        PendingTransfer offer = (PendingTransfer) new TransferInitiator(parties.settings)
                .offer(grant, TransferRequest.of(ALICE, ALICE, TicketFixture.map(), POLICY));
        UnresolvedTransfer received =
                unresolved(parties.responder(ALICE).receive(offer.message().octets(), Octets.EMPTY));
        PendingResolve resolve = parties.signing().resolve(received.ticket());
        assertThat(resolve.message().header().dataType()).isEqualTo(DataType.RESOLVE_INIT_PK);
        assertThat(kinds(resolve.message()))
                .containsExactly("T", "Randr", "Idr", "Cert", "Idr", "Ticket", "Pke", "Sign");
        ResolvedTicket ticket = ((ResolveResult.Resolved) resolve.receive(parties.ask(resolve.message()))).ticket();
        ResponderResult.Established self = answered(received.complete(ticket));
        assertSameKeys(established(offer.receive(self.reply().orElseThrow().octets())), self.association());
    }

    /** Mode 2: the KMS and the Responder share the ticket protection key. */
    @Test
    void theResponderResolvesTheTicketItself() {
        TicketGrant grant = parties.grant(
                parties.plain(Flag.D, Flag.F, Flag.G, Flag.H, Flag.N, Flag.O).build());
        PendingTransfer offer = parties.offer(grant);
        UnresolvedTransfer received = parties.received(offer.message().octets());
        ResponderResult.Established bob =
                answered(received.complete(ResolvedTicket.open(received.ticket(), TpkLookup.of(parties.tpk))));
        assertSameKeys(established(offer.receive(bob.reply().orElseThrow().octets())), bob.association());
    }

    /** Mode 3: the Initiator makes the ticket, under a key that it shares with the KMS. */
    @Test
    void theInitiatorMakesTheTicketForTheKms() {
        parties.tpk = new Tpk(parties.psks.get(ALICE), Optional.empty(), Optional.of(ALICE));
        TicketTerms terms = parties.plain(Flag.E, Flag.F, Flag.G, Flag.I, Flag.L, Flag.N, Flag.O)
                .initiator(ALICE)
                .build();
        PendingTransfer offer = parties.offer(TicketGrant.make(terms, parties.tpk, parties.keys, parties.settings));
        ResponderResult.Established bob =
                answered(parties.receive(offer.message().octets()));
        assertSameKeys(established(offer.receive(bob.reply().orElseThrow().octets())), bob.association());
    }

    /** Mode 4: nobody else is needed. */
    @Test
    @Proves("R6043-4.2.2.1-01")
    void bothEndsShareTheTicketProtectionKey() {
        Tpk shared = new Tpk(SecretBytes.random(RANDOM, 16), Optional.empty(), Optional.of(ALICE));
        TicketTerms terms = parties.plain(Flag.H, Flag.L, Flag.N, Flag.O).build();
        GenericIdMap map = new GenericIdMap(List.of(new GenericId(
                7, ProtType.SRTP, false, Octets.ofHex("03"), Octets.ofHex("a11ce001"), Octets.ofHex("aabb"))));
        TicketGrant grant = TicketGrant.make(
                terms,
                shared,
                List.of(parties.key(KeyDataType.TGK).valid(new KeyValidity.Spi(Octets.ofHex("aabb")))),
                parties.settings);
        TransferOffer offer =
                new TransferInitiator(parties.settings).offer(grant, TransferRequest.of(ALICE, BOB, map, POLICY));
        assertThat(offer).isInstanceOf(OneWayTransfer.class);
        assertThat(offer.message().header().v()).isFalse();
        UnresolvedTransfer received = parties.received(offer.message().octets());
        ResponderResult.Established bob =
                answered(received.complete(ResolvedTicket.open(received.ticket(), TpkLookup.of(shared))));
        assertThat(bob.reply()).isEmpty();
        assertSameKeys(((OneWayTransfer) offer).association(), bob.association());
        assertThat(bob.association().cryptoSessions().get(0).csId()).isEqualTo(7);
    }

    /** Two answer the same message; each gets keys that the other does not have. */
    @Test
    @Proves("R6043-5.1.1-01")
    void forkedKeysDifferForEachWhoAnswers() {
        TicketGrant grant =
                parties.grant(TicketTerms.builder(parties.suite, BOB, CAROL).build());
        PendingTransfer offer = (PendingTransfer) new TransferInitiator(parties.settings)
                .offer(
                        grant,
                        TransferRequest.of(ALICE, BOB, TicketFixture.map(), POLICY)
                                .accepting(id -> false, policy -> false));
        ResponderResult.Established bob =
                answered(parties.receive(offer.message().octets()));
        TransferResponder carols = new TransferResponder(
                parties.settings,
                new TransferSelf(CAROL, BOB::equals, Optional.empty()),
                replays(),
                TransferJudge.acceptSupported(csId -> 0xca401L));
        UnresolvedTransfer atCarol = unresolved(carols.receive(offer.message().octets(), Octets.EMPTY));
        ResponderResult.Established carol = answered(atCarol.complete(parties.resolved(CAROL, atCarol.ticket())));
        SecurityAssociation withBob =
                established(offer.receive(bob.reply().orElseThrow().octets()));
        SecurityAssociation withCarol =
                established(offer.receive(carol.reply().orElseThrow().octets()));
        assertSameKeys(withBob, bob.association());
        assertSameKeys(withCarol, carol.association());
        assertThat(withCarol.responder()).contains(CAROL);
        assertThat(withCarol.keys().get(0).key())
                .isNotEqualTo(withBob.keys().get(0).key());
    }

    /** A GTGK is the same for all, whoever answers. */
    @Test
    @Proves("R6043-5.1.1-01")
    void groupKeysAreNotForked() {
        parties.keys = List.of(parties.key(KeyDataType.GTGK), parties.key(KeyDataType.TEK));
        TicketGrant grant = parties.grant(parties.terms().build());
        PendingTransfer offer = parties.offer(grant);
        ResponderResult.Established bob =
                answered(parties.receive(offer.message().octets()));
        SecurityAssociation alice =
                established(offer.receive(bob.reply().orElseThrow().octets()));
        assertSameKeys(alice, bob.association());
        for (int i = 0; i < 2; i++) {
            assertThat(bob.association().keys().get(i).key())
                    .isEqualTo(grant.keys().session().get(i).key());
        }
    }

    /** The KMS knows Bob by another name in the ticket: the name of the group that answers. */
    @Test
    @Proves("R6043-4.2.2.3-02")
    void theKmsSaysWhoAnswers() {
        IdPayload support = IdPayload.uri("sip:support@example.org");
        parties.answering = Optional.of(support);
        TicketGrant grant =
                parties.grant(TicketTerms.builder(parties.suite, support).build());
        PendingTransfer offer = (PendingTransfer) new TransferInitiator(parties.settings)
                .offer(grant, TransferRequest.of(ALICE, support, TicketFixture.map(), POLICY));
        TransferResponder member = new TransferResponder(
                parties.settings,
                new TransferSelf(BOB, support::equals, Optional.empty()),
                parties.bobReplays,
                TransferJudge.acceptSupported(csId -> csId));
        UnresolvedTransfer received = unresolved(member.receive(offer.message().octets(), Octets.EMPTY));
        ResponderResult.Established bob = answered(received.complete(parties.resolved(BOB, received.ticket())));
        SecurityAssociation alice =
                established(offer.receive(bob.reply().orElseThrow().octets()));
        assertSameKeys(alice, bob.association());
        assertThat(alice.responder()).contains(support);
    }

    @Test
    @Proves("R6043-5.3-01")
    void aTicketIsReusedWithoutTheKms() {
        TicketGrant grant = parties.grant(parties.terms().with(Flag.J).build());
        PendingTransfer first = parties.offer(grant);
        UnresolvedTransfer received = parties.received(first.message().octets());
        ResolvedTicket kept = parties.resolved(BOB, received.ticket());
        ResponderResult.Established one = answered(received.complete(kept));
        PendingTransfer second = parties.offer(grant);
        ResponderResult.Established two =
                answered(parties.received(second.message().octets()).complete(kept));
        SecurityAssociation alice =
                established(second.receive(two.reply().orElseThrow().octets()));
        assertSameKeys(alice, two.association());
        assertThat(alice.csbId()).isNotEqualTo(one.association().csbId());
        assertThat(two.association().cryptoSessions().get(0).keys().get(0).tek())
                .isNotEqualTo(
                        one.association().cryptoSessions().get(0).keys().get(0).tek());
    }

    @Test
    @Proves("R6043-5.3-01")
    void aTicketForOneUseIsUsedOnce() {
        TicketGrant grant = parties.grant(parties.terms().build());
        PendingTransfer first = parties.offer(grant);
        assertThatThrownBy(() -> parties.offer(grant))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the ticket was used, and its policy forbids reuse (RFC 6043, 5.3)");
        PendingTransfer again = parties.offer(new TicketGrant(grant.ticket(), grant.terms(), grant.keys()));
        answered(parties.receive(first.message().octets()));
        refused(parties.receive(again.message().octets()), RejectReason.REPLAYED);
    }

    @Test
    @Proves("R6043-12.4-01")
    void aRetransmissionGetsTheSameAnswer() {
        PendingTransfer offer = parties.offer(parties.grant(parties.terms().build()));
        Octets dialog = Octets.ofHex("d1a1");
        TransferResponder bob = parties.responder(BOB);
        UnresolvedTransfer received = unresolved(bob.receive(offer.message().octets(), dialog));
        ResponderResult.Established first = answered(received.complete(parties.resolved(BOB, received.ticket())));
        TransferReception.Ended second =
                (TransferReception.Ended) bob.receive(offer.message().octets(), dialog);
        assertThat(second.result()).isEqualTo(new ResponderResult.Repeated(first.reply()));
        refused(bob.receive(offer.message().octets(), Octets.ofHex("d1a2")), RejectReason.REPLAYED);
        assertThat(received.complete(parties.resolved(BOB, received.ticket())))
                .isEqualTo(new ResponderResult.Repeated(first.reply()));
    }
}

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
import static org.mikey4j.testing.Peers.assertSameKeys;
import static org.mikey4j.testing.Peers.established;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketDerivation;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.TpPayload;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.RandRole;
import org.mikey4j.testing.Proves;

/** Each flag of a ticket policy is obeyed by every party (RFC 6043, 6.10). */
class TicketFlagsTest {
    private final TicketFixture parties = new TicketFixture();

    private static Set<Flag> flags(String letters) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        letters.chars().forEach(c -> flags.add(Flag.valueOf(String.valueOf((char) c))));
        return flags;
    }

    private ResponderResult.Established atBob(MikeyMessage message) {
        return answered(parties.receive(message.octets()));
    }

    /** The TEK is computed here with the random values that the flags name, and no others. */
    @ParameterizedTest
    @CsvSource({
        "DEFGHINO,true,true",
        "DEFGINO,false,true",
        "DEFHINO,true,false",
        "DEFGHNO,true,true",
        "DEFGNO,false,true"
    })
    @Proves("R6043-5.1.3-01")
    void gAndHChooseTheRandomValuesOfTheKeys(String letters, boolean i, boolean r) {
        TicketGrant grant = parties.grant(parties.terms().flags(flags(letters)).build());
        PendingTransfer offer = parties.offer(grant);
        ResponderResult.Established bob = atBob(offer.message());
        MikeyMessage answer = bob.reply().orElseThrow();
        Optional<Octets> randR = rand(answer, RandRole.RANDR_R);
        assertThat(randR.isPresent()).isEqualTo(r);
        SecurityAssociation alice = established(offer.receive(answer.octets()));
        assertSameKeys(alice, bob.association());
        Octets randI = rand(offer.message(), RandRole.RANDR_I).orElseThrow();
        TicketRands rands = new TicketRands(i ? randI : Octets.EMPTY, randR.orElse(Octets.EMPTY));
        SecretBytes tek = new TicketDerivation(parties.suite.prf())
                .traffic(alice.keys().get(0).key(), rands)
                .tek(1, 16);
        assertThat(alice.cryptoSessions().get(0).keys().get(0).tek()).isEqualTo(tek);
    }

    private static Optional<Octets> rand(MikeyMessage message, int role) {
        return message.payloads(RandrPayload.class).stream()
                .filter(randr -> randr.randRole() == role)
                .findFirst()
                .map(RandrPayload::rand);
    }

    /** E: who has the key could open the ticket, and may not. */
    @Test
    @Proves("R6043-6.10-03")
    void eDemandsTheKms() {
        TicketGrant grant = parties.grant(
                parties.plain(Flag.D, Flag.E, Flag.F, Flag.H, Flag.N, Flag.O).build());
        TicketPayload ticket =
                parties.received(parties.offer(grant).message().octets()).ticket();
        assertThatThrownBy(() -> ResolvedTicket.open(ticket, TpkLookup.of(parties.tpk)))
                .isInstanceOf(UnusableTicketException.class)
                .hasMessage("only the KMS may resolve the ticket (RFC 6043, 6.10)");
    }

    /** F: without it nothing is answered, and the crypto sessions are complete from the start. */
    @Test
    @Proves("R6043-6.10-04")
    void withoutFNothingIsAnswered() {
        TicketGrant grant =
                parties.grant(parties.plain(Flag.D, Flag.H, Flag.N, Flag.O).build());
        assertThatThrownBy(() -> new TransferInitiator(parties.settings).offer(grant, parties.request()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("crypto session 1 needs one policy, session data and an SPI");
    }

    /** I: a plain ticket with Initiator data, or a forked one without, is not one that anybody made. */
    @Test
    @Proves("R6043-6.10-10")
    void initiatorDataGoWithForkedKeysOnly() {
        TicketPayload forked = parties.grant(parties.terms().build()).ticket();
        TicketGrant withoutData = parties.grant(parties.terms().build());
        MikeyMessage message = parties.offer(withoutData).message();
        Octets octets = Octets.copyOf(MikeyMessage.encode(
                        message.header(),
                        message.payloads().stream()
                                .map(p -> p instanceof TicketPayload t
                                        ? new TicketPayload(t.policy(), t.ticketData(), Octets.EMPTY)
                                        : p)
                                .toList())
                .octets()
                .toByteArray());
        refused(parties.receive(octets), RejectReason.TICKET_POLICY_REFUSED);
        assertThat(forked.initiatorData().isEmpty()).isTrue();
    }

    /** I, and a TGK in the ticket: then F (6.10). */
    @Test
    @Proves("R6043-6.10-02")
    void aTgkThatIsForkedNeedsAnAnswer() {
        parties.granting = terms -> terms;
        TicketTerms terms =
                parties.plain(Flag.D, Flag.E, Flag.H, Flag.I, Flag.N, Flag.O).build();
        assertThatThrownBy(() -> TicketGrant.make(terms, parties.tpk, parties.keys, parties.settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("flags: a TGK that is forked needs F (RFC 6043, 6.10)");
        assertThat(TicketGrant.make(terms, parties.tpk, List.of(parties.key(KeyDataType.GTGK)), parties.settings)
                        .sessionKeys())
                .isEqualTo(1);
    }

    /** K: a change is told, and accepted or not by the Initiator. */
    @Test
    @Proves("R6043-4.2.1.6-01")
    void kTellsOfAChange() {
        TicketTerms desired = parties.terms().build();
        parties.granting = terms -> terms.toBuilder()
                .with(Flag.K)
                .without(Flag.J)
                .rekeyedEvery(Duration.ofHours(1))
                .build();
        PendingRequest request = parties.client(ALICE).request(desired);
        Octets answer = parties.ask(request.message());
        assertThat(granted(request.receive(answer)).terms().rekeying()).contains(Duration.ofHours(1));
        refused(request.receive(answer, terms -> false), RejectReason.TICKET_POLICY_REFUSED);
    }

    @Test
    @Proves("R6043-4.2.1.6-01")
    void aChangeThatIsNotToldIsRefused() {
        parties.granting =
                terms -> terms.toBuilder().rekeyedEvery(Duration.ofHours(1)).build();
        PendingRequest request = parties.client(ALICE).request(parties.terms().build());
        refused(request.receive(parties.ask(request.message()), terms -> true), RejectReason.TICKET_POLICY_REFUSED);
    }

    @Test
    void otherUsesThanAskedForAreNotAcceptedByDefault() {
        parties.granting =
                terms -> terms.toBuilder().with(Flag.K).without(Flag.I).build();
        PendingRequest request = parties.client(ALICE).request(parties.terms().build());
        Octets answer = parties.ask(request.message());
        refused(request.receive(answer), RejectReason.TICKET_POLICY_REFUSED);
        assertThat(granted(request.receive(answer, terms -> true)).terms().has(Flag.I))
                .isFalse();
    }

    /** K in the desired policy is ignored: it is not sent, and would not count. */
    @Test
    @Proves("R6043-6.10-05")
    void kIsNotAskedFor() {
        PendingRequest request =
                parties.client(ALICE).request(parties.terms().with(Flag.K).build());
        TicketPolicy policy =
                request.message().payload(TpPayload.class).orElseThrow().policy();
        assertThat(policy.has(Flag.K)).isFalse();
    }

    /** L: session keys of the Initiator's own come on top. */
    @Test
    @Proves("R6043-6.10-06")
    void lAllowsTheInitiatorsKeys() {
        TicketGrant grant = parties.grant(parties.terms().with(Flag.L).build());
        PendingTransfer offer = (PendingTransfer) new TransferInitiator(parties.settings)
                .offer(grant, parties.request().withKeys(parties.key(KeyDataType.TEK)));
        ResponderResult.Established bob = atBob(offer.message());
        SecurityAssociation alice =
                established(offer.receive(bob.reply().orElseThrow().octets()));
        assertSameKeys(alice, bob.association());
        assertThat(alice.keys()).extracting(k -> k.keyType()).containsExactly(KeyDataType.TGK, KeyDataType.TEK);
    }

    @Test
    @Proves("R6043-6.10-06")
    void withoutLTheInitiatorHasNoKeys() {
        TicketGrant grant = parties.grant(parties.terms().build());
        assertThatThrownBy(() -> new TransferInitiator(parties.settings)
                        .offer(grant, parties.request().withKeys(parties.key(KeyDataType.TEK))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("KEMAC: the ticket policy allows no keys of the Initiator (flag L)");
        TicketTerms withL = grant.terms().toBuilder().with(Flag.L).build();
        PendingTransfer forged = (PendingTransfer) new TransferInitiator(parties.settings)
                .offer(
                        new TicketGrant(grant.ticket(), withL, grant.keys()),
                        parties.request().withKeys(parties.key(KeyDataType.TEK)));
        refused(parties.receive(forged.message().octets()), RejectReason.UNEXPECTED_PAYLOAD);
    }

    private TransferResponder supplying() {
        return new TransferResponder(
                parties.settings,
                TransferSelf.of(BOB),
                parties.bobReplays,
                claim -> new TransferJudge.Verdict.Accept(
                        csId -> csId, SrtpPolicy.defaults(), List.of(parties.key(KeyDataType.TEK))));
    }

    /** M: what is encrypted already comes with its own keys (section 8). */
    @Test
    @Proves("R6043-6.10-07")
    void mAllowsTheRespondersKeys() {
        parties.keys = List.of();
        TicketGrant grant = parties.grant(parties.terms().with(Flag.M).build());
        PendingTransfer offer = parties.offer(grant);
        UnresolvedTransfer received =
                unresolved(supplying().receive(offer.message().octets(), Octets.EMPTY));
        ResponderResult.Established bob = answered(received.complete(parties.resolved(BOB, received.ticket())));
        SecurityAssociation alice =
                established(offer.receive(bob.reply().orElseThrow().octets()));
        assertSameKeys(alice, bob.association());
        assertThat(alice.keys()).extracting(k -> k.keyType()).containsExactly(KeyDataType.TEK);
        assertThat(Octets.copyOf(offer.keyData(bob.reply().orElseThrow().octets())
                                .orElseThrow()
                                .toByteArray())
                        .toHex())
                .as("what the KEMAC encrypts, under keys that are bound to Bob")
                .contains(Octets.copyOf(alice.keys().get(0).key().toByteArray()).toHex());
        assertThat(offer.keyData(offer.message().octets())).as("of no answer").isEmpty();
    }

    @Test
    @Proves("R6043-6.10-07")
    void withoutMTheResponderHasNoKeys() {
        PendingTransfer offer = parties.offer(parties.grant(parties.terms().build()));
        refused(supplying().receive(offer.message().octets(), Octets.EMPTY), RejectReason.TICKET_POLICY_REFUSED);
    }

    /** N and O: a ticket that needs more than RFC 6043 is refused by those who know no more. */
    @Test
    @Proves("R6043-6.10-08")
    void nAndO() {
        PendingRequest request =
                parties.client(ALICE).request(parties.terms().without(Flag.N).build());
        refused(request.receive(parties.ask(request.message())), RejectReason.TICKET_REFUSED);
        TicketGrant grant = parties.grant(parties.terms().without(Flag.O).build());
        refused(parties.receive(parties.offer(grant).message().octets()), RejectReason.TICKET_REFUSED);
    }

    /** Where the Initiator leaves the policy to the Responder, it decides on what comes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Proves("R6043-4.2.2.4-01")
    void theRespondersPolicyIsAcceptedOrNot(boolean accepted) {
        TicketGrant grant = parties.grant(parties.terms().build());
        GenericIdMap map = new GenericIdMap(
                List.of(new GenericId(9, ProtType.SRTP, false, Octets.EMPTY, Octets.EMPTY, Octets.EMPTY)));
        PendingTransfer offer = (PendingTransfer) new TransferInitiator(parties.settings)
                .offer(grant, TransferRequest.of(ALICE, BOB, map, POLICY).accepting(id -> false, policy -> accepted));
        ResponderResult.Established bob = atBob(offer.message());
        Octets answer = bob.reply().orElseThrow().octets();
        if (!accepted) {
            refused(offer.receive(answer), RejectReason.POLICY_REFUSED);
            return;
        }
        SecurityAssociation alice = established(offer.receive(answer));
        assertSameKeys(alice, bob.association());
        assertThat(alice.policies()).hasSize(2);
        assertThat(alice.cryptoSessions().get(0).policy())
                .contains(SrtpPolicy.defaults().toPayload(0));
    }
}

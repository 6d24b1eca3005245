package org.mikey4j.exchange.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.exchange.ticket.TicketFixture.answered;
import static org.mikey4j.exchange.ticket.TicketFixture.map;
import static org.mikey4j.exchange.ticket.TicketFixture.refused;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.CLOCK;
import static org.mikey4j.testing.Peers.assertWiped;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.testing.KeptRandom;

/** What is left of the keys when what holds them is closed, or what asks for them is refused. */
class TicketClosingTest {
    private static final int SALT = 14;

    private final TicketFixture parties = new TicketFixture();
    private final KeptRandom random = new KeptRandom();
    private final ExchangeSettings settings =
            ExchangeSettings.builder(CLOCK, random).build();

    private static void assertKeysWiped(TicketKeys keys) {
        assertWiped(keys.mpkI());
        keys.mpkR().ifPresent(key -> assertWiped(key));
        assertThat(keys.session()).isNotEmpty().allSatisfy(key -> assertWiped(key.key(), key.salt()));
    }

    private static void assertNoKey(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessage(message);
    }

    /** The ticket as Bob gets it, with what Alice adds to it. */
    private TicketPayload sent(TicketGrant grant) {
        return parties.received(parties.offer(grant).message().octets()).ticket();
    }

    /** An error message about this one, under these keys. */
    private static Octets error(MikeyMessage about, SecretBytes inkey, boolean ofInitiator) {
        Octets rand = about.payload(RandrPayload.class).orElseThrow().rand();
        CommonHeader header = about.header();
        try (MessageProtection protection = TicketProtection.initial(
                TicketSuite.BITS_128,
                inkey,
                header.csbId(),
                ofInitiator ? TicketRands.ofInitiator(rand) : TicketRands.ofResponder(rand))) {
            return TicketProtection.appendV(
                            new CommonHeader(
                                    DataType.ERROR,
                                    false,
                                    header.prfFunc(),
                                    header.csbId(),
                                    new EmptyMap(CsIdMapType.EMPTY, 0)),
                            List.of(
                                    about.payload(TPayload.class).orElseThrow(),
                                    new ErrPayload(ErrorNo.INVALID_TICKET)),
                            protection)
                    .octets();
        }
    }

    @Test
    void closingATicketWipesItsKeys() {
        TicketGrant grant = parties.grant(parties.terms().build());
        ResolvedTicket resolved = parties.resolved(BOB, sent(grant));
        OpenedTicket opened = OpenedTicket.open(grant.ticket(), TpkLookup.of(parties.tpk));
        assertThat(grant.keys().mpkR()).isPresent();
        assertThat(resolved.keys().mpkR()).isPresent();

        grant.close();
        resolved.close();
        opened.close();

        assertKeysWiped(grant.keys());
        assertKeysWiped(resolved.keys());
        assertKeysWiped(opened.keys().open());
    }

    @Test
    void copiesOfTheSessionKeysStayTheCallers() {
        TicketGrant grant = parties.grant(parties.terms().build());
        ResolvedTicket resolved = parties.resolved(BOB, sent(grant));
        List<TransportedKey> ours = grant.copySessionKeys();
        List<TransportedKey> theirs = resolved.copySessionKeys();

        grant.close();
        resolved.close();

        assertThat(ours).hasSize(1);
        assertThat(theirs).hasSize(1);
        assertThat(ours.get(0).key().toByteArray()).hasSize(16);
        assertThat(theirs.get(0).key())
                .as("TGK', which is bound to who answers")
                .isNotEqualTo(ours.get(0).key());
    }

    @Test
    void closingARequestWipesWhatProtectsBothMessages() {
        PendingRequest request = parties.client(ALICE).request(parties.terms().build());
        Octets answer = parties.ask(request.message());
        Octets error = error(request.message(), parties.psks.get(ALICE), true);
        assertThat(refused(request.receive(error), RejectReason.PEER_ERROR).authenticated())
                .isTrue();

        request.close();

        assertNoKey(() -> request.receive(answer), "the key was wiped");
        assertNoKey(() -> request.receive(error), "the key was wiped");
    }

    @Test
    void closingAResolvingWipesWhatProtectsBothMessages() {
        TicketGrant grant = parties.grant(parties.terms().build());
        PendingResolve resolve = parties.client(BOB).resolve(sent(grant));
        Octets answer = parties.ask(resolve.message());
        Octets error = error(resolve.message(), parties.psks.get(BOB), false);
        assertThat(refused(resolve.receive(error), RejectReason.PEER_ERROR).authenticated())
                .isTrue();

        resolve.close();

        assertNoKey(() -> resolve.receive(answer), "the key was wiped");
        assertNoKey(() -> resolve.receive(error), "the key was wiped");
    }

    @Test
    void closingATransferWipesItsKeysAndNotThoseOfTheTicket() {
        TicketGrant grant = parties.grant(parties.plain(Flag.D, Flag.F, Flag.G, Flag.H, Flag.L, Flag.N, Flag.O)
                .build());
        PendingTransfer transfer = (PendingTransfer)
                new TransferInitiator(settings).offer(grant, parties.request().withKeys(KeySpec.tekAndSalt(16, SALT)));
        Octets answer = answered(parties.receive(transfer.message().octets()))
                .reply()
                .orElseThrow()
                .octets();
        Octets error = error(transfer.message(), grant.keys().mpkI(), true);
        assertThat(refused(transfer.receive(error), RejectReason.PEER_ERROR).authenticated())
                .isTrue();
        assertThat(random.drawn(SALT)).hasSize(1);

        transfer.close();

        random.assertWiped(SALT);
        assertNoKey(() -> transfer.receive(answer), "the secret was wiped");
        assertNoKey(() -> transfer.receive(error), "the key was wiped");
        assertThat(grant.keys().mpkI().toByteArray()).hasSize(16);
    }

    @Test
    void closingATransferWipesItsCopiesOfTheKeysOfTheTicket() {
        TicketGrant grant = parties.grant(parties.terms().build());
        PendingTransfer transfer = parties.offer(grant);
        Octets answer = answered(parties.receive(transfer.message().octets()))
                .reply()
                .orElseThrow()
                .octets();

        transfer.close();

        assertNoKey(() -> transfer.receive(answer), "the secret was wiped");
        assertThat(grant.keys().mpkI().toByteArray()).hasSize(16);
    }

    @Test
    void closingAnUpdateWipesItsKeysAndNotThoseOfTheBundle() {
        PendingTransfer transfer =
                parties.offer(parties.grant(parties.plain(Flag.D, Flag.F, Flag.G, Flag.H, Flag.L, Flag.N, Flag.O)
                        .build()));
        SecurityAssociation alice = ((InitiatorResult.Established) transfer.receive(
                        answered(parties.receive(transfer.message().octets()))
                                .reply()
                                .orElseThrow()
                                .octets()))
                .association();
        ExchangeSettings later = ExchangeSettings.builder(Clock.offset(CLOCK, Duration.ofSeconds(5)), random)
                .build();
        PendingUpdate update = new TransferUpdater(later, TransferEnd.INITIATOR)
                .offer(
                        alice,
                        TransferRequest.ofBundle(map(), TicketFixture.POLICY).withKeys(KeySpec.tekAndSalt(16, SALT)));
        Octets forged = MikeyMessage.encode(
                        new CommonHeader(
                                DataType.TRANSFER_RESP,
                                false,
                                update.message().header().prfFunc(),
                                alice.csbId(),
                                update.message().header().csIdMap()),
                        List.of(
                                update.message().payload(TPayload.class).orElseThrow(),
                                update.message()
                                        .payloads()
                                        .get(update.message().payloads().size() - 1)))
                .octets();
        refused(update.receive(forged), RejectReason.AUTHENTICATION_FAILED);

        update.close();

        random.assertWiped(SALT);
        assertNoKey(() -> update.receive(forged), "the key was wiped");
        assertThat(alice.protectionKey().toByteArray()).hasSize(16);
    }

    @Test
    void closingAMessageThatNothingAnswersWipesItsKeys() {
        TicketTerms terms = parties.plain(Flag.D, Flag.H, Flag.N, Flag.O).build();
        TicketGrant grant = parties.grant(terms);
        TransferOffer offer = new TransferInitiator(settings)
                .offer(grant, TransferRequest.of(ALICE, BOB, new EmptyMap(CsIdMapType.EMPTY, 0)));
        SecurityAssociation association = ((OneWayTransfer) offer).association();
        TransportedKey key = association.keys().get(0);
        assertThat(key.key()).isEqualTo(grant.keys().session().get(0).key());

        offer.close();

        assertWiped(key.key(), association.protectionKey());
        assertThat(grant.keys().session().get(0).key().toByteArray()).hasSize(16);
    }

    @Test
    void keysThatDoNotFitTheTermsAreWiped() {
        TicketTerms terms =
                parties.plain(Flag.D, Flag.F, Flag.G, Flag.N, Flag.O).build();
        TicketTerms unanswered =
                parties.plain(Flag.D, Flag.E, Flag.H, Flag.I, Flag.N, Flag.O).build();
        KeySpec tooLong = KeySpec.tekAndSalt(17, SALT);
        KeySpec forked =
                new KeySpec(KeyDataType.TGK_SALT, 16, SALT, KeyValidity.NULL, Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> TicketGrant.make(terms, parties.tpk, List.of(tooLong), settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key data: a key of 17 octets does not go with these algorithms (RFC 6043, 12.1)");
        random.assertWiped(17);
        assertThatThrownBy(() -> TicketGrant.make(unanswered, parties.tpk, List.of(forked), settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("flags: a TGK that is forked needs F (RFC 6043, 6.10)");
        assertThat(random.drawn(SALT)).hasSize(2);
        random.assertWiped(SALT);
    }

    @Test
    void ownKeysOfATransferThatIsNotMadeAreWiped() {
        TicketGrant grant = parties.grant(
                parties.plain(Flag.D, Flag.H, Flag.L, Flag.N, Flag.O).build());
        TransferInitiator initiator = new TransferInitiator(settings);

        assertThatThrownBy(() -> initiator.offer(grant, parties.request().withKeys(KeySpec.tekAndSalt(17, SALT))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("transfer: a key of 17 octets does not go with these algorithms (RFC 6043, 12.1)");
        random.assertWiped(SALT);
        assertThatThrownBy(() -> initiator.offer(grant, parties.request().withKeys(KeySpec.tekAndSalt(16, SALT))))
                .as("crypto sessions that nobody completes")
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("transfer: ");
        assertThat(random.drawn(SALT)).hasSize(2);
        random.assertWiped(SALT);
    }
}

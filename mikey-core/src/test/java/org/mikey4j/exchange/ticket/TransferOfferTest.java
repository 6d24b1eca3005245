package org.mikey4j.exchange.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.exchange.ticket.TicketFixture.POLICY;
import static org.mikey4j.exchange.ticket.TicketFixture.answered;
import static org.mikey4j.exchange.ticket.TicketFixture.map;
import static org.mikey4j.exchange.ticket.TicketFixture.refused;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.assertSameKeys;
import static org.mikey4j.testing.Peers.established;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.testing.KeptRandom;
import org.mikey4j.testing.LateReplays;
import org.mikey4j.testing.Peers;

/** What a TRANSFER_INIT may ask for and bring, as its maker, one who takes it up, and its receiver see it. */
class TransferOfferTest {
    private static final int SALT = 14;

    private final TicketFixture parties = new TicketFixture();
    private final TransferInitiator initiator = new TransferInitiator(parties.settings);
    private final TicketGrant grant =
            parties.grant(parties.plain(Flag.D, Flag.F, Flag.G, Flag.H, Flag.J, Flag.L, Flag.M, Flag.N, Flag.O)
                    .build());

    private static KeySpec tek(KeyValidity spi) {
        return new KeySpec(KeyDataType.TEK, 16, 0, spi, Optional.empty(), Optional.empty());
    }

    @Test
    void cryptoSessionsThatNobodyCouldCompleteAreNotOffered() {
        CsIdMap srtp = CsIdMap.srtp(new SrtpId(3, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> initiator.offer(grant, TransferRequest.of(ALICE, BOB, srtp, POLICY)))
                .withMessage("transfer: a transfer has no SRTP-ID map (RFC 6043, 6.1)");
        SpPayload other = SrtpPolicy.named("AES_CM_128_HMAC_SHA1_32", 3).orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> initiator.offer(grant, TransferRequest.of(ALICE, BOB, map(), POLICY, other)))
                .withMessage("transfer: policy 3 is there twice");
    }

    @Test
    void anOfferIsTakenUpWithTheKeysThatItBrought() {
        MikeyMessage message = initiator
                .offer(grant, parties.request().withKeys(tek(KeyValidity.NULL)))
                .message();
        ResponderResult.Established bob = answered(parties.receive(message.octets()));
        TransportedKey brought = bob.association().keys().get(1);

        try (PendingTransfer resumed = initiator.resume(grant, message, id -> false, policy -> false)) {
            assertSameKeys(established(resumed.receive(bob.reply().orElseThrow().octets())), bob.association());
        }
        try (SecretBytes shown = initiator.keyData(grant, message).orElseThrow()) {
            assertThat(PayloadChain.decodeSubPayloads(shown.toByteArray(), PayloadType.KEY_DATA))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            KeyDataPayload.class,
                            key -> assertThat(key.key().toByteArray())
                                    .isEqualTo(brought.key().toByteArray()));
        }
        assertThat(initiator.keyData(grant, parties.offer(grant).message()))
                .as("no keys of its own")
                .isEmpty();
    }

    @Test
    void anOfferUnderAnotherTicketOrWithKeysThatCannotBeUsedIsNotTakenUp() {
        MikeyMessage others = parties.offer(parties.grant(grant.terms())).message();
        assertThatThrownBy(() -> initiator.keyData(grant, others))
                .isInstanceOf(MikeyException.class)
                .hasMessageContaining("the message was not made with this ticket");
        MikeyMessage tooLong = bringing(new TransportedKey(
                KeyDataType.TEK,
                SecretBytes.copyOf(Octets.copyOf(new byte[17])),
                SecretBytes.empty(),
                new KeyValidity.Spi(Octets.ofHex("77"))));
        assertThatThrownBy(() -> initiator.resume(grant, tooLong, id -> false, policy -> false))
                .isInstanceOf(MikeyException.class)
                .hasMessageContaining("a key of 17 octets does not go with these algorithms (RFC 6043, 12.1)");
    }

    /** A TRANSFER_INIT under this ticket with this key of the Initiator's. */
    private MikeyMessage bringing(TransportedKey key) {
        MikeyMessage message = parties.offer(grant).message();
        return remade(message, BOB.idData(), payloads -> {
            TPayload timestamp = message.payload(TPayload.class).orElseThrow();
            try (MessageProtection protection = protection(message)) {
                payloads.add(protection.sealWithoutMac(
                        KeyTransport.payloads(List.of(key)), message.header().csbId(), timestamp));
            }
        });
    }

    private MessageProtection protection(MikeyMessage message) {
        Octets randI = message.payload(RandrPayload.class).orElseThrow().rand();
        return TicketProtection.initial(
                parties.suite, grant.keys().mpkI(), message.header().csbId(), TicketRands.ofInitiator(randI));
    }

    private MikeyMessage remade(MikeyMessage message, Octets idR, Consumer<List<Payload>> edit) {
        List<Payload> payloads = Remake.withoutLast(message);
        edit.accept(payloads);
        try (MessageProtection protection = protection(message)) {
            return TransferMac.append(message.header(), payloads, protection, ALICE.idData(), idR);
        }
    }

    /** Where IDRr is not in the message, its maker may not know it; where it is, the MAC is over it. */
    @Test
    void theMacIsOverTheRespondersIdentityUnlessTheMessageDoesNotSayIt() {
        MikeyMessage message = parties.offer(grant).message();
        MikeyMessage named = remade(message, Octets.EMPTY, payloads -> {});
        assertThat(refused(parties.receive(named.octets()), RejectReason.AUTHENTICATION_FAILED)
                        .detail())
                .isEqualTo("the MAC is wrong");
        for (Octets idR : List.of(BOB.idData(), Octets.EMPTY)) {
            MikeyMessage unnamed = remade(
                    parties.offer(grant).message(),
                    idR,
                    payloads -> payloads.removeIf(p -> p instanceof IdrPayload id && id.idRole() == IdRole.IDR_R));
            answered(parties.receive(unnamed.octets()));
        }
    }

    @Test
    void aKeyOfTheInitiatorsWithTheSpiOfOneInTheTicketIsRefused() {
        TransportedKey inTicket = grant.keys().session().get(0);
        MikeyMessage same = bringing(new TransportedKey(
                KeyDataType.TEK, SecretBytes.copyOf(Octets.copyOf(new byte[16])), SecretBytes.empty(), inTicket.kv()));

        assertThat(refused(parties.receive(same.octets()), RejectReason.KEYS_UNUSABLE)
                        .detail())
                .isEqualTo("a session key has no SPI of its own (RFC 6043, 6.2.1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> initiator.offer(grant, parties.request().withKeys(tek(inTicket.kv()))))
                .withMessage("transfer: a session key has no SPI of its own (RFC 6043, 6.2.1)");
    }

    /** The same message at two of Bob's threads: the one that comes second does not keep the key that it drew. */
    @Test
    void keysOfTheResponderForAMessageThatWasAnsweredMeanwhileAreWiped() {
        KeptRandom random = new KeptRandom();
        ExchangeSettings settings =
                ExchangeSettings.builder(Peers.CLOCK, random).build();
        TransferResponder bob = new TransferResponder(
                settings,
                TransferSelf.of(BOB),
                new LateReplays(parties.bobReplays),
                claim -> new TransferJudge.Verdict.Accept(
                        csId -> csId, SrtpPolicy.defaults(), List.of(KeySpec.tekAndSalt(16, SALT))));
        PendingTransfer offer = parties.offer(grant);
        Octets message = offer.message().octets();
        ResolvedTicket ticket = parties.resolved(BOB, parties.received(message).ticket());
        UnresolvedTransfer first = TicketFixture.unresolved(bob.receive(message, Octets.ofHex("01")));
        UnresolvedTransfer second = TicketFixture.unresolved(bob.receive(message, Octets.ofHex("02")));

        ResponderResult.Established answered = answered(first.complete(ticket));
        assertThat(random.drawn(SALT)).hasSize(1);
        refused(second.complete(ticket), RejectReason.REPLAYED);

        assertThat(random.drawn(SALT)).hasSize(2);
        assertThat(random.drawn(SALT).get(1)).containsOnly(0);
        assertSameKeys(established(offer.receive(answered.reply().orElseThrow().octets())), answered.association());
    }

    /** All policy numbers are taken, and the crypto session has no policy. */
    @Test
    void keysOfTheResponderForSessionsThatCannotBeCompletedAreWiped() {
        KeptRandom random = new KeptRandom();
        GenericIdMap open = new GenericIdMap(
                List.of(new GenericId(1, ProtType.SRTP, false, Octets.EMPTY, Octets.EMPTY, Octets.EMPTY)));
        SpPayload[] all = IntStream.range(0, 256)
                .mapToObj(SrtpPolicy.defaults()::toPayload)
                .toArray(SpPayload[]::new);
        Octets message = initiator
                .offer(grant, TransferRequest.of(ALICE, BOB, open, all))
                .message()
                .octets();
        TransferResponder bob = new TransferResponder(
                ExchangeSettings.builder(Peers.CLOCK, random).build(),
                TransferSelf.of(BOB),
                parties.bobReplays,
                claim -> new TransferJudge.Verdict.Accept(
                        csId -> csId, SrtpPolicy.defaults(), List.of(KeySpec.tekAndSalt(16, SALT))));
        UnresolvedTransfer received = TicketFixture.unresolved(bob.receive(message, Octets.EMPTY));

        assertThat(refused(received.complete(parties.resolved(BOB, received.ticket())), RejectReason.POLICY_REFUSED)
                        .detail())
                .isEqualTo("no policy number is left");
        random.assertWiped(SALT);
    }

    @Test
    void thePolicyOfTheResponderGetsTheFirstNumberThatIsFree() {
        GenericIdMap one = new GenericIdMap(
                List.of(new GenericId(9, ProtType.SRTP, false, Octets.EMPTY, Octets.EMPTY, Octets.EMPTY)));
        TransferJudge.Verdict.Accept accepted =
                new TransferJudge.Verdict.Accept(csId -> csId, SrtpPolicy.defaults(), List.of());
        List<SpPayload> all = IntStream.range(0, 256)
                .mapToObj(SrtpPolicy.defaults()::toPayload)
                .toList();
        for (int number : new int[] {0, 1, 255}) {
            List<SpPayload> offered = new ArrayList<>(all);
            offered.remove(number);
            assertThat(TransferSessions.complete(one, offered, accepted, grant.copySessionKeys())
                            .policies()
                            .get(255))
                    .isEqualTo(SrtpPolicy.defaults().toPayload(number));
        }
        assertThatThrownBy(() -> TransferSessions.complete(one, all, accepted, grant.copySessionKeys()))
                .hasMessage("no policy number is left");
    }
}

package org.mikey4j.exchange.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mikey4j.exchange.ticket.TicketFixture.POLICY;
import static org.mikey4j.exchange.ticket.TicketFixture.answered;
import static org.mikey4j.exchange.ticket.TicketFixture.map;
import static org.mikey4j.exchange.ticket.TicketFixture.refused;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.CLOCK;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.assertSameKeys;
import static org.mikey4j.testing.Peers.established;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.testing.KeptRandom;
import org.mikey4j.testing.LateReplays;

/** Updates that have the right MAC and are wrong otherwise, and what is left of keys that they bring. */
class TransferUpdateRefusalTest {
    private static final Flag[] WITH_KEYS = {Flag.D, Flag.F, Flag.G, Flag.H, Flag.L, Flag.M, Flag.N, Flag.O};
    private static final Clock LATER = Clock.offset(CLOCK, Duration.ofSeconds(5));
    private static final int SALT = 14;

    private final TicketFixture parties = new TicketFixture();
    private final KeptRandom random = new KeptRandom();
    private SecurityAssociation alice;
    private SecurityAssociation bob;

    TransferUpdateRefusalTest() {
        begin(WITH_KEYS);
    }

    private void begin(Flag... flags) {
        PendingTransfer transfer =
                parties.offer(parties.grant(parties.plain(flags).build()));
        ResponderResult.Established established =
                answered(parties.receive(transfer.message().octets()));
        bob = established.association();
        alice = established(transfer.receive(established.reply().orElseThrow().octets()));
    }

    private TransferUpdater updater() {
        return new TransferUpdater(ExchangeSettings.builder(LATER, random).build(), TransferEnd.INITIATOR);
    }

    private PendingUpdate offer(KeySpec... keys) {
        return updater().offer(alice, TransferRequest.ofBundle(map(), POLICY).withKeys(keys));
    }

    private ResponderResult atBob(Octets update, KeySpec... keys) {
        return new TransferUpdateResponder(
                        TicketFixture.settings(LATER),
                        TransferEnd.RESPONDER,
                        InMemoryReplayCache.builder(LATER, RANDOM, 8)
                                .trackedSince(Instant.MIN)
                                .build(),
                        claim -> new TransferJudge.Verdict.Accept(csId -> csId, SrtpPolicy.defaults(), List.of(keys)))
                .receive(update, bob, Octets.EMPTY);
    }

    private void refusedByBob(Octets update, RejectReason reason, String detail) {
        assertThat(refused(atBob(update), reason).detail()).isEqualTo(detail);
    }

    private static MikeyMessage reply(ResponderResult result) {
        return answered(result).reply().orElseThrow();
    }

    private MikeyMessage remade(CommonHeader header, List<Payload> payloads, Octets idR) {
        try (MessageProtection protection =
                UpdatedBundle.of(alice, TransferEnd.INITIATOR).protection()) {
            return TransferMac.append(header, payloads, protection, ALICE.idData(), idR);
        }
    }

    private Octets mapped(MikeyMessage update, boolean v, CsIdMap map) {
        CommonHeader header = update.header();
        return remade(
                        new CommonHeader(header.dataType(), v, header.prfFunc(), header.csbId(), map),
                        Remake.withoutLast(update),
                        BOB.idData())
                .octets();
    }

    @Test
    void cryptoSessionsThatNobodyCouldComplete() {
        CsIdMap srtp = CsIdMap.srtp(new SrtpId(3, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> updater().offer(alice, TransferRequest.ofBundle(srtp, POLICY)))
                .withMessageContaining("a transfer has no SRTP-ID map (RFC 6043, 6.1)");
        try (PendingUpdate update = offer()) {
            MikeyMessage message = update.message();
            refusedByBob(
                    mapped(message, true, srtp),
                    RejectReason.UNEXPECTED_PAYLOAD,
                    "a transfer has no SRTP-ID map (RFC 6043, 6.1)");
            GenericIdMap other = new GenericIdMap(
                    List.of(new GenericId(1, ProtType.SRTP, false, Octets.ofHex("04"), Octets.EMPTY, Octets.EMPTY)));
            refusedByBob(
                    mapped(message, true, other),
                    RejectReason.POLICY_REFUSED,
                    "crypto session 1 refers to policy 4, which is not there");
            refusedByBob(
                    mapped(message, false, map()),
                    RejectReason.POLICY_REFUSED,
                    "crypto session 1 needs one policy, session data and an SPI (RFC 6043, 6.1.1)");
            answered(atBob(mapped(message, true, map())));
        }
    }

    @Test
    void theMacIsOverTheRespondersIdentityUnlessTheUpdateDoesNotSayIt() {
        try (PendingUpdate update = offer()) {
            CommonHeader header = update.message().header();
            List<Payload> named = Remake.withoutLast(update.message());
            List<Payload> unnamed = new ArrayList<>(named);
            assertThat(unnamed.removeIf(p -> p instanceof IdrPayload id && id.idRole() == IdRole.IDR_R))
                    .isTrue();

            refusedByBob(
                    remade(header, named, Octets.EMPTY).octets(),
                    RejectReason.AUTHENTICATION_FAILED,
                    "the MAC is wrong");
            answered(atBob(remade(header, unnamed, Octets.EMPTY).octets()));
            answered(atBob(remade(header, unnamed, BOB.idData()).octets()));
        }
    }

    /** The answer to an update brings a key where flag M allows it. */
    @Test
    void keysOfTheEndThatAnswers() {
        KeySpec tek = parties.key(KeyDataType.TEK);
        try (PendingUpdate update = offer()) {
            ResponderResult result = atBob(update.message().octets(), tek);
            SecurityAssociation theirs = answered(result).association();
            assertThat(theirs.keys()).hasSize(2);
            assertSameKeys(established(update.receive(reply(result).octets())), theirs);
            try (SecretBytes shown = TransferUpdateKeys.ofAnswer(alice, update.message(), reply(result))
                    .orElseThrow()) {
                assertThat(PayloadChain.decodeSubPayloads(shown.toByteArray(), PayloadType.KEY_DATA))
                        .singleElement()
                        .isInstanceOfSatisfying(
                                KeyDataPayload.class,
                                key -> assertThat(key.key().toByteArray())
                                        .isEqualTo(theirs.keys().get(0).key().toByteArray()));
            }
            assertThat(TransferUpdateKeys.ofAnswer(alice, offer(tek).message(), reply(result)))
                    .as("the answer to another update")
                    .isEmpty();
        }
        begin(Flag.D, Flag.F, Flag.G, Flag.H, Flag.L, Flag.N, Flag.O);
        try (PendingUpdate update = offer()) {
            assertThat(refused(atBob(update.message().octets(), tek), RejectReason.TICKET_POLICY_REFUSED)
                            .detail())
                    .isEqualTo("the ticket policy allows no keys of this end (flag M)");
        }
    }

    /** An update that nothing answers has no place for keys of the other end. */
    @Test
    void whatIsNotAnsweredGetsNoKeys() {
        Octets spi = ((GenericIdMap) alice.csIdMap()).entries().get(0).spi();
        GenericIdMap complete = new GenericIdMap(
                List.of(new GenericId(1, ProtType.SRTP, false, Octets.ofHex("03"), Octets.ofHex("00000001"), spi)));
        try (OneWayTransfer update = updater().send(alice, TransferRequest.ofBundle(complete, POLICY))) {
            ResponderResult.Established established =
                    answered(atBob(update.message().octets(), parties.key(KeyDataType.TEK)));

            assertThat(established.association().keys()).hasSize(1);
            assertThat(established.reply()).isEmpty();
        }
    }

    @Test
    void aKeyWithAnSpiOfTheBundleIsRefusedAndWiped() {
        KeySpec same = new KeySpec(
                KeyDataType.TEK_SALT, 16, SALT, alice.keys().get(0).kv(), Optional.empty(), Optional.empty());
        String detail = "a session key has no SPI of its own (RFC 6043, 6.2.1)";
        try (PendingUpdate update = offer(same)) {
            refusedByBob(update.message().octets(), RejectReason.KEYS_UNUSABLE, detail);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> updater()
                        .send(alice, TransferRequest.ofBundle(map(), POLICY).withKeys(same)))
                .withMessageContaining(detail);
        assertThat(random.drawn(SALT)).hasSize(2);
        random.assertWiped(SALT);
        KeySpec other =
                new KeySpec(KeyDataType.TEK_SALT, 16, SALT, KeyValidity.NULL, Optional.empty(), Optional.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> updater()
                        .send(alice, TransferRequest.ofBundle(map(), POLICY).withKeys(other)))
                .withMessageContaining("crypto session 1 needs one policy, session data and an SPI");
        assertThat(random.drawn(SALT)).hasSize(3);
        random.assertWiped(SALT);
    }

    /** The same update at two of Bob's threads: the one that comes second does not keep the key that it drew. */
    @Test
    void keysForAnUpdateThatWasAnsweredMeanwhileAreWiped() {
        TransferUpdateResponder responder = new TransferUpdateResponder(
                ExchangeSettings.builder(LATER, random).build(),
                TransferEnd.RESPONDER,
                new LateReplays(InMemoryReplayCache.builder(LATER, RANDOM, 8)
                        .trackedSince(Instant.MIN)
                        .build()),
                claim -> new TransferJudge.Verdict.Accept(
                        csId -> csId, SrtpPolicy.defaults(), List.of(KeySpec.tekAndSalt(16, SALT))));
        try (PendingUpdate update = offer()) {
            Octets message = update.message().octets();
            answered(responder.receive(message, bob, Octets.ofHex("01")));
            assertThat(random.drawn(SALT)).hasSize(1);
            refused(responder.receive(message, bob, Octets.ofHex("02")), RejectReason.REPLAYED);
        }
        assertThat(random.drawn(SALT)).hasSize(2);
        assertThat(random.drawn(SALT).get(1)).containsOnly(0);
    }

    /** All policy numbers are taken, and the crypto session has no policy. */
    @Test
    void keysForSessionsThatCannotBeCompletedAreWiped() {
        GenericIdMap open = new GenericIdMap(
                List.of(new GenericId(1, ProtType.SRTP, false, Octets.EMPTY, Octets.EMPTY, Octets.EMPTY)));
        SpPayload[] all = IntStream.range(0, 256)
                .mapToObj(SrtpPolicy.defaults()::toPayload)
                .toArray(SpPayload[]::new);
        TransferUpdateResponder responder = new TransferUpdateResponder(
                ExchangeSettings.builder(LATER, random).build(),
                TransferEnd.RESPONDER,
                InMemoryReplayCache.builder(LATER, RANDOM, 8)
                        .trackedSince(Instant.MIN)
                        .build(),
                claim -> new TransferJudge.Verdict.Accept(
                        csId -> csId, SrtpPolicy.defaults(), List.of(KeySpec.tekAndSalt(16, SALT))));
        try (PendingUpdate update = updater().offer(alice, TransferRequest.ofBundle(open, all))) {
            assertThat(refused(
                                    responder.receive(update.message().octets(), bob, Octets.EMPTY),
                                    RejectReason.POLICY_REFUSED)
                            .detail())
                    .isEqualTo("no policy number is left");
        }
        random.assertWiped(SALT);
    }

    private Octets ofBundle(PendingUpdate update, MikeyMessage message, Consumer<List<Payload>> edit) {
        List<Payload> payloads = Remake.withoutLast(message);
        edit.accept(payloads);
        try (MessageProtection protection =
                UpdatedBundle.of(bob, TransferEnd.RESPONDER).protection()) {
            return TicketProtection.appendV(
                            message.header(),
                            payloads,
                            protection,
                            update.message().octets())
                    .octets();
        }
    }

    @Test
    void answersThatAreAuthenticAndWrong() {
        try (PendingUpdate update = offer()) {
            MikeyMessage answer = reply(atBob(update.message().octets()));
            established(update.receive(ofBundle(update, answer, payloads -> {})));

            assertThat(refused(
                                    update.receive(ofBundle(
                                            update,
                                            answer,
                                            payloads -> payloads.replaceAll(p -> p instanceof IdrPayload
                                                    ? new IdrPayload(IdRole.IDR_I, 1, ALICE.idData())
                                                    : p))),
                                    RejectReason.IDENTITY_REFUSED)
                            .detail())
                    .isEqualTo("the message is not from the other end of the bundle");
            assertThat(refused(
                                    update.receive(ofBundle(
                                            update,
                                            answer,
                                            payloads -> payloads.add(
                                                    SrtpPolicy.defaults().toPayload(7)))),
                                    RejectReason.POLICY_REFUSED)
                            .detail())
                    .isEqualTo("policy 7 of the Responder is not accepted");
        }
        try (PendingUpdate open = updater()
                .offer(alice, TransferRequest.ofBundle(map(), POLICY).accepting(id -> false, policy -> true))) {
            MikeyMessage answer = reply(atBob(open.message().octets()));
            refused(
                    open.receive(ofBundle(open, answer, payloads -> payloads.add(SpPayload.of(7, 99, List.of())))),
                    RejectReason.UNSUPPORTED_PROTOCOL);
        }
    }

    @Test
    void anErrorMessageWithoutAMacIsAHint() {
        try (PendingUpdate update = offer()) {
            MikeyMessage message = update.message();
            Octets bare = MikeyMessage.encode(
                            new CommonHeader(
                                    DataType.ERROR,
                                    false,
                                    message.header().prfFunc(),
                                    message.header().csbId(),
                                    new EmptyMap(CsIdMapType.EMPTY, 0)),
                            List.of(
                                    message.payload(TPayload.class).orElseThrow(),
                                    new ErrPayload(ErrorNo.INVALID_TICKET)))
                    .octets();

            assertThat(refused(update.receive(bare), RejectReason.PEER_ERROR).authenticated())
                    .isFalse();
        }
    }
}

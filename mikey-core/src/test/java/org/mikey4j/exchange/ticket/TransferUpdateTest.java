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

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TicketState;
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
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.RandRole;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.Proves;

/** Updates of a bundle that began with a ticket, by either end. */
class TransferUpdateTest {
    private static final Flag[] BOTH_GIVE_KEYS = {
        Flag.D, Flag.E, Flag.F, Flag.G, Flag.H, Flag.I, Flag.L, Flag.M, Flag.N, Flag.O
    };
    private static final Clock LATER = Clock.offset(CLOCK, Duration.ofSeconds(5));

    private final TicketFixture parties = new TicketFixture(TicketSuite.BITS_256);
    private final ReplayCache replays = InMemoryReplayCache.builder(LATER, RANDOM, 4096)
            .trackedSince(Instant.MIN)
            .build();
    private SecurityAssociation alice;
    private SecurityAssociation bob;

    TransferUpdateTest() {
        begin(BOTH_GIVE_KEYS);
    }

    private void begin(Flag... flags) {
        PendingTransfer transfer =
                parties.offer(parties.grant(parties.plain(flags).build()));
        ResponderResult.Established established =
                answered(parties.receive(transfer.message().octets()));
        bob = established.association();
        alice = agreed(transfer.receive(established.reply().orElseThrow().octets()));
    }

    private static SecurityAssociation agreed(InitiatorResult result) {
        assertThat(result).as(String.valueOf(result)).isInstanceOf(InitiatorResult.Established.class);
        return ((InitiatorResult.Established) result).association();
    }

    private SecurityAssociation of(TransferEnd end) {
        return end == TransferEnd.INITIATOR ? alice : bob;
    }

    private static TransferUpdater updater(TransferEnd end) {
        return new TransferUpdater(TicketFixture.settings(LATER), end);
    }

    private ResponderResult receive(TransferEnd end, Octets message) {
        return new TransferUpdateResponder(
                        TicketFixture.settings(LATER),
                        end,
                        replays,
                        TransferJudge.acceptSupported(csId -> 0xc0c00000L + csId))
                .receive(message, of(end), Octets.EMPTY);
    }

    private TransferRequest newKey() {
        return TransferRequest.ofBundle(map(), POLICY).withKeys(parties.key(KeyDataType.TGK));
    }

    private static List<String> teks(SecurityAssociation association) {
        return association.cryptoSessions().stream()
                .map(session -> session.csId() + " " + String.format("%08x", session.ssrc()) + " "
                        + session.keys().get(0).tek().fingerprint())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(TransferEnd.class)
    @Proves("R6043-5.2-01")
    void eitherEndBringsANewKey(TransferEnd end) {
        try (PendingUpdate update = updater(end).offer(of(end), newKey())) {
            ResponderResult.Established established =
                    answered(receive(end.other(), update.message().octets()));
            SecurityAssociation theirs = established.association();
            MikeyMessage reply = established.reply().orElseThrow();
            SecurityAssociation ours = agreed(update.receive(reply.octets()));

            assertThat(update.message().header().csbId()).isEqualTo(alice.csbId());
            assertThat(update.message().header().v()).isTrue();
            for (MikeyMessage message : List.of(update.message(), reply)) {
                assertThat(message.payload(RandrPayload.class)).isEmpty();
                assertThat(message.payload(TicketPayload.class)).isEmpty();
                assertThat(message.payload(TPayload.class))
                        .isNotEqualTo(Optional.of(alice.state().timestamp()));
            }
            assertThat(update.message().payloads(IdrPayload.class).get(0).idRole())
                    .isEqualTo(end.idRole());
            assertThat(teks(ours)).hasSize(2).isEqualTo(teks(theirs)).doesNotContainAnyElementsOf(teks(alice));
            assertThat(ours.keys()).as("the new key, and the old").hasSize(2);
            assertThat(ours.cryptoSessions()).extracting(CryptoSession::ssrc).containsExactly(0xa11ce001L, 0xc0c00002L);
        }
    }

    /** For who shows messages, with the keys of either end. */
    @ParameterizedTest
    @EnumSource(TransferEnd.class)
    void theKeyDataOfUpdatesAreThoseThatTheOtherEndTakes(TransferEnd end) {
        try (PendingUpdate update = updater(end).offer(of(end), newKey())) {
            MikeyMessage message = update.message();
            ResponderResult.Established established = answered(receive(end.other(), message.octets()));
            MikeyMessage answer = established.reply().orElseThrow();
            SecretBytes theirs = established.association().keys().get(0).key();

            for (SecurityAssociation bundle : List.of(alice, bob, established.association())) {
                try (SecretBytes opened = TransferUpdateKeys.of(bundle, message).orElseThrow()) {
                    assertThat(PayloadChain.decodeSubPayloads(opened.toByteArray(), PayloadType.KEY_DATA))
                            .singleElement()
                            .isInstanceOfSatisfying(
                                    KeyDataPayload.class,
                                    key -> assertThat(key.key().toByteArray()).isEqualTo(theirs.toByteArray()));
                }
                assertThat(TransferUpdateKeys.ofAnswer(bundle, message, answer))
                        .as("the answer brings no key")
                        .isEmpty();
            }
            begin(BOTH_GIVE_KEYS);
            assertThat(TransferUpdateKeys.of(alice, message))
                    .as("another bundle")
                    .isEmpty();
        }
    }

    @Test
    void aCryptoSessionIsAddedUnderTheKeyThatIsThereAndNothingAnswers() {
        Octets spi = ((GenericIdMap) alice.csIdMap()).entries().get(0).spi();
        GenericIdMap three = new GenericIdMap(List.of(session(1, spi), session(2, spi), session(3, spi)));
        try (OneWayTransfer update =
                updater(TransferEnd.RESPONDER).send(bob, TransferRequest.ofBundle(three, POLICY))) {
            ResponderResult.Established established =
                    answered(receive(TransferEnd.INITIATOR, update.message().octets()));

            assertThat(update.message().header().v()).isFalse();
            assertThat(established.reply()).isEmpty();
            assertThat(teks(established.association())).hasSize(3).isEqualTo(teks(update.association()));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> updater(TransferEnd.RESPONDER).send(bob, TransferRequest.ofBundle(map(), POLICY)))
                .withMessage("crypto session 1 needs one policy, session data and an SPI (RFC 6043, 6.1.1)");
    }

    private static GenericId session(int csId, Octets spi) {
        return new GenericId(csId, ProtType.SRTP, false, Octets.ofHex("03"), Octets.ofHex("0000000" + csId), spi);
    }

    /** With nothing but the JDK: MPKr' and both RANDs, the label of answers, and the identities behind the message. */
    @Test
    void theMacIsMadeAsTheLastOneOfTheInitialExchangeWas() throws Exception {
        Octets message =
                updater(TransferEnd.RESPONDER).offer(bob, newKey()).message().octets();

        Octets randI = bob.state().rand();
        Octets randR = bob.state().ticket().orElseThrow().randR();
        byte[] label = concat(
                Octets.ofHex("2d22ac75ff"),
                Octets.copyOf(ByteBuffer.allocate(4).putInt((int) bob.csbId()).array()),
                Octets.ofHex("02"),
                Octets.ofHex(String.format("%02x", randI.length())),
                randI,
                Octets.ofHex(String.format("%02x", randR.length())),
                randR);
        byte[] inkey = bob.protectionKey().toByteArray();
        assertThat(inkey).hasSize(32);
        byte[] authKey = hmac(inkey, concat(Octets.copyOf(hmac(inkey, label)), Octets.copyOf(label)));
        Octets covered = message.slice(0, message.length() - 32);
        byte[] mac = hmac(authKey, concat(covered, ALICE.idData(), BOB.idData()));
        assertThat(message.slice(message.length() - 32, 32)).isEqualTo(Octets.copyOf(mac));
    }

    private static byte[] concat(Octets... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(Octets::length).sum());
        Arrays.stream(parts).forEach(part -> all.put(part.toByteArray()));
        return all.array();
    }

    private static byte[] hmac(byte[] key, byte[] data) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    @Test
    void oneOwnMessageThatComesBackIsToldAndSoIsOneThatWasHereBefore() {
        Octets update =
                updater(TransferEnd.INITIATOR).offer(alice, newKey()).message().octets();

        refused(receive(TransferEnd.INITIATOR, update), RejectReason.IDENTITY_REFUSED);
        answered(receive(TransferEnd.RESPONDER, update));
        refused(receive(TransferEnd.RESPONDER, update), RejectReason.REPLAYED);
    }

    @Test
    void noOctetCanBeChanged() {
        Octets update =
                updater(TransferEnd.INITIATOR).offer(alice, newKey()).message().octets();
        for (int i = 0; i < update.length(); i++) {
            byte[] changed = update.toByteArray();
            changed[i] ^= 1;
            assertThat(receive(TransferEnd.RESPONDER, Octets.copyOf(changed)))
                    .as("octet " + i)
                    .isNotInstanceOf(ResponderResult.Established.class);
        }
        answered(receive(TransferEnd.RESPONDER, update));
    }

    @Test
    void anUpdateIsLaterThanTheMessageBefore() {
        try (PendingUpdate first = updater(TransferEnd.INITIATOR).offer(alice, newKey());
                PendingUpdate second = new TransferUpdater(
                                TicketFixture.settings(Clock.offset(LATER, Duration.ofSeconds(1))),
                                TransferEnd.INITIATOR)
                        .offer(alice, newKey())) {
            bob = answered(receive(TransferEnd.RESPONDER, second.message().octets()))
                    .association();

            refused(receive(TransferEnd.RESPONDER, first.message().octets()), RejectReason.TIMESTAMP_NOT_NEWER);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TransferUpdater(parties.settings, TransferEnd.INITIATOR).offer(alice, newKey()))
                .withMessage("T: the clock is behind the message before (RFC 6043, 5.2)");
    }

    @Test
    void whatAnUpdateMayNotHave() {
        MikeyMessage good =
                updater(TransferEnd.INITIATOR).offer(alice, newKey()).message();
        RandrPayload other = new RandrPayload(RandRole.RANDR_I, Octets.copyOf(new byte[32]));
        refused(edited(good, payloads -> payloads.add(1, other)), RejectReason.UNEXPECTED_PAYLOAD);
        TicketPayload ticket = parties.grant(parties.terms().build()).ticket();
        refused(edited(good, payloads -> payloads.add(1, ticket)), RejectReason.UNEXPECTED_PAYLOAD);
        refused(
                edited(good, payloads -> payloads.set(0, new TPayload(TsType.COUNTER, 7))),
                RejectReason.TIMESTAMP_UNSUPPORTED);
        RandrPayload same = new RandrPayload(RandRole.RANDR_I, alice.state().rand());
        refused(edited(good, payloads -> payloads.add(1, same)), RejectReason.AUTHENTICATION_FAILED);
        refused(edited(good, payloads -> payloads.remove(payloads.size() - 1)), RejectReason.MISSING_PAYLOAD);
        alice = new TransferUpdateTest().alice;
        refused(
                receive(
                        TransferEnd.RESPONDER,
                        updater(TransferEnd.INITIATOR)
                                .offer(alice, newKey())
                                .message()
                                .octets()),
                RejectReason.MISMATCH);
    }

    private ResponderResult edited(MikeyMessage message, java.util.function.Consumer<List<Payload>> edit) {
        List<Payload> payloads = new ArrayList<>(message.payloads());
        edit.accept(payloads);
        return receive(
                TransferEnd.RESPONDER,
                MikeyMessage.encode(message.header(), payloads).octets());
    }

    @Test
    void onlyWhoMayGiveKeysGivesThem() {
        begin(Flag.D, Flag.E, Flag.F, Flag.G, Flag.H, Flag.I, Flag.M, Flag.N, Flag.O);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> updater(TransferEnd.INITIATOR).offer(alice, newKey()))
                .withMessage("keys: the ticket policy allows this end none (flag L)");
        TicketTerms lying = parties.plain(BOTH_GIVE_KEYS).initiator(ALICE).build();
        SecurityAssociation liar = with(alice, state -> new TicketState(lying.toPolicy(), state.randR()));
        refused(
                receive(
                        TransferEnd.RESPONDER,
                        updater(TransferEnd.INITIATOR)
                                .offer(liar, newKey())
                                .message()
                                .octets()),
                RejectReason.UNEXPECTED_PAYLOAD);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> updater(TransferEnd.INITIATOR)
                        .offer(
                                new SecurityAssociation(
                                        new CsbState(
                                                1,
                                                alice.state().prf(),
                                                alice.state().rand(),
                                                alice.state().timestamp(),
                                                Optional.empty(),
                                                Optional.empty()),
                                        alice.protectionKey().copy(),
                                        alice.csIdMap(),
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        List.of()),
                                newKey()))
                .withMessage("the bundle did not begin with a ticket");
    }

    private static SecurityAssociation with(SecurityAssociation of, UnaryOperator<TicketState> change) {
        CsbState state = of.state();
        return new SecurityAssociation(
                new CsbState(
                        state.csbId(),
                        state.prf(),
                        state.rand(),
                        state.timestamp(),
                        state.initiator(),
                        state.responder(),
                        state.ticket().map(change)),
                of.protectionKey().copy(),
                of.csIdMap(),
                of.policies(),
                of.copyKeys(),
                of.extensions(),
                List.of());
    }

    @Test
    void theAnswerIsCheckedToo() {
        try (PendingUpdate update = updater(TransferEnd.RESPONDER).offer(bob, newKey())) {
            MikeyMessage reply = answered(
                            receive(TransferEnd.INITIATOR, update.message().octets()))
                    .reply()
                    .orElseThrow();
            assertThat(reply.payloads(IdrPayload.class))
                    .extracting(IdrPayload::idRole)
                    .containsExactly(IdRole.IDR_I);
            VPayload v = (VPayload) reply.payloads().get(reply.payloads().size() - 1);
            byte[] changed = v.verData().toByteArray();
            changed[0] ^= 1;
            MikeyMessage forged = reply.withLast(new VPayload(v.authAlg(), Octets.copyOf(changed)));

            refused(update.receive(forged.octets()), RejectReason.AUTHENTICATION_FAILED);
            refused(update.receive(update.message().octets()), RejectReason.WRONG_DATA_TYPE);
            agreed(update.receive(reply.octets()));
        }
    }

    @Test
    void aRefusalIsAuthenticated() {
        TransferUpdateResponder unwilling = new TransferUpdateResponder(
                TicketFixture.settings(LATER),
                TransferEnd.RESPONDER,
                replays,
                TransferJudge.of(offer -> new org.mikey4j.exchange.OfferJudge.Verdict.Refuse(
                        RejectReason.POLICY_REFUSED, "not now", List.of())));
        try (PendingUpdate update = updater(TransferEnd.INITIATOR).offer(alice, newKey())) {
            Octets error = refused(
                            unwilling.receive(update.message().octets(), bob, Octets.EMPTY),
                            RejectReason.POLICY_REFUSED)
                    .errorMessage()
                    .orElseThrow()
                    .octets();

            assertThat(refused(update.receive(error), RejectReason.PEER_ERROR).authenticated())
                    .isTrue();
        }
    }

    @Test
    void aHostThatBeganToKeepTrackTooLateRefuses() {
        parties.bobReplays = InMemoryReplayCache.builder(CLOCK, RANDOM, 64).build();
        Octets transfer = parties.offer(
                        parties.grant(parties.plain(BOTH_GIVE_KEYS).build()))
                .message()
                .octets();
        refused(parties.responder(BOB).receive(transfer, Octets.EMPTY), RejectReason.NOT_TRACKED);
        TransferUpdateResponder fresh = new TransferUpdateResponder(
                TicketFixture.settings(LATER),
                TransferEnd.RESPONDER,
                InMemoryReplayCache.builder(LATER, RANDOM, 64).build(),
                TransferJudge.acceptSupported(csId -> csId));
        refused(
                fresh.receive(
                        updater(TransferEnd.INITIATOR)
                                .offer(alice, newKey())
                                .message()
                                .octets(),
                        bob,
                        Octets.EMPTY),
                RejectReason.NOT_TRACKED);
    }

    /** RANDRi and RANDRr stay those of the first exchange: 64 octets here. */
    @ParameterizedTest
    @EnumSource(TransferEnd.class)
    @Proves("R6043-12.1-02")
    void aNewKeyIsNotLongerThanTheRandomValues(TransferEnd end) {
        KeySpec longest = tgk(64);
        KeySpec longer = tgk(65);
        answered(receive(
                end.other(),
                updater(end)
                        .offer(of(end), TransferRequest.ofBundle(map(), POLICY).withKeys(longest))
                        .message()
                        .octets()));

        Rejected refused = refused(
                receive(
                        end.other(),
                        updater(end)
                                .offer(
                                        of(end),
                                        TransferRequest.ofBundle(map(), POLICY).withKeys(longer))
                                .message()
                                .octets()),
                RejectReason.KEYS_UNUSABLE);

        assertThat(refused.detail()).isEqualTo("random values of 64 octets for a key of 65 (RFC 6043, 12.1)");
    }

    private static KeySpec tgk(int octets) {
        return new KeySpec(KeyDataType.TGK, octets, 0, KeyValidity.NULL, Optional.empty(), Optional.empty());
    }
}

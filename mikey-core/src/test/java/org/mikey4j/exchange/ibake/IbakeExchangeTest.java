package org.mikey4j.exchange.ibake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.exchange.ibake.IbakeFixture.ALICE;
import static org.mikey4j.exchange.ibake.IbakeFixture.BOB;
import static org.mikey4j.exchange.ibake.IbakeFixture.CAROL;
import static org.mikey4j.exchange.ibake.IbakeFixture.DESK;
import static org.mikey4j.exchange.ibake.IbakeFixture.MAILBOX;
import static org.mikey4j.exchange.ibake.IbakeFixture.NOW;
import static org.mikey4j.exchange.ibake.IbakeFixture.answered;
import static org.mikey4j.exchange.ibake.IbakeFixture.esk;
import static org.mikey4j.exchange.ibake.IbakeFixture.established;
import static org.mikey4j.exchange.ibake.IbakeFixture.next;
import static org.mikey4j.exchange.ibake.IbakeFixture.refused;
import static org.mikey4j.exchange.ibake.IbakeFixture.request;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.IbakeDerivation;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeDomain;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.EskPayload;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.Proves;

/** Whole exchanges of MIKEY-IBAKE: two ends, forked, redirected, into a mailbox. */
class IbakeExchangeTest {
    private final IbakeFixture f = new IbakeFixture();

    @Test
    @Proves({
        "R6267-4.2.2-01",
        "R6267-4.2.2.1-01",
        "R6267-4.2.2.1-02",
        "R6267-4.2.2.1-03",
        "R6267-4.2.2.1-04",
        "R6267-4.2.2.2-01",
        "R6267-4.2.2.3-01",
        "R6267-4.2.2.3-02",
        "R6267-4.2.2.3-03",
        "R6267-4.2.2.3-04",
        "R6267-4.2.2.4-01",
        "R6267-4.2.2.5-01",
        "R6267-4.2.2.5-02",
        "R6267-4.2.2.5-03",
        "R6267-4.2.2.5-04",
        "R6267-4.2.2.7-01",
        "R6267-4.2.2.7-02",
        "R6267-4.2.2.7-03",
        "R6267-5.1-01",
        "R6267-6.1-01",
        "R6267-6.1.4-01"
    })
    void bothEndsContributeAndHoldTheSameKeys() {
        IbakeFirstOffer first = f.offer();
        MikeyMessage i1 = first.message();
        assertThat(i1.header().dataType()).isEqualTo(DataType.I_MESSAGE_1);
        assertThat(i1.header().v()).isTrue();
        assertThat(i1.payloads())
                .extracting(payload -> (Object) payload.getClass())
                .containsExactly(
                        TPayload.class, RandPayload.class, IdrPayload.class, IdrPayload.class, IbakePayload.class);
        assertThat(f.open(i1, f.key(BOB, NOW)))
                .extracting(payload -> (Object) payload.getClass())
                .containsExactly(IdrPayload.class, EccptPayload.class, IdrPayload.class);

        IbakePendingAnswer answer = answered(f.bob().receive(i1.octets(), Octets.EMPTY));
        MikeyMessage r1 = answer.message();
        assertThat(r1.header())
                .isEqualTo(new CommonHeader(
                        DataType.R_MESSAGE_1,
                        true,
                        i1.header().prfFunc(),
                        i1.header().csbId(),
                        i1.header().csIdMap()));
        assertThat(r1.payload(TPayload.class)).isEqualTo(i1.payload(TPayload.class));
        assertThat(r1.payloads(IdrPayload.class)).isEqualTo(i1.payloads(IdrPayload.class));
        assertThat(f.open(r1, f.key(ALICE, NOW)))
                .extracting(payload -> (Object) payload.getClass())
                .containsExactly(IdrPayload.class, EccptPayload.class, IdrPayload.class, EccptPayload.class);

        f.tick();
        IbakeSecondOffer second = next(first.receive(r1.octets()));
        MikeyMessage i2 = second.message();
        assertThat(i2.header().dataType()).isEqualTo(DataType.I_MESSAGE_2);
        assertThat(i2.header().v()).isTrue();
        assertThat(i2.payload(RandPayload.class)).isEqualTo(i1.payload(RandPayload.class));
        assertThat(i2.payload(EskPayload.class)).isEmpty();
        assertThat(f.open(i2, f.key(BOB, NOW)))
                .extracting(payload -> (Object) payload.getClass())
                .containsExactly(IdrPayload.class, IdrPayload.class, EccptPayload.class);

        IbakeConfirmation.Established bob = established(answer.receive(i2.octets()));
        MikeyMessage r2 = bob.reply();
        assertThat(r2.header().dataType()).isEqualTo(DataType.R_MESSAGE_2);
        assertThat(r2.header().v()).isFalse();
        assertThat(r2.payload(TPayload.class)).isEqualTo(i2.payload(TPayload.class));
        assertThat(r2.payloads())
                .extracting(payload -> (Object) payload.getClass())
                .containsExactly(TPayload.class, IdrPayload.class, IdrPayload.class, VPayload.class);

        SecurityAssociation alice = established(second.receive(r2.octets()));
        same(alice, bob.association());
        assertThat(alice.responder()).contains(BOB);
        assertThat(bob.association().initiator()).contains(ALICE);
        assertThat(((SrtpIdMap) alice.csIdMap()).entries().get(1).ssrc()).isEqualTo(IbakeFixture.FILLED);
        assertThat(alice.keys().get(0).key().length()).isEqualTo(IbakeDerivation.OCTETS);
        assertThat(second.secretKey()).isEmpty();
        assertThat(bob.esk()).isEmpty();
    }

    @Test
    @Proves({"R6267-5.1-02", "R6267-5.2-01", "R6267-5.4-01"})
    void keysAndMacAreThoseOfTheCommonPoint() {
        SecretBytes x = SecretBytes.random(f.random, 31);
        byte[] padded = new byte[32];
        x.copyTo(padded, 1);
        EcPolicy given = f.groups.withHalfKeys(group -> EcHalfKey.of(group, SecretBytes.copyOf(padded)));
        IbakeFirstOffer first = new IbakeInitiator(f.settings, f.keys(ALICE), given, IbakeAnswerJudge.onlyAsked())
                .offer(EcGroup.P_256, request().prf(Prf.HMAC_SHA_256).build());
        IbakePendingAnswer answer = answered(f.bob().receive(first.message().octets(), Octets.EMPTY));
        EccptPayload y =
                (EccptPayload) f.open(answer.message(), f.key(ALICE, NOW)).get(3);
        f.tick();
        IbakeSecondOffer second = next(first.receive(answer.message().octets()));
        MikeyMessage r2 = established(answer.receive(second.message().octets())).reply();
        SecurityAssociation alice = established(second.receive(r2.octets()));

        SecretBytes session =
                EcHalfKey.of(EcGroup.P_256, SecretBytes.copyOf(padded)).agree(y.eccPoint());
        Octets rand = first.message().payload(RandPayload.class).orElseThrow().rand();
        SecretBytes tgk = Prf.HMAC_SHA_256.derive(session, label(0x1F4D675B, 0xFFFFFFFFL, rand), 32);
        assertThat(alice.keys().get(0).key()).isEqualTo(tgk);
        SecretBytes mpk = Prf.HMAC_SHA_256.derive(session, label(0x220E99A2, 0xFFFFFFFFL, rand), 32);
        SecretBytes auth = Prf.HMAC_SHA_256.derive(mpk, label(0x2D22AC75, alice.csbId(), rand), 32);
        VPayload v = r2.payload(VPayload.class).orElseThrow();
        assertThat(v.authAlg()).isEqualTo(MacAlg.HMAC_SHA_256_256);
        Octets covered = r2.octets().slice(0, r2.octets().length() - 32);
        assertThat(v.verData())
                .isEqualTo(MacAlgorithm.HMAC_SHA_256_256.compute(auth, covered, ALICE.idData(), BOB.idData()));
    }

    private static byte[] label(int constant, long csbId, Octets rand) {
        byte[] label = new byte[9 + rand.length()];
        for (int i = 0; i < 4; i++) {
            label[i] = (byte) (constant >>> (24 - 8 * i));
            label[5 + i] = (byte) (csbId >>> (24 - 8 * i));
        }
        label[4] = (byte) 0xff;
        rand.copyTo(label, 9);
        return label;
    }

    @ParameterizedTest
    @EnumSource(
            value = EcGroup.class,
            names = {"P_256", "P_384", "P_521"})
    @Proves("R6267-6.1.4-02")
    void everyCurveServes(EcGroup group) {
        IbakeFirstOffer first =
                f.alice(IbakeAnswerJudge.onlyAsked()).offer(group, request().build());
        complete(first, answered(f.bob().receive(first.message().octets(), Octets.EMPTY)));
    }

    @Test
    @Proves("R6267-4.1-02")
    void fullStrengthServes() {
        IbakeFixture strong = new IbakeFixture(IbeDomain.DEFAULT);
        IbakeFirstOffer first = strong.offer();
        IbakePendingAnswer answer =
                answered(strong.bob().receive(first.message().octets(), Octets.EMPTY));
        strong.tick();
        IbakeSecondOffer second = next(first.receive(answer.message().octets()));
        IbakeConfirmation.Established bob =
                established(answer.receive(second.message().octets()));
        same(established(second.receive(bob.reply().octets())), bob.association());
    }

    @Test
    @Proves({"R6267-4.2.2.3-05", "R6267-7.3-01"})
    void aForkedCallIsAnsweredByTwoEndsUnderTheirOwnNamesWithKeysOfTheirOwn() {
        IbakeFirstOffer first = f.alice(IbakeAnswerJudge.anybody())
                .offer(EcGroup.P_256, request().build());
        IbakePendingAnswer atDesk = answered(f.user(DESK, f.keys(BOB, DESK), replays())
                .receive(first.message().octets(), Octets.EMPTY));
        IbakePendingAnswer mobile = answered(
                f.user(BOB, f.keys(BOB), replays()).receive(first.message().octets(), Octets.EMPTY));
        SecurityAssociation desk = complete(first, atDesk);
        SecurityAssociation bob = complete(first, mobile);
        assertThat(desk.responder()).contains(DESK);
        assertThat(bob.responder()).contains(BOB);
        assertThat(desk.keys().get(0).key()).isNotEqualTo(bob.keys().get(0).key());
    }

    @Test
    @Proves("R6267-7.3-02")
    void oneForkCannotTakeTheOthersPlace() {
        IbakeFirstOffer first = f.alice(IbakeAnswerJudge.anybody())
                .offer(EcGroup.P_256, request().build());
        IbakePendingAnswer atDesk = answered(f.user(DESK, f.keys(BOB, DESK), replays())
                .receive(first.message().octets(), Octets.EMPTY));
        IbakePendingAnswer mobile = answered(
                f.user(BOB, f.keys(BOB), replays()).receive(first.message().octets(), Octets.EMPTY));
        f.tick();
        IbakeSecondOffer toDesk = next(first.receive(atDesk.message().octets()));
        refused(RejectReason.IDENTITY_REFUSED, mobile.receive(toDesk.message().octets()));
        f.tick();
        IbakeSecondOffer toMobile = next(first.receive(mobile.message().octets()));
        MikeyMessage reply =
                established(atDesk.receive(toDesk.message().octets())).reply();
        assertThat(toMobile.receive(reply.octets())).isInstanceOf(Rejected.class);
    }

    @Test
    @Proves({"R6267-7.4-01", "R6267-4.2.2.5-05"})
    void aRedirectedCallIsAcceptedOrNotByWhoAnswers() {
        IbakeFirstOffer open = f.alice(IbakeAnswerJudge.anybody())
                .offer(EcGroup.P_256, request().build());
        IbakePendingAnswer carol = answered(f.user(CAROL, f.keys(BOB, CAROL), replays())
                .receive(open.message().octets(), Octets.EMPTY));
        SecurityAssociation association = complete(open, carol);
        assertThat(association.responder()).contains(CAROL);

        IbakeFirstOffer strict = f.offer();
        IbakePendingAnswer other = answered(f.user(CAROL, f.keys(BOB, CAROL), replays())
                .receive(strict.message().octets(), Octets.EMPTY));
        refused(RejectReason.IDENTITY_REFUSED, strict.receive(other.message().octets()));
        complete(strict, answered(f.bob().receive(strict.message().octets(), Octets.EMPTY)));
    }

    @Test
    @Proves({
        "R6267-4.2.2.2-03",
        "R6267-4.2.2.3-06",
        "R6267-4.2.2.4-02",
        "R6267-4.2.2.5-06",
        "R6267-4.2.2.6-02",
        "R6267-4.2.2.7-04",
        "R6267-4.2.2.8-01",
        "R6267-7.5-01",
        "R6267-6.1.5-01"
    })
    void aMailboxTakesTheCallAndAKeyThatItCannotOpen() {
        IbakeFirstOffer first = f.alice(IbakeAnswerJudge.anybody())
                .offer(EcGroup.P_256, request().build());
        IbakePendingAnswer answer = answered(f.mailbox().receive(first.message().octets(), Octets.EMPTY));
        assertThat(f.open(answer.message(), f.key(ALICE, NOW)))
                .extracting(payload -> (Object) payload.getClass())
                .containsExactly(IdrPayload.class, IdrPayload.class, EccptPayload.class);
        f.tick();
        IbakeSecondOffer second = next(first.receive(answer.message().octets()));
        assertThat(second.responder()).isEqualTo(MAILBOX);
        assertThat(f.open(second.message(), f.key(MAILBOX, NOW)))
                .extracting(payload -> (Object) payload.getClass())
                .containsExactly(IdrPayload.class, EccptPayload.class, IdrPayload.class, EccptPayload.class);
        IbakeConfirmation.Established mailbox =
                established(answer.receive(second.message().octets()));
        assertThat(f.open(mailbox.reply(), f.key(ALICE, NOW)))
                .extracting(payload -> (Object) payload.getClass())
                .containsExactly(IdrPayload.class, EccptPayload.class);
        same(established(second.receive(mailbox.reply().octets())), mailbox.association());

        Octets left = mailbox.esk().orElseThrow();
        assertThat(left).isEqualTo(esk(second.message()));
        assertThat(IbakeSecretKey.open(left, f.key(MAILBOX, NOW))).isEmpty();
        assertThat(IbakeSecretKey.open(left, f.key(BOB, Instant.parse("2026-12-01T00:00:00Z"))))
                .isEmpty();
        IbakeSecretKey bobs = IbakeSecretKey.open(left, f.key(BOB, NOW)).orElseThrow();
        assertThat(bobs.initiator()).isEqualTo(ALICE);
        assertThat(bobs.key()).isEqualTo(second.secretKey().orElseThrow());
        assertThat(bobs.key()).isNotEqualTo(mailbox.association().keys().get(0).key());
    }

    @Test
    @Proves({"R6267-4.2.2.1-05", "R6267-4.2.2.2-02"})
    void aSecretKeyMayComeWithTheFirstMessage() {
        SecretBytes key = SecretBytes.random(f.random, 16);
        IbakeFirstOffer first = f.alice(IbakeAnswerJudge.onlyAsked())
                .offer(EcGroup.P_256, request().build(), key);
        IbakePendingAnswer answer = answered(f.bob().receive(first.message().octets(), Octets.EMPTY));
        assertThat(answer.secretKey().orElseThrow().key()).isEqualTo(key);
        assertThat(answer.secretKey().orElseThrow().initiator()).isEqualTo(ALICE);
        complete(first, answer);

        IbakeFirstOffer swapped = f.alice(IbakeAnswerJudge.onlyAsked())
                .offer(EcGroup.P_256, request().build(), key);
        Octets changed = IbakeFixture.flipped(
                swapped.message().octets(), swapped.message().octets().length() - 1);
        refused(RejectReason.KEYS_UNUSABLE, f.bob().receive(changed, Octets.EMPTY));
    }

    @Test
    void validityIsThatOfTheInitiator() {
        KeyValidity mki = new KeyValidity.Spi(Octets.ofHex("00000001"));
        IbakeFirstOffer first = f.alice(IbakeAnswerJudge.onlyAsked())
                .offer(EcGroup.P_256, request().keys(KeySpec.tgk().valid(mki)).build());
        IbakePendingAnswer answer = answered(f.bob().receive(first.message().octets(), Octets.EMPTY));
        assertThat(complete(first, answer).keys().get(0).kv()).isEqualTo(mki);
    }

    @Test
    void aSecondMessageThatComesAgainGetsTheSameAnswer() {
        IbakeFirstOffer first = f.offer();
        IbakePendingAnswer answer = answered(f.bob().receive(first.message().octets(), Octets.EMPTY));
        f.tick();
        IbakeSecondOffer second = next(first.receive(answer.message().octets()));
        MikeyMessage reply =
                established(answer.receive(second.message().octets())).reply();
        assertThat(answer.receive(second.message().octets())).isEqualTo(new IbakeConfirmation.Repeated(reply));
        f.tick();
        IbakeSecondOffer another = next(first.receive(answer.message().octets()));
        refused(RejectReason.REPLAYED, answer.receive(another.message().octets()));
    }

    @Test
    void aFirstMessageThatComesAgainIsRepeatedInItsContextAndAReplayElsewhere() {
        IbakeResponder bob = f.bob();
        IbakeFirstOffer first = f.offer();
        Octets call = Octets.ofHex("ca11");
        IbakePendingAnswer answer = answered(bob.receive(first.message().octets(), call));
        IbakePendingAnswer twin = answered(bob.receive(first.message().octets(), Octets.ofHex("ca12")));
        complete(first, answer);
        assertThat(bob.receive(first.message().octets(), call))
                .isInstanceOfSatisfying(
                        IbakeResponse.Repeated.class,
                        repeated -> assertThat(repeated.reply().orElseThrow().octets())
                                .isEqualTo(answer.message().octets()));
        refused(RejectReason.REPLAYED, bob.receive(first.message().octets(), Octets.ofHex("ca12")));
        f.tick();
        IbakeSecondOffer late = next(first.receive(twin.message().octets()));
        refused(RejectReason.REPLAYED, twin.receive(late.message().octets()));
    }

    @Test
    void thePolicyOfTheResponderIsToldUnderTheNewKeys() {
        OfferJudge no = offer -> new OfferJudge.Verdict.Refuse(RejectReason.POLICY_REFUSED, "no", List.of());
        IbakeResponder bob = IbakeResponder.user(f.settings, f.keys(BOB), f.groups, BOB, replays(), no);
        IbakeFirstOffer first = f.offer();
        IbakePendingAnswer answer = answered(bob.receive(first.message().octets(), Octets.EMPTY));
        f.tick();
        IbakeSecondOffer second = next(first.receive(answer.message().octets()));
        Rejected told =
                ((IbakeConfirmation.Refused) answer.receive(second.message().octets())).rejected();
        assertThat(told.reason()).isEqualTo(RejectReason.POLICY_REFUSED);
        InitiatorResult result =
                second.receive(told.errorMessage().orElseThrow().octets());
        assertThat(result).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(RejectReason.PEER_ERROR);
            assertThat(rejected.authenticated()).isTrue();
        });
    }

    @Test
    void requestsThatCannotBeMetAreRefused() {
        IbakeInitiator alice = f.alice(IbakeAnswerJudge.onlyAsked());
        assertThatThrownBy(() -> alice.offer(
                        EcGroup.P_256,
                        request().policies(SrtpPolicy.defaults().toPayload(0)).build()))
                .hasMessage("policies: the messages of IBAKE carry none (RFC 6267, 4.2.2)");
        assertThatThrownBy(() -> alice.offer(EcGroup.P_192, request().build()))
                .hasMessage("group: P_192 is not allowed by the policy");
        assertThatThrownBy(() -> alice.offer(
                        EcGroup.P_256, OfferRequest.builder().initiator(ALICE).build()))
                .hasMessage("responder: IBAKE names both ends (RFC 6267, 4.2.2.1)");
        assertThatThrownBy(() -> alice.offer(EcGroup.P_256, request().keys().build()))
                .hasMessage("keys: Diffie-Hellman agrees on one TGK, which cannot be given");
    }

    @Test
    @Proves("R6267-4.1-01")
    void publicKeysAreOfIdentityAndDate() {
        assertThat(IbakeDates.MONTH.identity(ALICE, NOW).toText(StandardCharsets.US_ASCII))
                .isEqualTo("sip:alice@example.org2026-11");
        assertThat(IbakeDates.DAY.identity(ALICE, NOW).toText(StandardCharsets.US_ASCII))
                .isEqualTo("sip:alice@example.org2026-11-09");
        assertThat(IbakeDates.MONTH.start(NOW)).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(IbakeDates.MONTH.end(NOW)).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(IbakeDates.DAY.start(NOW)).isEqualTo(Instant.parse("2026-11-09T00:00:00Z"));
        assertThat(IbakeDates.DAY.end(NOW)).isEqualTo(Instant.parse("2026-11-10T00:00:00Z"));
    }

    @Test
    void theDateOfAMessageIsThatOfItsTimestamp() {
        // The message is made in the last seconds of November and read in the first of December.
        f.clock.set(Instant.parse("2026-11-30T23:59:59Z"));
        IbakeFirstOffer first = new IbakeInitiator(
                        f.settings, bothMonths(ALICE), f.groups, IbakeAnswerJudge.onlyAsked())
                .offer(EcGroup.P_256, request().build());
        f.clock.advance(Duration.ofSeconds(2));
        IbakePendingAnswer answer = answered(
                f.user(BOB, bothMonths(BOB), replays()).receive(first.message().octets(), Octets.EMPTY));
        complete(first, answer);
    }

    private IbakeKeys bothMonths(IdPayload id) {
        return new IbakeKeyRing(
                f.kms.parameters(),
                IbakeDates.MONTH,
                List.of(f.key(id, NOW), f.key(id, Instant.parse("2026-12-01T00:00:00Z"))));
    }

    @Test
    @Proves("R6267-4.1-03")
    void usersOfTwoServicesTalk() {
        IbakeFixture other = new IbakeFixture();
        IbakeKeys alice = new TwoServices(f.keys(ALICE), other.keys());
        IbakeKeys bob = new TwoServices(f.keys(), other.keys(BOB));
        IbakeFirstOffer first = new IbakeInitiator(f.settings, alice, f.groups, IbakeAnswerJudge.onlyAsked())
                .offer(EcGroup.P_256, request().build());
        complete(
                first,
                answered(f.user(BOB, bob, replays()).receive(first.message().octets(), Octets.EMPTY)));
    }

    /** Alice is a user of the first service, and Bob of the second. */
    private record TwoServices(IbakeKeyRing first, IbakeKeyRing second) implements IbakeKeys {
        @Override
        public Optional<Recipient> recipient(IdPayload id, Instant at) {
            return (id.equals(BOB) ? second : first).recipient(id, at);
        }

        @Override
        public Optional<IbePrivateKey> own(IdPayload id, Instant at) {
            return (id.equals(BOB) ? second : first).own(id, at);
        }
    }

    @Test
    @Proves("R6267-6.1.4-04")
    void whatAPointSaysOfMacAndTgkIsIgnored() {
        IbakeFirstOffer first = f.offer();
        List<Payload> inside = new ArrayList<>(f.open(first.message(), f.key(BOB, NOW)));
        EccptPayload point = (EccptPayload) inside.get(1);
        inside.set(1, new EccptPayload(point.eccCurve(), point.eccPoint(), 0xff, 0xffff, point.kv()));
        IbakePendingAnswer answer = answered(f.bob().receive(f.reseal(first.message(), BOB, inside), Octets.EMPTY));
        // It comes back as it was received, so the Initiator, who did not send it so, refuses.
        refused(RejectReason.MISMATCH, first.receive(answer.message().octets()));
    }

    @Test
    void wipedOffersAnswerNothing() {
        IbakeFirstOffer first = f.offer();
        IbakePendingAnswer answer = answered(f.bob().receive(first.message().octets(), Octets.EMPTY));
        first.close();
        assertThatThrownBy(() -> first.receive(answer.message().octets())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void countersTellNoDate() {
        ExchangeSettings settings = f.settings;
        IbakeFirstOffer first = f.offer();
        Octets counter = IbakeFixture.replace(first.message(), new TPayload(TsType.COUNTER, 7));
        refused(RejectReason.TIMESTAMP_UNSUPPORTED, f.bob().receive(counter, Octets.EMPTY));
        assertThat(settings.window()).isEqualTo(ExchangeSettings.DEFAULT_WINDOW);
    }

    @Test
    void rolesAreThoseOfThePayloads() {
        List<IdrPayload> names = f.offer().message().payloads(IdrPayload.class);
        assertThat(names).extracting(IdrPayload::idRole).containsExactly(IdRole.IDR_I, IdRole.IDR_R);
    }

    private ReplayCache replays() {
        return f.replays();
    }

    private SecurityAssociation complete(IbakeFirstOffer first, IbakePendingAnswer answer) {
        f.tick();
        IbakeSecondOffer second = next(first.receive(answer.message().octets()));
        IbakeConfirmation.Established theirs =
                established(answer.receive(second.message().octets()));
        SecurityAssociation ours = established(second.receive(theirs.reply().octets()));
        same(ours, theirs.association());
        return ours;
    }

    private static void same(SecurityAssociation ours, SecurityAssociation theirs) {
        assertThat(ours.keys()).isEqualTo(theirs.keys());
        assertThat(ours.state()).isEqualTo(theirs.state());
        assertThat(ours.cryptoSessions()).isEqualTo(theirs.cryptoSessions()).hasSize(2);
    }
}

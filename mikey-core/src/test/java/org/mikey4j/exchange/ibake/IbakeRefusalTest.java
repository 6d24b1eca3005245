package org.mikey4j.exchange.ibake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.exchange.ibake.IbakeFixture.ALICE;
import static org.mikey4j.exchange.ibake.IbakeFixture.BOB;
import static org.mikey4j.exchange.ibake.IbakeFixture.CAROL;
import static org.mikey4j.exchange.ibake.IbakeFixture.MAILBOX;
import static org.mikey4j.exchange.ibake.IbakeFixture.NOW;
import static org.mikey4j.exchange.ibake.IbakeFixture.answered;
import static org.mikey4j.exchange.ibake.IbakeFixture.established;
import static org.mikey4j.exchange.ibake.IbakeFixture.flipped;
import static org.mikey4j.exchange.ibake.IbakeFixture.next;
import static org.mikey4j.exchange.ibake.IbakeFixture.point;
import static org.mikey4j.exchange.ibake.IbakeFixture.refused;
import static org.mikey4j.exchange.ibake.IbakeFixture.replace;
import static org.mikey4j.exchange.ibake.IbakeFixture.request;
import static org.mikey4j.exchange.ibake.IbakeFixture.with;
import static org.mikey4j.exchange.ibake.IbakeFixture.without;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
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
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EccCurve;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.testing.Proves;

/** What each end refuses of each of the four messages, by reason: changed, cut, misdirected, out of date, with points that are none. */
class IbakeRefusalTest {
    private final IbakeFixture f = new IbakeFixture();
    private IbakeFirstOffer first;
    private IbakePendingAnswer answer;
    private IbakeSecondOffer second;
    private MikeyMessage reply;
    private MikeyMessage i1;
    private MikeyMessage r1;
    private MikeyMessage i2;

    /** A fresh exchange whose last message was not delivered, and another pending one of the same messages. */
    @BeforeEach
    void exchange() {
        first = f.offer();
        i1 = first.message();
        answer = answered(f.bob().receive(i1.octets(), Octets.EMPTY));
        r1 = answer.message();
        f.tick();
        second = next(first.receive(r1.octets()));
        i2 = second.message();
        IbakePendingAnswer completed = answer;
        reply = established(completed.receive(i2.octets())).reply();
        answer = answered(f.bob().receive(i1.octets(), Octets.EMPTY));
    }

    /** A second message for the pending answer, which has a point of its own. */
    private MikeyMessage second() {
        f.tick();
        return next(first.receive(answer.message().octets())).message();
    }

    @Test
    void everyOctetOfIMessage1Counts() {
        // The answer may come from a changed message; then the Initiator, or the MAC in the end, refuses.
        sweep(i1, changed -> {
            IbakeResponse response = f.bob().receive(changed, Octets.EMPTY);
            if (!(response instanceof IbakeResponse.Answered answered)) {
                return false;
            }
            IbakeFirstResult result = first.receive(answered.answer().message().octets());
            if (!(result instanceof IbakeFirstResult.Next next)) {
                return false;
            }
            IbakeConfirmation confirmation =
                    answered.answer().receive(next.offer().message().octets());
            return confirmation instanceof IbakeConfirmation.Established established
                    && next.offer().receive(established.reply().octets()) instanceof InitiatorResult.Established;
        });
    }

    @Test
    void everyOctetOfRMessage1Counts() {
        sweep(
                r1,
                changed -> first.receive(changed) instanceof IbakeFirstResult.Next next
                        && next.offer().receive(reply.octets()) instanceof InitiatorResult.Established);
    }

    @Test
    void everyOctetOfIMessage2Counts() {
        // The timestamp is authenticated by its echo: then the Initiator refuses.
        sweep(i2, changed -> {
            IbakePendingAnswer pending = answered(f.bob().receive(i1.octets(), Octets.EMPTY));
            f.tick();
            IbakeSecondOffer offer = next(first.receive(pending.message().octets()));
            int at = Math.min(
                    changedAt(i2.octets(), changed), offer.message().octets().length() - 1);
            return pending.receive(flipped(offer.message().octets(), at))
                            instanceof IbakeConfirmation.Established established
                    && offer.receive(established.reply().octets()) instanceof InitiatorResult.Established;
        });
    }

    private static int changedAt(Octets octets, Octets changed) {
        int at = 0;
        while (octets.at(at) == changed.at(at)) {
            at++;
        }
        return at;
    }

    @Test
    @Proves("R6267-5.4-02")
    void everyOctetOfRMessage2Counts() {
        sweep(reply, changed -> second.receive(changed) instanceof InitiatorResult.Established);
        established(second.receive(reply.octets()));
    }

    private static void sweep(MikeyMessage message, Function<Octets, Boolean> accepts) {
        List<Integer> accepted = new ArrayList<>();
        for (int i = 0; i < message.octets().length(); i++) {
            if (accepts.apply(flipped(message.octets(), i))) {
                accepted.add(i);
            }
        }
        assertThat(accepted).isEmpty();
    }

    @Test
    @Proves({"R6267-4.2.2.2-04", "R6267-4.2.2.4-03", "R6267-4.2.2.6-03", "R6267-4.2.2.8-02"})
    void everyTruncationIsDroppedInSilence() {
        for (int length = 0; length < i1.octets().length(); length++) {
            Rejected rejected =
                    ((IbakeResponse.Refused) f.bob().receive(i1.octets().slice(0, length), Octets.EMPTY)).rejected();
            assertThat(rejected.reason()).isEqualTo(RejectReason.MALFORMED);
            assertThat(rejected.errorMessage()).isEmpty();
        }
        for (int length = 0; length < r1.octets().length(); length++) {
            refused(RejectReason.MALFORMED, first.receive(r1.octets().slice(0, length)));
        }
        for (int length = 0; length < i2.octets().length(); length++) {
            Rejected rejected =
                    ((IbakeConfirmation.Refused) answer.receive(i2.octets().slice(0, length))).rejected();
            assertThat(rejected.reason()).isEqualTo(RejectReason.MALFORMED);
            assertThat(rejected.errorMessage()).isEmpty();
        }
        for (int length = 0; length < reply.octets().length(); length++) {
            refused(RejectReason.MALFORMED, second.receive(reply.octets().slice(0, length)));
        }
    }

    @Test
    void messagesOfOtherRolesAreRefused() {
        for (MikeyMessage other : List.of(r1, i2, reply)) {
            refused(RejectReason.WRONG_DATA_TYPE, f.bob().receive(other.octets(), Octets.EMPTY));
        }
        for (MikeyMessage other : List.of(i1, i2, reply)) {
            refused(RejectReason.WRONG_DATA_TYPE, first.receive(other.octets()));
        }
        for (MikeyMessage other : List.of(i1, r1, reply)) {
            refused(RejectReason.WRONG_DATA_TYPE, answer.receive(other.octets()));
        }
        for (MikeyMessage other : List.of(i1, r1, i2)) {
            refused(RejectReason.WRONG_DATA_TYPE, second.receive(other.octets()));
        }
    }

    @Test
    void otherIdentitiesOpenNothing() {
        refused(
                RejectReason.KEYS_UNUSABLE,
                f.user(CAROL, f.keys(CAROL), f.replays()).receive(i1.octets(), Octets.EMPTY));
        IbakeFirstOffer toCarol = f.alice(IbakeAnswerJudge.onlyAsked())
                .offer(EcGroup.P_256, request().responder(CAROL).build());
        refused(RejectReason.KEYS_UNUSABLE, f.bob().receive(toCarol.message().octets(), Octets.EMPTY));
        // Encrypted to Bob, and he is asked for Carol: he has no key for her.
        Octets renamed = renamed(i1, IdRole.IDR_R, CAROL);
        refused(RejectReason.KEYS_UNUSABLE, f.bob().receive(renamed, Octets.EMPTY));
    }

    @Test
    @Proves("R6267-7.2-01")
    void namesInClearAreThoseInside() {
        // Mallory puts her own name on Alice's message, so that the answer be encrypted to her.
        refused(RejectReason.IDENTITY_REFUSED, f.bob().receive(renamed(i1, IdRole.IDR_I, CAROL), Octets.EMPTY));
        refused(RejectReason.IDENTITY_REFUSED, first.receive(renamed(r1, IdRole.IDR_R, CAROL)));
        refused(RejectReason.IDENTITY_REFUSED, first.receive(renamed(r1, IdRole.IDR_I, CAROL)));
        MikeyMessage message = second();
        refused(RejectReason.IDENTITY_REFUSED, answer.receive(renamed(message, IdRole.IDR_I, CAROL)));
        refused(RejectReason.IDENTITY_REFUSED, answer.receive(renamed(message, IdRole.IDR_R, CAROL)));
        refused(RejectReason.IDENTITY_REFUSED, second.receive(renamed(reply, IdRole.IDR_R, CAROL)));
    }

    private static Octets renamed(MikeyMessage message, int role, IdPayload id) {
        List<Payload> payloads = new ArrayList<>();
        for (Payload payload : message.payloads()) {
            payloads.add(
                    payload instanceof IdrPayload idr && idr.idRole() == role
                            ? new IdrPayload(role, id.idType(), id.idData())
                            : payload);
        }
        return MikeyMessage.encode(message.header(), payloads).octets();
    }

    @Test
    void aDateThatIsOverOpensNothing() {
        Instant december = Instant.parse("2026-12-01T00:00:30Z");
        f.clock.set(december);
        IbakeFirstOffer late = new IbakeInitiator(
                        f.settings, f.keys(december, ALICE), f.groups, IbakeAnswerJudge.onlyAsked())
                .offer(EcGroup.P_256, request().build());
        refused(RejectReason.KEYS_UNUSABLE, f.bob().receive(late.message().octets(), Octets.EMPTY));
        // And a message of December whose data are encrypted under November's key.
        IbakePendingAnswer ok = answered(f.user(BOB, f.keys(december, BOB), f.replays())
                .receive(late.message().octets(), Octets.EMPTY));
        Octets old = f.reseal(ok.message(), ALICE, NOW, f.open(ok.message(), f.key(ALICE, december)));
        refused(RejectReason.KEYS_UNUSABLE, late.receive(old));
    }

    @Test
    @Proves("R6267-4.2.2.6-01")
    void thePointsOfOthersAreNotTaken() {
        List<Payload> data = f.open(r1, f.key(ALICE, NOW));
        byte[] other = EcHalfKey.generate(EcGroup.P_256, f.random).publicPoint().toByteArray();
        // Who does not know [x]P can encrypt to Alice all the same.
        refused(RejectReason.MISMATCH, first.receive(f.reseal(r1, ALICE, set(data, 1, point(EcGroup.P_256, other)))));
        refused(RejectReason.MISMATCH, first.receive(f.reseal(r1, ALICE, set(data, 3, data.get(1)))));
        MikeyMessage message = second();
        List<Payload> inner = f.open(message, f.key(BOB, NOW));
        refused(
                RejectReason.MISMATCH,
                answer.receive(f.reseal(message, BOB, set(inner, 2, point(EcGroup.P_256, other)))));
    }

    @ParameterizedTest
    @CsvSource({
        "off-curve, is not on the curve",
        "infinity, is the point at infinity",
        "compressed, is not an uncompressed point",
        "origin, is not on the curve",
        "beyond, is not on the curve"
    })
    @Proves("R6267-6.1.4-03")
    void pointsThatAreNoneAreRefusedByName(String kind, String text) {
        byte[] octets = bad(kind);
        List<Payload> toBob = f.open(i1, f.key(BOB, NOW));
        IbakeResponse response =
                f.bob().receive(f.reseal(i1, BOB, set(toBob, 1, point(EcGroup.P_256, octets))), Octets.EMPTY);
        refused(RejectReason.UNSUPPORTED_DH, response);
        assertThat(((IbakeResponse.Refused) response).rejected().detail()).isEqualTo("ECCPTi " + text + " (P_256)");
        List<Payload> toAlice = f.open(r1, f.key(ALICE, NOW));
        IbakeFirstResult result = first.receive(f.reseal(r1, ALICE, set(toAlice, 3, point(EcGroup.P_256, octets))));
        refused(RejectReason.UNSUPPORTED_DH, result);
        assertThat(((IbakeFirstResult.Refused) result).rejected().detail()).isEqualTo("ECCPTr " + text + " (P_256)");
    }

    private byte[] bad(String kind) {
        byte[] octets =
                EcHalfKey.generate(EcGroup.P_256, f.random).publicPoint().toByteArray();
        switch (kind) {
            case "off-curve" -> octets[64] ^= 1;
            case "infinity" -> octets = new byte[65];
            case "compressed" -> octets[0] = 2;
            case "origin" -> {
                octets = new byte[65];
                octets[0] = 4;
            }
            default -> Arrays.fill(octets, 1, 33, (byte) 0xff);
        }
        return octets;
    }

    @Test
    void curvesThatAreNotAllowedAreRefused() {
        List<Payload> toBob = f.open(i1, f.key(BOB, NOW));
        byte[] weak = EcHalfKey.generate(EcGroup.P_192, f.random).publicPoint().toByteArray();
        refused(
                RejectReason.UNSUPPORTED_DH,
                f.bob().receive(f.reseal(i1, BOB, set(toBob, 1, point(EcGroup.P_192, weak))), Octets.EMPTY));
        EccptPayload koblitz = new EccptPayload(EccCurve.K_283, Octets.copyOf(new byte[73]), 1, 32, KeyValidity.NULL);
        refused(RejectReason.UNSUPPORTED_DH, f.bob().receive(f.reseal(i1, BOB, set(toBob, 1, koblitz)), Octets.EMPTY));
        List<Payload> toAlice = f.open(r1, f.key(ALICE, NOW));
        byte[] strong =
                EcHalfKey.generate(EcGroup.P_384, f.random).publicPoint().toByteArray();
        refused(
                RejectReason.UNSUPPORTED_DH,
                first.receive(f.reseal(r1, ALICE, set(toAlice, 3, point(EcGroup.P_384, strong)))));
    }

    @Test
    void encryptedDataOfAnotherShapeAreRefused() {
        List<Payload> toBob = f.open(i1, f.key(BOB, NOW));
        List<Payload> reversed = new ArrayList<>(toBob);
        Collections.reverse(reversed);
        refused(RejectReason.KEYS_UNUSABLE, f.bob().receive(f.reseal(i1, BOB, reversed), Octets.EMPTY));
        refused(
                RejectReason.MISSING_PAYLOAD,
                f.bob().receive(f.reseal(i1, BOB, List.of(toBob.get(0), toBob.get(2))), Octets.EMPTY));
        refused(
                RejectReason.UNEXPECTED_PAYLOAD,
                f.bob()
                        .receive(
                                f.reseal(i1, BOB, List.of(toBob.get(0), toBob.get(1), toBob.get(2), toBob.get(1))),
                                Octets.EMPTY));
        refused(
                RejectReason.IDENTITY_REFUSED,
                f.bob().receive(f.reseal(i1, BOB, List.of(toBob.get(0), toBob.get(1))), Octets.EMPTY));
        List<Payload> toAlice = f.open(r1, f.key(ALICE, NOW));
        refused(RejectReason.MISSING_PAYLOAD, first.receive(f.reseal(r1, ALICE, toAlice.subList(0, 3))));
        List<Payload> longer = new ArrayList<>(toAlice);
        longer.add(toAlice.get(3));
        refused(RejectReason.KEYS_UNUSABLE, first.receive(f.reseal(r1, ALICE, longer)));
        // ECCPTi again in I_MESSAGE_2, where the Responder knows it
        MikeyMessage message = second();
        List<Payload> inner = f.open(message, f.key(BOB, NOW));
        refused(
                RejectReason.UNEXPECTED_PAYLOAD,
                answer.receive(
                        f.reseal(message, BOB, List.of(inner.get(0), toBob.get(1), inner.get(1), inner.get(2)))));
    }

    @Test
    void missingAndUnexpectedPayloadsAreRefused() {
        refused(RejectReason.MISSING_PAYLOAD, f.bob().receive(without(i1, TPayload.class), Octets.EMPTY));
        refused(RejectReason.MISSING_PAYLOAD, f.bob().receive(without(i1, RandPayload.class), Octets.EMPTY));
        refused(RejectReason.MISSING_PAYLOAD, f.bob().receive(without(i1, IdrPayload.class), Octets.EMPTY));
        refused(RejectReason.MISSING_PAYLOAD, f.bob().receive(without(i1, IbakePayload.class), Octets.EMPTY));
        refused(
                RejectReason.UNEXPECTED_PAYLOAD,
                f.bob().receive(with(i1, i1.payloads().get(4)), Octets.EMPTY));
        refused(
                RejectReason.UNEXPECTED_PAYLOAD,
                f.bob().receive(with(i1, new VPayload(MacAlg.NULL, Octets.EMPTY)), Octets.EMPTY));
        refused(RejectReason.MISSING_PAYLOAD, first.receive(without(r1, TPayload.class)));
        refused(RejectReason.UNEXPECTED_PAYLOAD, first.receive(with(r1, new EskPayload(Octets.ofHex("00")))));
        refused(RejectReason.MISSING_PAYLOAD, answer.receive(without(i2, RandPayload.class)));
        refused(RejectReason.MISSING_PAYLOAD, second.receive(without(reply, TPayload.class)));
        refused(RejectReason.MISSING_PAYLOAD, second.receive(without(reply, VPayload.class)));
        refused(RejectReason.UNEXPECTED_PAYLOAD, f.bob().receive(renamedRole(i1, IdRole.IDR_KMS), Octets.EMPTY));
    }

    private static Octets renamedRole(MikeyMessage message, int role) {
        List<Payload> payloads = new ArrayList<>(message.payloads());
        IdrPayload idr = (IdrPayload) payloads.get(3);
        payloads.set(3, new IdrPayload(role, idr.idType(), idr.idData()));
        return MikeyMessage.encode(message.header(), payloads).octets();
    }

    @Test
    void headersStayTheSame() {
        for (CommonHeader header : List.of(
                header(r1, 0, CsIdMap.srtp(new SrtpId(0, IbakeFixture.SSRC, 0))),
                header(r1, 1, r1.header().csIdMap()))) {
            refused(
                    RejectReason.MISMATCH,
                    first.receive(MikeyMessage.encode(header, r1.payloads()).octets()));
        }
        MikeyMessage message = second();
        refused(
                RejectReason.MISMATCH,
                answer.receive(MikeyMessage.encode(
                                header(message, 0, CsIdMap.srtp(new SrtpId(0, IbakeFixture.SSRC, 0))),
                                message.payloads())
                        .octets()));
        CommonHeader otherBundle = new CommonHeader(
                DataType.R_MESSAGE_1,
                true,
                0,
                r1.header().csbId() ^ 1,
                r1.header().csIdMap());
        refused(
                RejectReason.MISMATCH,
                first.receive(MikeyMessage.encode(otherBundle, r1.payloads()).octets()));
    }

    private static CommonHeader header(MikeyMessage message, int prf, CsIdMap map) {
        return new CommonHeader(
                message.header().dataType(), true, prf, message.header().csbId(), map);
    }

    @Test
    void timestampsAreEchoedAndGoUp() {
        TPayload t = i1.payload(TPayload.class).orElseThrow();
        TPayload later = new TPayload(t.tsType(), t.tsValue() + 1);
        refused(RejectReason.MISMATCH, first.receive(replace(r1, later)));
        refused(RejectReason.MISMATCH, second.receive(replace(reply, later)));
        refused(RejectReason.TIMESTAMP_NOT_NEWER, answer.receive(replace(second(), t)));
        refused(RejectReason.MISMATCH, answer.receive(replace(second(), new RandPayload(Octets.copyOf(new byte[16])))));
        f.clock.advance(Duration.ofMinutes(6));
        refused(RejectReason.TIMESTAMP_OUTSIDE_WINDOW, f.bob().receive(i1.octets(), Octets.EMPTY));
        refused(RejectReason.TIMESTAMP_OUTSIDE_WINDOW, answer.receive(i2.octets()));
    }

    @Test
    @Proves("R6267-4.2.2.7-05")
    void noAnswerWithoutItsMac() {
        refused(
                RejectReason.AUTHENTICATION_FAILED,
                second.receive(replace(reply, new VPayload(MacAlg.NULL, Octets.EMPTY))));
        refused(
                RejectReason.AUTHENTICATION_FAILED,
                second.receive(replace(reply, new VPayload(MacAlg.HMAC_SHA_1_160, Octets.copyOf(new byte[20])))));
        // An IBAKE where none was asked for cannot be put in without breaking the MAC.
        List<Payload> payloads = new ArrayList<>(reply.payloads());
        payloads.add(1, r1.payload(IbakePayload.class).orElseThrow());
        refused(
                RejectReason.AUTHENTICATION_FAILED,
                second.receive(MikeyMessage.encode(reply.header(), payloads).octets()));
    }

    @Test
    void aMailboxAsksForPointAndSecretKey() {
        IbakeFirstOffer open = f.alice(IbakeAnswerJudge.anybody())
                .offer(EcGroup.P_256, request().build());
        IbakePendingAnswer mailbox = answered(f.mailbox().receive(open.message().octets(), Octets.EMPTY));
        f.tick();
        MikeyMessage message = next(open.receive(mailbox.message().octets())).message();
        refused(RejectReason.MISSING_PAYLOAD, mailbox.receive(without(message, EskPayload.class)));
        List<Payload> inner = f.open(message, f.key(MAILBOX, NOW));
        refused(
                RejectReason.MISSING_PAYLOAD,
                mailbox.receive(f.reseal(message, MAILBOX, List.of(inner.get(0), inner.get(2), inner.get(3)))));
        refused(
                RejectReason.UNSUPPORTED_DH,
                mailbox.receive(f.reseal(message, MAILBOX, set(inner, 1, point(EcGroup.P_256, bad("off-curve"))))));
        refused(RejectReason.MISMATCH, mailbox.receive(f.reseal(message, MAILBOX, set(inner, 1, inner.get(3)))));
        established(mailbox.receive(message.octets()));
        // Who asked for Bob alone does not talk to his mailbox.
        IbakePendingAnswer again = answered(f.mailbox().receive(i1.octets(), Octets.EMPTY));
        refused(RejectReason.IDENTITY_REFUSED, first.receive(again.message().octets()));
    }

    @Test
    void aMailboxEchoesThePointOfTheInitiator() {
        IbakeFirstOffer open = f.alice(IbakeAnswerJudge.anybody())
                .offer(EcGroup.P_256, request().build());
        IbakePendingAnswer mailbox = answered(f.mailbox().receive(open.message().octets(), Octets.EMPTY));
        f.tick();
        IbakeSecondOffer toMailbox = next(open.receive(mailbox.message().octets()));
        MikeyMessage right =
                established(mailbox.receive(toMailbox.message().octets())).reply();
        refused(RejectReason.AUTHENTICATION_FAILED, toMailbox.receive(without(right, IbakePayload.class)));
        refused(
                RejectReason.AUTHENTICATION_FAILED,
                toMailbox.receive(f.reseal(right, ALICE, f.open(r1, f.key(ALICE, NOW)))));
        established(toMailbox.receive(right.octets()));
    }

    @Test
    void whoKnowsNoServiceEncryptsToNobody() {
        IbakeKeys nobody = new IbakeKeys() {
            @Override
            public Optional<Recipient> recipient(IdPayload id, Instant at) {
                return Optional.empty();
            }

            @Override
            public Optional<IbePrivateKey> own(IdPayload id, Instant at) {
                return f.keys(BOB).own(id, at);
            }
        };
        refused(RejectReason.IDENTITY_REFUSED, f.user(BOB, nobody, f.replays()).receive(i1.octets(), Octets.EMPTY));
    }

    @Test
    void nothingSecretIsTold() {
        Rejected rejected = ((IbakeResponse.Refused)
                        f.user(CAROL, f.keys(CAROL), f.replays()).receive(i1.octets(), Octets.EMPTY))
                .rejected();
        Octets changed = flipped(i1.octets(), i1.octets().length() - 1);
        Rejected forged = ((IbakeResponse.Refused) f.bob().receive(changed, Octets.EMPTY)).rejected();
        assertThat(forged.detail()).isEqualTo(rejected.detail());
        assertThat(forged.errorNo()).isEqualTo(rejected.errorNo());
    }

    private static List<Payload> set(List<Payload> payloads, int index, Payload payload) {
        List<Payload> changed = new ArrayList<>(payloads);
        changed.set(index, payload);
        return changed;
    }
}

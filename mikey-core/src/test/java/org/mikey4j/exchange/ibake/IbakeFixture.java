package org.mikey4j.exchange.ibake;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeDomain;
import org.mikey4j.crypto.ibe.IbeMasterSecret;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.crypto.ibe.SmallIbe;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.EskPayload;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.SetClock;

/** Users of one key management service, and what a forger can do who knows everybody's public keys. */
final class IbakeFixture {
    static final Instant NOW = Instant.parse("2026-11-09T12:00:00Z");
    static final IdPayload ALICE = IdPayload.uri("sip:alice@example.org");
    static final IdPayload BOB = IdPayload.uri("sip:bob@example.org");
    static final IdPayload CAROL = IdPayload.uri("sip:carol@example.org");
    static final IdPayload DESK = IdPayload.uri("sip:desk@example.org");
    static final IdPayload MAILBOX = IdPayload.uri("sip:mailbox@example.org");
    static final long SSRC = 0xa11ce001L;
    static final long FILLED = 0xb0b00001L;

    final SecureRandom random = new SecureRandom();
    final SetClock clock = new SetClock(NOW);
    final ExchangeSettings settings = ExchangeSettings.builder(clock, random).build();
    final EcPolicy groups = EcPolicy.of(random);
    final IbeMasterSecret kms;

    IbakeFixture() {
        this(SmallIbe.DOMAIN);
    }

    IbakeFixture(IbeDomain domain) {
        kms = IbeMasterSecret.generate(domain, random);
    }

    /** The keys of the current month. */
    IbakeKeyRing keys(IdPayload... own) {
        return keys(NOW, own);
    }

    IbakeKeyRing keys(Instant month, IdPayload... own) {
        List<IbePrivateKey> keys = new ArrayList<>();
        for (IdPayload id : own) {
            keys.add(key(id, month));
        }
        return new IbakeKeyRing(kms.parameters(), IbakeDates.MONTH, keys);
    }

    IbePrivateKey key(IdPayload id, Instant month) {
        return kms.extract(IbakeDates.MONTH.identity(id, month));
    }

    static OfferRequest.Builder request() {
        return OfferRequest.builder()
                .initiator(ALICE)
                .responder(BOB)
                .csIdMap(CsIdMap.srtp(new SrtpId(0, SSRC, 0), new SrtpId(0, 0, 0)));
    }

    IbakeInitiator alice(IbakeAnswerJudge judge) {
        return new IbakeInitiator(settings, keys(ALICE), groups, judge);
    }

    IbakeFirstOffer offer() {
        return alice(IbakeAnswerJudge.onlyAsked())
                .offer(EcGroup.P_256, request().build());
    }

    IbakeResponder bob() {
        return user(BOB, keys(BOB), replays());
    }

    IbakeResponder user(IdPayload self, IbakeKeys keys, ReplayCache replays) {
        return IbakeResponder.user(settings, keys, groups, self, replays, OfferJudge.acceptSupported(csId -> FILLED));
    }

    IbakeResponder mailbox() {
        return IbakeResponder.mailbox(
                settings, keys(MAILBOX), groups, MAILBOX, replays(), OfferJudge.acceptSupported(csId -> FILLED));
    }

    ReplayCache replays() {
        return InMemoryReplayCache.builder(clock, random, 100)
                .trackedSince(Instant.EPOCH)
                .build();
    }

    void tick() {
        clock.advance(Duration.ofMillis(20));
    }

    static IbakePendingAnswer answered(IbakeResponse response) {
        assertThat(response).isInstanceOf(IbakeResponse.Answered.class);
        return ((IbakeResponse.Answered) response).answer();
    }

    static IbakeSecondOffer next(IbakeFirstResult result) {
        if (result instanceof IbakeFirstResult.Refused refused) {
            throw new AssertionError(refused.rejected().toString());
        }
        return ((IbakeFirstResult.Next) result).offer();
    }

    static IbakeConfirmation.Established established(IbakeConfirmation confirmation) {
        if (confirmation instanceof IbakeConfirmation.Refused refused) {
            throw new AssertionError(refused.rejected().toString());
        }
        return (IbakeConfirmation.Established) confirmation;
    }

    static SecurityAssociation established(InitiatorResult result) {
        assertThat(result).isInstanceOf(InitiatorResult.Established.class);
        return ((InitiatorResult.Established) result).association();
    }

    static void refused(RejectReason reason, IbakeResponse response) {
        assertThat(response)
                .isInstanceOfSatisfying(
                        IbakeResponse.Refused.class,
                        r -> assertThat(r.rejected().reason()).isEqualTo(reason));
    }

    static void refused(RejectReason reason, IbakeFirstResult result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        IbakeFirstResult.Refused.class,
                        r -> assertThat(r.rejected().reason()).isEqualTo(reason));
    }

    static void refused(RejectReason reason, IbakeConfirmation confirmation) {
        assertThat(confirmation)
                .isInstanceOfSatisfying(
                        IbakeConfirmation.Refused.class,
                        r -> assertThat(r.rejected().reason()).isEqualTo(reason));
    }

    static void refused(RejectReason reason, InitiatorResult result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }

    /** What a message holds, with the encrypted data in clear. */
    List<Payload> open(MikeyMessage message, IbePrivateKey key) {
        byte[] plaintext = key.decrypt(
                        message.payload(IbakePayload.class).orElseThrow().encrData())
                .toByteArray();
        return PayloadChain.decodeSubPayloads(Octets.copyOf(plaintext), PayloadType.IDR);
    }

    /** The message with other encrypted data, as anybody can make it who knows the receiver's identity. */
    Octets reseal(MikeyMessage message, IdPayload to, List<Payload> payloads) {
        return reseal(message, to, NOW, payloads);
    }

    Octets reseal(MikeyMessage message, IdPayload to, Instant month, List<Payload> payloads) {
        SecretBytes plaintext = SecretBytes.copyOf(PayloadChain.encode(payloads));
        Octets data = kms.parameters().encrypt(IbakeDates.MONTH.identity(to, month), plaintext, random);
        return replace(message, new IbakePayload(data));
    }

    /** The message with another payload of a kind. */
    static Octets replace(MikeyMessage message, Payload payload) {
        List<Payload> payloads = new ArrayList<>();
        for (Payload old : message.payloads()) {
            payloads.add(old.getClass() == payload.getClass() ? payload : old);
        }
        return MikeyMessage.encode(message.header(), payloads).octets();
    }

    static Octets without(MikeyMessage message, Class<? extends Payload> kind) {
        return MikeyMessage.encode(
                        message.header(),
                        message.payloads().stream()
                                .filter(payload -> !kind.isInstance(payload))
                                .toList())
                .octets();
    }

    static Octets with(MikeyMessage message, Payload more) {
        List<Payload> payloads = new ArrayList<>(message.payloads());
        payloads.add(more);
        return MikeyMessage.encode(message.header(), payloads).octets();
    }

    static Octets flipped(Octets octets, int at) {
        byte[] changed = octets.toByteArray();
        changed[at] ^= 1;
        return Octets.copyOf(changed);
    }

    static EccptPayload point(EcGroup group, byte[] octets) {
        return new EccptPayload(group.eccCurve(), Octets.copyOf(octets), 1, 32, KeyValidity.NULL);
    }

    static Octets esk(MikeyMessage message) {
        return message.payload(EskPayload.class).orElseThrow().encrData();
    }
}

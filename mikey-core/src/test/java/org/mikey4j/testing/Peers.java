package org.mikey4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.SignatureScheme;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.TestPki.Entity;
import org.mikey4j.trust.PkixPolicy;
import org.mikey4j.trust.PkixValidator;

/** Alice, who begins, and Bob, who answers, with certificates of one authority; and what tests ask about their exchanges. */
public final class Peers {
    public static final Clock CLOCK = Clock.fixed(TestPki.NOW, ZoneOffset.UTC);
    public static final SecureRandom RANDOM = new SecureRandom();
    public static final IdPayload ALICE = IdPayload.uri("sip:alice@example.org");
    public static final IdPayload BOB = IdPayload.uri("sip:bob@example.org");
    public static final IdPayload CAROL = IdPayload.uri("sip:carol@example.org");
    public static final Entity ROOT = TestPki.spec("root").ca().selfSigned();
    public static final Entity ALICE_CERT =
            TestPki.spec("alice").uri("sip:alice@example.org").issuedBy(ROOT);
    public static final Entity BOB_CERT =
            TestPki.spec("bob").uri("sip:bob@example.org").issuedBy(ROOT);

    private Peers() {}

    public static LocalIdentity local(IdPayload id, Entity entity) {
        return new LocalIdentity(id, List.of(entity.payload()), signer(entity));
    }

    public static MessageSigner signer(Entity entity) {
        return MessageSigner.rsa(
                entity.keys().getPrivate(),
                SignatureScheme.RSA_PKCS1_V1_5,
                HashAlgorithm.SHA_256,
                JcaAlgorithms.PLATFORM,
                RANDOM);
    }

    public static PeerTrust trust() {
        return PeerTrust.of(new PkixValidator(
                PkixPolicy.trusting(List.of(ROOT.certificate())).build()));
    }

    public static ReplayCache replays() {
        return InMemoryReplayCache.builder(CLOCK, RANDOM, 64)
                .trackedSince(Instant.MIN)
                .build();
    }

    public static OfferRequest.Builder request() {
        return OfferRequest.builder()
                .initiator(ALICE)
                .responder(BOB)
                .csIdMap(CsIdMap.srtp(new SrtpId(0, 0xa11ce001L, 0), new SrtpId(0, 0, 0)));
    }

    /** A timestamp this many seconds after now. */
    public static TPayload at(long seconds) {
        return new TPayload(0, NtpTime.of(TestPki.NOW.plusSeconds(seconds)));
    }

    public static ResponderResult.Established answered(ResponderResult result) {
        assertThat(result).isInstanceOf(ResponderResult.Established.class);
        return (ResponderResult.Established) result;
    }

    public static Octets reply(ResponderResult result) {
        return answered(result).reply().orElseThrow().octets();
    }

    public static SecurityAssociation established(InitiatorResult result) {
        assertThat(result).isInstanceOf(InitiatorResult.Established.class);
        return ((InitiatorResult.Established) result).association();
    }

    public static Rejected rejected(Object result, RejectReason reason) {
        assertThat(result).isInstanceOf(Rejected.class);
        Rejected rejected = (Rejected) result;
        assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
        return rejected;
    }

    public static void assertSameKeys(SecurityAssociation ours, SecurityAssociation theirs) {
        assertThat(theirs.cryptoSessions()).hasSameSizeAs(ours.cryptoSessions()).isNotEmpty();
        for (int i = 0; i < ours.cryptoSessions().size(); i++) {
            assertThat(theirs.cryptoSessions().get(i).keys())
                    .isEqualTo(ours.cryptoSessions().get(i).keys())
                    .isNotEmpty();
            assertThat(theirs.cryptoSessions().get(i).ssrc())
                    .isEqualTo(ours.cryptoSessions().get(i).ssrc());
        }
    }

    public static void assertWiped(SecretBytes... secrets) {
        for (SecretBytes secret : secrets) {
            assertThatThrownBy(secret::toByteArray)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the secret was wiped");
        }
    }

    /** Every octet changed, one at a time, in two ways; none may be accepted or count as authentic. */
    public static void assertEveryChangeRefused(Octets octets, Function<Octets, ?> receive) {
        byte[] good = octets.toByteArray();
        for (int at = 0; at < good.length; at++) {
            byte[] forged = good.clone();
            forged[at] ^= (byte) (at % 2 == 0 ? 0x01 : 0x10);
            Object result = receive.apply(Octets.copyOf(forged));
            assertThat(result).as("octet " + at).isInstanceOf(Rejected.class);
            assertThat(((Rejected) result).authenticated()).as("octet " + at).isFalse();
        }
    }

    /** The message cut off after each octet. */
    public static void assertEveryTruncationRefused(Octets octets, Function<Octets, ?> receive) {
        for (int length = 0; length < octets.length(); length++) {
            rejected(receive.apply(octets.slice(0, length)), RejectReason.MALFORMED);
        }
    }

    public static List<String> kinds(MikeyMessage message) {
        return message.payloads().stream()
                .map(p -> p.getClass().getSimpleName().replace("Payload", ""))
                .toList();
    }
}

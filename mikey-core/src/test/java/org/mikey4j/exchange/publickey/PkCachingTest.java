package org.mikey4j.exchange.publickey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.ALICE_CERT;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.BOB_CERT;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.ROOT;
import static org.mikey4j.testing.Peers.answered;
import static org.mikey4j.testing.Peers.assertSameKeys;
import static org.mikey4j.testing.Peers.established;
import static org.mikey4j.testing.Peers.local;
import static org.mikey4j.testing.Peers.rejected;
import static org.mikey4j.testing.Peers.reply;
import static org.mikey4j.testing.Peers.request;
import static org.mikey4j.testing.Peers.signer;
import static org.mikey4j.testing.Peers.trust;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.InMemoryCounterLog;
import org.mikey4j.testing.CountingRsa;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SetClock;
import org.mikey4j.testing.TestPki;
import org.mikey4j.trust.CachingValidator;
import org.mikey4j.trust.CertificateValidator;
import org.mikey4j.trust.PkixPolicy;
import org.mikey4j.trust.PkixValidator;

/** What both ends of the public-key method keep, and what a server does for each message. */
class PkCachingTest {
    private final SetClock clock = new SetClock(TestPki.NOW);
    private final ExchangeSettings settings =
            ExchangeSettings.builder(clock, RANDOM).build();
    private final CountingRsa counting = new CountingRsa();
    private final PkInitiator initiator = new PkInitiator(settings, local(ALICE, ALICE_CERT));

    private PkResponder responder(ExchangeSettings with, PeerTrust trust, CounterLog counters) {
        EnvelopeOpener opener = new EnvelopeOpener(
                BOB_CERT.keys().getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.of(counting), RANDOM);
        return new PkResponder(
                with,
                BOB,
                trust,
                PkResponder.oneKey(opener),
                Peers.replays(),
                OfferJudge.acceptSupported(csId -> 9),
                counters);
    }

    private PkResponder responder() {
        return responder(settings, trust(), CounterLog.NONE);
    }

    private static Envelope envelope() {
        return Envelope.to(BOB_CERT.keys().getPublic());
    }

    private Octets offer(long second) {
        return initiator
                .offer(envelope(), request().timestamp(Peers.at(second)).build())
                .message()
                .octets();
    }

    @Test
    @Proves({"R3830-6.3-02", "R3830-3.2-08"})
    void anEnvelopeKeyThatMayServeFurtherBundlesReplacesRsa() {
        EnvelopeKeyCache ours = new EnvelopeKeyCache(clock, Duration.ofHours(1), 2);
        EnvelopeKeyCache theirs = new EnvelopeKeyCache(clock, Duration.ofHours(1), 2);
        PkResponder keeping = responder().keepingEnvelopeKeysIn(theirs);
        PkPendingOffer offer = initiator
                .keepingEnvelopeKeysIn(ours)
                .offer(envelope().cached(), request().build());
        assertThat(ours.size()).as("nothing before the answer").isZero();
        Octets answer = reply(keeping.receive(offer.message().octets(), Octets.EMPTY));
        established(offer.receive(answer));
        assertThat(counting.drain()).isNotEmpty();

        SecretBytes key = ours.find(ALICE, BOB).orElseThrow();
        PskPendingOffer second = new PskInitiator(settings)
                .offer(key, request().timestamp(Peers.at(1)).build());
        PskResponder cached =
                new PskResponder(settings, theirs, Peers.replays(), OfferJudge.acceptSupported(csId -> 9));
        ResponderResult.Established again =
                answered(cached.receive(second.message().octets(), Octets.EMPTY));

        assertSameKeys(established(second.receive(again.reply().orElseThrow().octets())), again.association());
        assertThat(counting.drain()).as("no RSA for the second bundle").isEmpty();
        assertThat(second.message().header().csbId())
                .isNotEqualTo(offer.message().header().csbId());
        assertThat(theirs.find(BOB, ALICE)).as("the other direction").isEmpty();

        clock.advance(Duration.ofHours(1));
        assertThat(ours.find(ALICE, BOB)).isEmpty();
        assertThat(ours.size()).as("too old, and found to be so").isZero();
        assertThat(theirs.size()).isEqualTo(1);
        theirs.close();
        assertThat(theirs.size()).isZero();
    }

    @Test
    void onlyTheFlagKeepsAKey() {
        EnvelopeKeyCache ours = new EnvelopeKeyCache(clock, Duration.ofHours(1), 2);
        EnvelopeKeyCache theirs = new EnvelopeKeyCache(clock, Duration.ofHours(1), 2);
        PkInitiator keeper = initiator.keepingEnvelopeKeysIn(ours);
        PkResponder keeping = responder().keepingEnvelopeKeysIn(theirs);
        for (Envelope each : List.of(envelope(), envelope().cachedForCsb())) {
            answered(keeping.receive(
                    keeper.send(each, request().build()).message().octets(), Octets.EMPTY));
        }
        assertThat(ours.size() + theirs.size()).isZero();

        keeper.send(envelope().cached(), request().build());
        assertThat(ours.size())
                .as("of a message without an answer when it is made")
                .isEqualTo(1);
    }

    @Test
    void theKeyCacheIsBoundedAndTheNewestKeyCounts() {
        EnvelopeKeyCache cache = new EnvelopeKeyCache(clock, Duration.ofHours(1), 2);
        SecretBytes first = SecretBytes.random(RANDOM, 16);
        SecretBytes second = SecretBytes.random(RANDOM, 16);
        cache.keep(ALICE, BOB, first);
        cache.keep(ALICE, BOB, second);
        assertThat(cache.size()).isEqualTo(1);
        assertThat(cache.find(ALICE, BOB)).contains(second);
        cache.keep(BOB, ALICE, first);
        cache.keep(ALICE, Peers.CAROL, first);

        assertThat(cache.size()).isEqualTo(2);
        assertThat(cache.find(ALICE, BOB)).as("the oldest went").isEmpty();
    }

    @Test
    void aNewKeyOfAPairTakesTheRoomOfItsOldOne() {
        EnvelopeKeyCache cache = new EnvelopeKeyCache(clock, Duration.ofHours(1), 2);
        SecretBytes first = SecretBytes.random(RANDOM, 16);
        SecretBytes second = SecretBytes.random(RANDOM, 16);
        cache.keep(ALICE, BOB, first);
        cache.keep(BOB, ALICE, first);

        cache.keep(BOB, ALICE, second);

        assertThat(cache.find(ALICE, BOB)).as("nothing had to go").contains(first);
        assertThat(cache.find(BOB, ALICE)).contains(second);
        cache.keep(ALICE, BOB, second);
        cache.keep(ALICE, Peers.CAROL, first);
        assertThat(cache.find(BOB, ALICE)).as("the oldest went").isEmpty();
        assertThat(cache.find(ALICE, BOB)).contains(second);
    }

    @Test
    void aKeyCacheHasRoomAndKeepsForAWhile() {
        try (EnvelopeKeyCache least = new EnvelopeKeyCache(clock, Duration.ofNanos(1), 1)) {
            least.keep(ALICE, BOB, SecretBytes.random(RANDOM, 16));
            assertThat(least.size()).isEqualTo(1);
        }
        assertThatThrownBy(() -> new EnvelopeKeyCache(clock, Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lifetime: PT0S, capacity: 1");
        assertThatThrownBy(() -> new EnvelopeKeyCache(clock, Duration.ofNanos(-1), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lifetime: PT-0.000000001S, capacity: 1");
        assertThatThrownBy(() -> new EnvelopeKeyCache(clock, Duration.ofHours(1), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lifetime: PT1H, capacity: 0");
    }

    @Test
    void theKeyCacheWipesWhatItForgets() throws ReflectiveOperationException {
        EnvelopeKeyCache cache = new EnvelopeKeyCache(clock, Duration.ofHours(1), 1);
        SecretBytes given = SecretBytes.random(RANDOM, 16);
        cache.keep(ALICE, BOB, given);
        SecretBytes replaced = onlyKeyOf(cache);
        cache.keep(ALICE, BOB, given);
        Peers.assertWiped(replaced);

        SecretBytes pushedOut = onlyKeyOf(cache);
        cache.keep(BOB, ALICE, given);
        Peers.assertWiped(pushedOut);

        SecretBytes tooOld = onlyKeyOf(cache);
        clock.advance(Duration.ofHours(1));
        assertThat(cache.find(BOB, ALICE)).isEmpty();
        Peers.assertWiped(tooOld);

        cache.keep(ALICE, BOB, given);
        SecretBytes last = onlyKeyOf(cache);
        cache.close();
        Peers.assertWiped(last);
        assertThat(given.toByteArray()).as("the caller's own").hasSize(16);
    }

    /** The key itself, of which {@code find} gives copies. */
    private static SecretBytes onlyKeyOf(EnvelopeKeyCache cache) throws ReflectiveOperationException {
        Field keys = EnvelopeKeyCache.class.getDeclaredField("keys");
        keys.setAccessible(true);
        Map<?, ?> kept = (Map<?, ?>) keys.get(cache);
        assertThat(kept).hasSize(1);
        Object only = kept.values().iterator().next();
        Method key = only.getClass().getDeclaredMethod("key");
        key.setAccessible(true);
        SecretBytes secret = (SecretBytes) key.invoke(only);
        assertThat(secret.toByteArray()).hasSize(16);
        return secret;
    }

    @Test
    @Proves("R3830-4.5-06")
    void anUpdateByPublicKeyOfAKeptKeyIsRefused() {
        PkPendingOffer kept =
                initiator.offer(envelope().cachedForCsb(), request().build());
        SecurityAssociation theirs = answered(responder().receive(kept.message().octets(), Octets.EMPTY))
                .association();

        rejected(responder().receiveUpdate(theirs, offer(1), Octets.EMPTY), RejectReason.WRONG_DATA_TYPE);
    }

    /** A server that hears from the same peer again validates once; nothing secret is among what it keeps. */
    @Test
    void theCertificatesOfAPeerAreValidatedOnce() {
        AtomicInteger validations = new AtomicInteger();
        PkixValidator pkix = new PkixValidator(
                PkixPolicy.trusting(List.of(ROOT.certificate())).build());
        CertificateValidator counted = (certificates, id, use, at) -> {
            validations.incrementAndGet();
            return pkix.validate(certificates, id, use, at);
        };
        CachingValidator caching = new CachingValidator(counted, Duration.ofMinutes(5), 8);
        PkResponder server = responder(settings, PeerTrust.of(caching), CounterLog.NONE);
        Set<SecretBytes> teks = new HashSet<>();
        List<Integer> counts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            teks.add(answered(server.receive(offer(i), Octets.EMPTY))
                    .association()
                    .cryptoSessions()
                    .get(0)
                    .keys()
                    .get(0)
                    .tek());
            counts.add(validations.get());
        }

        // The certificate alone, since the identity is encrypted, and then with the identity.
        assertThat(counts).containsExactly(2, 2, 2);
        assertThat(caching.size()).isEqualTo(2);
        assertThat(teks).as("each session has keys of its own").hasSize(3);
    }

    @Test
    void aSignatureWithoutItsHeaderIsAcceptedOnlyByName() {
        ExchangeSettings lenient = ExchangeSettings.builder(clock, RANDOM)
                .accept(Compatibility.SIGNATURE_WITHOUT_SIGN_HEADER)
                .build();
        MikeyMessage message = initiator.offer(envelope(), request().build()).message();
        Octets signature = signer(ALICE_CERT).sign(Signatures.coveredWithoutHeader(message));
        Octets other = message.withLast(new SignPayload(0, signature)).octets();

        rejected(responder().receive(other, Octets.EMPTY), RejectReason.AUTHENTICATION_FAILED);
        assertThat(answered(responder(lenient, trust(), CounterLog.NONE).receive(other, Octets.EMPTY))
                        .association()
                        .diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.rule()).isEqualTo("SIGNATURE_WITHOUT_SIGN_HEADER"));
    }

    @Test
    void countersAreAcceptedWhereTheyAreKept() {
        OfferRequest counted =
                request().timestamp(new TPayload(TsType.COUNTER, 3)).build();
        Octets message = initiator.offer(envelope(), counted).message().octets();
        PkResponder keeping = responder(settings, trust(), new InMemoryCounterLog(1));

        assertThat(answered(keeping.receive(message, Octets.EMPTY)).reply()).isPresent();
        rejected(keeping.receive(message, Octets.EMPTY), RejectReason.TIMESTAMP_NOT_NEWER);
        rejected(responder().receive(message, Octets.EMPTY), RejectReason.TIMESTAMP_NOT_NEWER);
    }

    /**
     * The whole exchange, not the opener alone: for each way in which an envelope can be wrong the same calls of RSA are made,
     * in the same order, and the result is the same in every part (Bleichenbacher).
     */
    @Test
    void theExchangeDoesTheSameForEveryEnvelopeThatIsWrong() {
        ExchangeSettings reporting = ExchangeSettings.builder(clock, RANDOM)
                .reportAuthenticationFailures(true)
                .build();
        PkResponder server = responder(reporting, trust(), CounterLog.NONE);
        MikeyMessage message = initiator.offer(envelope(), request().build()).message();
        answered(server.receive(message.octets(), Octets.EMPTY));
        List<String> workOfTheRightOne = counting.drain();
        assertThat(workOfTheRightOne).isNotEmpty();

        Set<Object> results = new HashSet<>();
        for (Octets envelope : wrongEnvelopes()) {
            List<Payload> payloads = new ArrayList<>(message.payloads());
            payloads.replaceAll(p -> p instanceof PkePayload ? new PkePayload(0, envelope) : p);
            MikeyMessage forged =
                    Signatures.sign(message.header(), payloads.subList(0, payloads.size() - 1), signer(ALICE_CERT));
            Rejected refused =
                    rejected(server.receive(forged.octets(), Octets.EMPTY), RejectReason.AUTHENTICATION_FAILED);

            assertThat(counting.drain()).isEqualTo(workOfTheRightOne);
            assertThat(refused.errorMessage()).isPresent();
            results.add(refused);
        }
        assertThat(results).hasSize(1);
    }

    private static List<Octets> wrongEnvelopes() {
        byte[] good = new byte[256];
        Arrays.fill(good, 2, 256 - 17, (byte) 0x55);
        good[1] = 2;
        byte[] wrongType = good.clone();
        wrongType[1] = 1;
        byte[] noLeadingZero = good.clone();
        noLeadingZero[0] = 1;
        byte[] earlyZero = good.clone();
        earlyZero[5] = 0;
        byte[] noSeparator = good.clone();
        Arrays.fill(noSeparator, 2, 256, (byte) 0x55);
        byte[] emptyKey = noSeparator.clone();
        emptyKey[255] = 0;
        List<Octets> envelopes = new ArrayList<>();
        for (byte[] padded : List.of(good, wrongType, noLeadingZero, earlyZero, noSeparator, emptyKey)) {
            envelopes.add(raw(padded));
        }
        return envelopes;
    }

    /** Plain RSA, so that any padding can be made. */
    private static Octets raw(byte[] padded) {
        RSAPublicKey key = (RSAPublicKey) BOB_CERT.keys().getPublic();
        byte[] number = new BigInteger(1, padded)
                .modPow(key.getPublicExponent(), key.getModulus())
                .toByteArray();
        byte[] envelope = new byte[256];
        int from = Math.max(0, number.length - 256);
        System.arraycopy(number, from, envelope, 256 - (number.length - from), number.length - from);
        return Octets.copyOf(envelope);
    }
}

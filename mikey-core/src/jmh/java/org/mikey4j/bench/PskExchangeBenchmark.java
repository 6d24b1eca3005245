package org.mikey4j.bench;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.replay.InMemoryReplayCache;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A whole exchange of the pre-shared key method, both ends of it, and the calls of the platform's cryptography that it
 * cannot do without: nanoseconds of one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PskExchangeBenchmark {
    /** Cheap, so that the ratio is about the exchange and not about the system's source of randomness. */
    private final SecureRandom random = new CheapRandom();
    private final SecretBytes psk = SecretBytes.random(random, 16);
    private final ExchangeSettings settings =
            ExchangeSettings.builder(Clock.systemUTC(), random).build();
    private final PskInitiator initiator = new PskInitiator(settings);
    private final PskResponder responder = new PskResponder(
            settings,
            PskLookup.of(PskPeer.of(psk)),
            InMemoryReplayCache.builder(Clock.systemUTC(), random, 4_000_000)
                    .trackedSince(Instant.MIN)
                    .build(),
            OfferJudge.acceptSupported(csId -> 7));
    private final OfferRequest request = OfferRequest.builder()
            .csIdMap(CsIdMap.srtp(new SrtpId(0, 1, 0), new SrtpId(0, 0, 0)))
            .initiator(IdPayload.uri("sip:alice@example.org"))
            .responder(IdPayload.uri("sip:bob@example.org"))
            .build();

    private final byte[] key = new byte[16];
    private final byte[] label = new byte[25];
    private final byte[] first = new byte[200];
    private final byte[] second = new byte[120];
    private final byte[] kemac = new byte[20];

    /** Made, received and verified, answered, the answer verified, the keys of two crypto sessions at either end. */
    @Benchmark
    public void exchange(Blackhole hole) {
        try (PskPendingOffer offer = initiator.offer(psk, request)) {
            ResponderResult.Established answered = (ResponderResult.Established)
                    responder.receive(offer.message().octets(), Octets.EMPTY);
            InitiatorResult.Established established = (InitiatorResult.Established)
                    offer.receive(answered.reply().orElseThrow().octets());
            consume(answered.association(), hole);
            consume(established.association(), hole);
        }
    }

    private static void consume(SecurityAssociation association, Blackhole hole) {
        try (association) {
            for (CryptoSession session : association.cryptoSessions()) {
                hole.consume(session.keys());
            }
        }
    }

    /** The HMACs and the AES of {@link #exchange}. */
    @Benchmark
    public void bare(Blackhole hole) throws GeneralSecurityException {
        for (int end = 0; end < 2; end++) {
            derive(mac(key), 3, hole); // the keys that protect the message
            Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
            hole.consume(aes.doFinal(kemac));
            hole.consume(mac(key).doFinal(first));
            hole.consume(mac(key).doFinal(second));
            derive(mac(key), 4, hole); // TEK and salt of two crypto sessions
        }
    }

    private void derive(Mac mac, int keys, Blackhole hole) throws GeneralSecurityException {
        byte[] out = new byte[20];
        for (int i = 0; i < keys; i++) {
            mac.update(label);
            mac.doFinal(out, 0);
            mac.update(out);
            mac.update(label);
            mac.doFinal(out, 0);
            hole.consume(out);
        }
    }

    private static Mac mac(byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        return mac;
    }

    /** Not random at all. */
    private static final class CheapRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private long state;

        @Override
        public void nextBytes(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
                bytes[i] = (byte) (state >>> 56);
            }
        }
    }
}

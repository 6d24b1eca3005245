package org.mikey4j.bench;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeDomain;
import org.mikey4j.crypto.ibe.IbeMasterSecret;
import org.mikey4j.crypto.ibe.IbeParameters;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ibake.IbakeAnswerJudge;
import org.mikey4j.exchange.ibake.IbakeConfirmation;
import org.mikey4j.exchange.ibake.IbakeDates;
import org.mikey4j.exchange.ibake.IbakeFirstOffer;
import org.mikey4j.exchange.ibake.IbakeFirstResult;
import org.mikey4j.exchange.ibake.IbakeInitiator;
import org.mikey4j.exchange.ibake.IbakeKeyRing;
import org.mikey4j.exchange.ibake.IbakePendingAnswer;
import org.mikey4j.exchange.ibake.IbakeResponder;
import org.mikey4j.exchange.ibake.IbakeResponse;
import org.mikey4j.exchange.ibake.IbakeSecondOffer;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** MIKEY-IBAKE and the encryption of Boneh and Franklin below it, at a strength of 128 bits: operations a second of one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class IbakeBenchmark {
    private static final IdPayload ALICE = IdPayload.uri("sip:alice@example.org");
    private static final IdPayload BOB = IdPayload.uri("sip:bob@example.org");

    private final SecureRandom random = new SecureRandom();
    private final Octets identity = Octets.of("sip:bob@example.org2026-11", StandardCharsets.US_ASCII);
    /** As much as the sub-payloads of I_MESSAGE_1 have. */
    private final SecretBytes message = SecretBytes.random(random, 120);

    private Instant now = Instant.parse("2026-11-09T12:00:00Z");
    private IbeMasterSecret master;
    private IbeParameters parameters;
    private IbePrivateKey key;
    private SecretBytes encoded;
    private Octets ciphertext;
    private IbakeInitiator initiator;
    private IbakeResponder responder;

    /** Two users of one service, whose clock goes on by a millisecond whenever it is asked. */
    @Setup
    public void setup() {
        master = IbeMasterSecret.generate(IbeDomain.DEFAULT, random);
        parameters = master.parameters();
        key = master.extract(identity);
        encoded = key.encode();
        ciphertext = parameters.encrypt(identity, message, random);
        Clock clock = new Ticking();
        ExchangeSettings settings = ExchangeSettings.builder(clock, random).build();
        initiator = new IbakeInitiator(settings, keys(ALICE), EcPolicy.of(random), IbakeAnswerJudge.onlyAsked());
        responder = IbakeResponder.user(
                settings,
                keys(BOB),
                EcPolicy.of(random),
                BOB,
                InMemoryReplayCache.builder(clock, random, 1_000_000)
                        .trackedSince(Instant.EPOCH)
                        .build(),
                OfferJudge.acceptSupported(csId -> 2));
    }

    private final class Ticking extends Clock {
        @Override
        public Instant instant() {
            now = now.plus(Duration.ofMillis(1));
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    private IbakeKeyRing keys(IdPayload user) {
        return new IbakeKeyRing(
                parameters, IbakeDates.MONTH, List.of(master.extract(IbakeDates.MONTH.identity(user, now))));
    }

    /** To an identity, which is hashed to a point each time. */
    @Benchmark
    public Octets encrypt() {
        return parameters.encrypt(identity, message, random);
    }

    /** With a key that was checked before. */
    @Benchmark
    public SecretBytes decrypt() {
        return key.decrypt(ciphertext);
    }

    /** What a service does for each user and date. */
    @Benchmark
    public IbePrivateKey extract() {
        return master.extract(identity);
    }

    /** What a device does once for each key that it receives. */
    @Benchmark
    public IbePrivateKey checkPrivateKey() {
        return IbePrivateKey.decode(parameters, identity, encoded);
    }

    /** All four messages at both ends: three things are encrypted and decrypted, and a point of P-256 agreed on. */
    @Benchmark
    public boolean exchange() {
        OfferRequest request = OfferRequest.builder()
                .initiator(ALICE)
                .responder(BOB)
                .csIdMap(CsIdMap.srtp(new SrtpId(0, 1, 0), new SrtpId(0, 0, 0)))
                .build();
        try (IbakeFirstOffer first = initiator.offer(EcGroup.P_256, request);
                IbakePendingAnswer answer =
                        ((IbakeResponse.Answered) responder.receive(first.message().octets(), Octets.EMPTY)).answer();
                IbakeSecondOffer second =
                        ((IbakeFirstResult.Next) first.receive(answer.message().octets())).offer()) {
            IbakeConfirmation.Established bob =
                    (IbakeConfirmation.Established) answer.receive(second.message().octets());
            InitiatorResult.Established alice = (InitiatorResult.Established)
                    second.receive(bob.reply().octets());
            boolean same = alice.association().keys().equals(bob.association().keys());
            alice.association().close();
            bob.association().close();
            return same;
        }
    }
}

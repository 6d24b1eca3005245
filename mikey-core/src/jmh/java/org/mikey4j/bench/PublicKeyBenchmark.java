package org.mikey4j.bench;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.DHParameterSpec;
import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.DhHalfKey;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.SignatureVerifier;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.exchange.publickey.PkInitiator;
import org.mikey4j.exchange.publickey.PkResponder;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.testing.NoReplays;
import org.mikey4j.testing.Peers;
import org.mikey4j.trust.CachingValidator;
import org.mikey4j.trust.PkixPolicy;
import org.mikey4j.trust.PkixValidator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A server's side of the public-key method and of Diffie-Hellman, each beside the bare RSA or exponentiations that it cannot do
 * without, with the platform's provider and with Bouncy Castle's: microseconds of one thread. RSA keys have 2048 bits.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PublicKeyBenchmark {
    @Param({"platform", "BC", "ACCP"})
    public String provider = "platform";

    private Optional<Provider> given = Optional.empty();
    private JcaAlgorithms algorithms = JcaAlgorithms.PLATFORM;
    private Optional<PkResponder> responder = Optional.empty();
    private Octets message = Octets.EMPTY;
    private byte[] signed = new byte[0];
    private byte[] signature = new byte[0];
    private byte[] envelope = new byte[0];
    private final BigInteger prime = DhGroup.OAKLEY_5.prime();
    private Octets theirs = Octets.EMPTY;

    @Setup
    public void setup() {
        given = switch (provider) {
            case "BC" -> Optional.of(new BouncyCastleProvider());
            case "ACCP" -> Optional.of(AmazonCorrettoCryptoProvider.INSTANCE);
            default -> Optional.empty();
        };
        algorithms = given.map(JcaAlgorithms::of).orElse(JcaAlgorithms.PLATFORM);
        ExchangeSettings settings =
                ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build();
        CachingValidator validator = new CachingValidator(
                new PkixValidator(PkixPolicy.trusting(List.of(Peers.ROOT.certificate()))
                        .build()),
                Duration.ofMinutes(5),
                16);
        PeerTrust trust = new PeerTrust(
                validator,
                id -> List.of(),
                new SignatureVerifier(algorithms, EnumSet.of(HashAlgorithm.SHA_256)));
        EnvelopeOpener opener = new EnvelopeOpener(
                Peers.BOB_CERT.keys().getPrivate(), EnvelopePadding.PKCS1_V1_5, algorithms, Peers.RANDOM);
        responder = Optional.of(new PkResponder(
                settings,
                Peers.BOB,
                trust,
                PkResponder.oneKey(opener),
                new NoReplays(),
                OfferJudge.acceptSupported(csId -> 1)));
        MikeyMessage offer = new PkInitiator(settings, Peers.local(Peers.ALICE, Peers.ALICE_CERT))
                .offer(
                        Envelope.to(Peers.BOB_CERT.keys().getPublic()),
                        Peers.request().build())
                .message();
        message = offer.octets();
        signature = offer.payload(SignPayload.class).orElseThrow().signature().toByteArray();
        signed = message.slice(0, message.length() - signature.length).toByteArray();
        envelope = offer.payload(PkePayload.class).orElseThrow().data().toByteArray();
        theirs = DhHalfKey.generate(DhGroup.OAKLEY_5, JcaAlgorithms.PLATFORM, Peers.RANDOM)
                .publicValue();
    }

    /** An I_MESSAGE received, opened and answered; the certificates are known. */
    @Benchmark
    public ResponderResult publicKey() {
        return responder.orElseThrow().receive(message, Octets.EMPTY);
    }

    /** The RSA of {@link #publicKey}: a signature verified and an envelope opened. */
    @Benchmark
    public byte[] publicKeyBare() throws GeneralSecurityException {
        Signature verifier = given.isPresent()
                ? Signature.getInstance("SHA256withRSA", given.get())
                : Signature.getInstance("SHA256withRSA");
        verifier.initVerify(Peers.ALICE_CERT.keys().getPublic());
        verifier.update(signed);
        if (!verifier.verify(signature)) {
            throw new IllegalStateException("the signature is wrong");
        }
        Cipher cipher = given.isPresent()
                ? Cipher.getInstance("RSA/ECB/NoPadding", given.get())
                : Cipher.getInstance("RSA/ECB/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, Peers.BOB_CERT.keys().getPrivate(), Peers.RANDOM);
        return cipher.doFinal(envelope);
    }

    /** A half key drawn and the TGK agreed on, in OAKLEY 5. */
    @Benchmark
    public SecretBytes diffieHellman() {
        return DhHalfKey.generate(DhGroup.OAKLEY_5, algorithms, Peers.RANDOM).agree(theirs);
    }

    /** The two exponentiations of {@link #diffieHellman}, with exponents of the same size. */
    @Benchmark
    public BigInteger diffieHellmanBare() {
        BigInteger x = new BigInteger(DhGroup.EXPONENT_BITS, Peers.RANDOM).setBit(DhGroup.EXPONENT_BITS - 1);
        BigInteger ours = BigInteger.TWO.modPow(x, prime);
        return ours.xor(new BigInteger(1, theirs.toByteArray()).modPow(x, prime));
    }

    /** The same as {@link #diffieHellman} with the exponent that the provider draws by default. */
    @Benchmark
    public byte[] diffieHellmanDefaultExponent() throws GeneralSecurityException {
        KeyPairGenerator generator = given.isPresent()
                ? KeyPairGenerator.getInstance("DH", given.get())
                : KeyPairGenerator.getInstance("DH");
        generator.initialize(new DHParameterSpec(prime, BigInteger.TWO), Peers.RANDOM);
        var pair = generator.generateKeyPair();
        KeyAgreement agreement = given.isPresent()
                ? KeyAgreement.getInstance("DH", given.get())
                : KeyAgreement.getInstance("DH");
        agreement.init(pair.getPrivate());
        agreement.doPhase(pair.getPublic(), true);
        return agreement.generateSecret();
    }
}

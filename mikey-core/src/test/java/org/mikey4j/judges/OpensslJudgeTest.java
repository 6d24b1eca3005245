package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.answered;
import static org.mikey4j.testing.Peers.assertSameKeys;
import static org.mikey4j.testing.Peers.established;
import static org.mikey4j.testing.Peers.reply;
import static org.mikey4j.testing.Peers.request;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.SignatureScheme;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.dh.DhInitiator;
import org.mikey4j.exchange.dh.DhPendingOffer;
import org.mikey4j.exchange.dh.DhResponder;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.exchange.publickey.PkInitiator;
import org.mikey4j.exchange.publickey.PkPendingOffer;
import org.mikey4j.exchange.publickey.PkResponder;
import org.mikey4j.exchange.rsar.RsarEnvelopes;
import org.mikey4j.exchange.rsar.RsarInitiator;
import org.mikey4j.exchange.rsar.RsarJudge;
import org.mikey4j.exchange.rsar.RsarPendingOffer;
import org.mikey4j.exchange.rsar.RsarResponder;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.registry.CertType;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.trust.CertificateValidator.Use;
import org.mikey4j.trust.CertificateValidator.Verdict;
import org.mikey4j.trust.PkixPolicy;
import org.mikey4j.trust.PkixValidator;
import org.mikey4j.trust.RefusedReason;

/**
 * Exchanges whose keys and certificates openssl made, and in which it makes Alice's signatures, verifies Bob's and opens and
 * seals envelopes. Her private key is never read here, unless she has to open an envelope herself.
 */
class OpensslJudgeTest {
    private static final String USER = "keyUsage=critical,digitalSignature,keyEncipherment\nsubjectAltName=URI:";

    private final ExchangeSettings settings =
            ExchangeSettings.builder(Clock.systemUTC(), RANDOM).build();

    @TempDir
    private static Path folder;

    private static final Map<SignatureScheme, Openssl> MADE = new EnumMap<>(SignatureScheme.class);

    /** Root, issuer, Alice and Bob, with certificates signed by this scheme. */
    private static Openssl pki(SignatureScheme scheme) throws Exception {
        Openssl made = MADE.get(scheme);
        if (made != null) {
            return made;
        }
        Openssl openssl = new Openssl(Files.createDirectory(folder.resolve(scheme.name())));
        MADE.put(scheme, openssl);
        openssl.root("root", scheme);
        openssl.issue(
                "issuer", "root", scheme, "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign");
        openssl.issue("alice", "issuer", scheme, USER + "sip:alice@example.org");
        openssl.issue("bob", "issuer", scheme, USER + "sip:bob@example.org");
        return openssl;
    }

    private static List<CertPayload> payloads(Openssl openssl, String name) throws Exception {
        List<CertPayload> path = new ArrayList<>();
        for (X509Certificate certificate : List.of(openssl.certificate(name), openssl.certificate("issuer"))) {
            path.add(new CertPayload(CertType.X509V3, Octets.copyOf(certificate.getEncoded())));
        }
        return path;
    }

    private static PeerTrust trust(Openssl openssl) throws Exception {
        return PeerTrust.of(new PkixValidator(
                PkixPolicy.trusting(List.of(openssl.certificate("root"))).build()));
    }

    private LocalIdentity alice(Openssl openssl, SignatureScheme scheme, HashAlgorithm hash) throws Exception {
        return new LocalIdentity(ALICE, payloads(openssl, "alice"), openssl.signer("alice", scheme, hash));
    }

    /** Bob signs by the platform; openssl verifies each of his signatures. */
    private LocalIdentity bob(Openssl openssl, SignatureScheme scheme, HashAlgorithm hash) throws Exception {
        MessageSigner own = MessageSigner.rsa(openssl.key("bob"), scheme, hash, JcaAlgorithms.PLATFORM, RANDOM);
        return new LocalIdentity(BOB, payloads(openssl, "bob"), new MessageSigner() {
            @Override
            public int sType() {
                return own.sType();
            }

            @Override
            public int signatureOctets() {
                return own.signatureOctets();
            }

            @Override
            public Octets sign(Octets message) {
                Octets signature = own.sign(message);
                try {
                    openssl.verify("bob", scheme, hash, message, signature);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                return signature;
            }
        });
    }

    private static ReplayCache replays() {
        return InMemoryReplayCache.builder(Clock.systemUTC(), RANDOM, 64)
                .trackedSince(Instant.MIN)
                .build();
    }

    private static OfferJudge judge() {
        return OfferJudge.acceptSupported(csId -> 0xb0b00000L + csId);
    }

    private PkResponder bobOpens(Openssl openssl, EnvelopePadding padding) throws Exception {
        return new PkResponder(
                settings,
                BOB,
                trust(openssl),
                PkResponder.oneKey(new EnvelopeOpener(openssl.key("bob"), padding, JcaAlgorithms.PLATFORM, RANDOM)),
                replays(),
                judge());
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_PKCS1_V1_5,SHA_1,PKCS1_V1_5",
        "RSA_PKCS1_V1_5,SHA_256,OAEP_SHA_1",
        "RSA_PSS,SHA_256,OAEP_SHA_256",
        "RSA_PSS,SHA_1,PKCS1_V1_5"
    })
    void publicKeyMode(SignatureScheme scheme, HashAlgorithm hash, EnvelopePadding padding, TestReporter reporter)
            throws Exception {
        Openssl openssl = pki(SignatureScheme.RSA_PKCS1_V1_5);
        PkInitiator initiator = new PkInitiator(settings, alice(openssl, scheme, hash));
        Envelope plain = Envelope.to(openssl.certificate("bob").getPublicKey()).cachedForCsb();
        Envelope envelope = new Envelope(
                plain.responderKey(), plain.chash(), plain.cache(), padding, plain.key(), plain.algorithms());
        PkPendingOffer offer = initiator.offer(envelope, request().build());
        PkePayload pke = offer.message().payload(PkePayload.class).orElseThrow();

        ResponderResult result =
                bobOpens(openssl, padding).receive(offer.message().octets(), Octets.EMPTY);
        SecurityAssociation ours = established(offer.receive(reply(result)));
        assertSameKeys(ours, answered(result).association());
        SecretBytes opened = openssl.open("bob", padding, pke.data());
        assertThat(opened).isEqualTo(ours.protectionKey());

        MikeyMessage sealedThere = resealed(openssl, offer.message(), scheme, hash, padding, opened);
        ResponderResult again = bobOpens(openssl, padding).receive(sealedThere.octets(), Octets.EMPTY);
        assertSameKeys(ours, answered(again).association());
        reporter.publishEntry(
                "interop",
                "openssl | public-key mode, " + scheme + " with " + hash + ", envelope " + padding
                        + " | it signs the offer and seals the envelope, we answer; it opens ours | works");
    }

    /** The same message with the envelope that openssl makes, signed by openssl. */
    private MikeyMessage resealed(
            Openssl openssl,
            MikeyMessage message,
            SignatureScheme scheme,
            HashAlgorithm hash,
            EnvelopePadding padding,
            SecretBytes key)
            throws Exception {
        List<Payload> payloads = new ArrayList<>(message.payloads());
        payloads.remove(payloads.size() - 1);
        PkePayload old = message.payload(PkePayload.class).orElseThrow();
        payloads.set(payloads.indexOf(old), new PkePayload(old.c(), openssl.seal("bob", padding, key)));
        return Signatures.sign(message.header(), payloads, openssl.signer("alice", scheme, hash));
    }

    @ParameterizedTest
    @CsvSource({"RSA_PKCS1_V1_5,SHA_1", "RSA_PKCS1_V1_5,SHA_256", "RSA_PSS,SHA_256"})
    void signedDiffieHellman(SignatureScheme scheme, HashAlgorithm hash, TestReporter reporter) throws Exception {
        Openssl openssl = pki(SignatureScheme.RSA_PSS);
        DhPolicy groups = DhPolicy.of(RANDOM);
        DhInitiator initiator = new DhInitiator(settings, groups, alice(openssl, scheme, hash), trust(openssl));
        DhResponder responder =
                new DhResponder(settings, groups, bob(openssl, scheme, hash), trust(openssl), replays(), judge());

        DhPendingOffer offer = initiator.offer(DhGroup.OAKLEY_5, request().build());
        ResponderResult result = responder.receive(offer.message().octets(), Octets.EMPTY);

        assertSameKeys(
                established(offer.receive(reply(result))), answered(result).association());
        reporter.publishEntry(
                "interop",
                "openssl | DH-SIGN, " + scheme + " with " + hash
                        + " | it signs the offer, we answer and it verifies that | works");
    }

    @ParameterizedTest
    @CsvSource({"RSA_PKCS1_V1_5,SHA_1,PKCS1_V1_5", "RSA_PSS,SHA_256,OAEP_SHA_256"})
    void reverseRsa(SignatureScheme scheme, HashAlgorithm hash, EnvelopePadding padding, TestReporter reporter)
            throws Exception {
        Openssl openssl = pki(SignatureScheme.RSA_PKCS1_V1_5);
        RsarInitiator initiator = new RsarInitiator(
                settings,
                alice(openssl, scheme, hash),
                trust(openssl),
                new EnvelopeOpener(openssl.key("alice"), padding, JcaAlgorithms.PLATFORM, RANDOM));
        RsarResponder responder = new RsarResponder(
                settings,
                bob(openssl, scheme, hash),
                trust(openssl),
                replays(),
                RsarJudge.acceptFirst(csId -> 0xb0b00000L + csId),
                RsarEnvelopes.STANDARD.withPadding(padding).cachedForCsb(),
                CounterLog.NONE);

        RsarPendingOffer offer = initiator.offer(request().build());
        ResponderResult result = responder.receive(offer.message().octets(), Octets.EMPTY);
        SecurityAssociation ours = established(offer.receive(reply(result)));

        assertSameKeys(ours, answered(result).association());
        PkePayload pke = MikeyMessage.decode(reply(result).toByteArray())
                .payload(PkePayload.class)
                .orElseThrow();
        assertThat(openssl.open("alice", padding, pke.data())).isEqualTo(ours.protectionKey());
        reporter.publishEntry(
                "interop",
                "openssl | RSA-R, " + scheme + " with " + hash + ", envelope " + padding
                        + " | it signs the request, verifies our answer and opens its envelope | works");
    }

    private static void assertVerdict(
            Openssl openssl, IdPayload identity, Consumer<PkixPolicy.Builder> options, Optional<RefusedReason> refusal)
            throws Exception {
        PkixPolicy.Builder policy = PkixPolicy.trusting(List.of(openssl.certificate("root")));
        options.accept(policy);
        Verdict verdict = new PkixValidator(policy.build())
                .validate(payloads(openssl, "alice"), Optional.of(identity), Use.SIGNATURE, Instant.now());
        refusal.ifPresentOrElse(
                reason -> assertThat(verdict)
                        .isInstanceOfSatisfying(
                                Verdict.Refused.class,
                                r -> assertThat(r.reason()).as(r.detail()).isEqualTo(reason)),
                () -> assertThat(verdict).isInstanceOf(Verdict.Trusted.class));
    }

    @Test
    void certificatesAndWhatTakesThemBack(TestReporter reporter) throws Exception {
        for (SignatureScheme scheme : SignatureScheme.values()) {
            Openssl openssl = pki(scheme);
            openssl.write("index.txt", new byte[0]);
            openssl.write(
                    "ca.cnf",
                    "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=1\n"
                            .getBytes(StandardCharsets.UTF_8));
            String ca = "ca -config ca.cnf -keyfile issuer.key -cert issuer.pem ";
            openssl.run(ca + "-valid alice.pem");
            openssl.run(ca + "-gencrl -out good.crl");
            String responder = "ocsp -index index.txt -rsigner issuer.pem -rkey issuer.key -CA issuer.pem"
                    + " -issuer issuer.pem -cert alice.pem -no_nonce -ndays 1 -respout ";
            openssl.run(responder + "good.ocsp");
            openssl.run(ca + "-revoke alice.pem");
            openssl.run(ca + "-gencrl -out revoked.crl");
            openssl.run(responder + "revoked.ocsp");

            assertVerdict(openssl, ALICE, policy -> {}, Optional.empty());
            assertVerdict(openssl, BOB, policy -> {}, Optional.of(RefusedReason.WRONG_NAME));
            for (String file : List.of("good", "revoked")) {
                Optional<RefusedReason> refusal =
                        file.equals("good") ? Optional.empty() : Optional.of(RefusedReason.REVOKED);
                X509CRL list = openssl.crl(file + ".crl");
                Octets response = Octets.copyOf(openssl.read(file + ".ocsp"));
                assertVerdict(openssl, ALICE, policy -> policy.crls(List.of(list)), refusal);
                assertVerdict(openssl, ALICE, policy -> policy.ocspResponses(List.of(response)), refusal);
            }
            reporter.publishEntry(
                    "interop",
                    "openssl | certificates signed by " + scheme
                            + " | it issues, revokes by CRL and answers by OCSP; we judge | works");
        }
    }
}

package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.CountingRsa;
import org.mikey4j.testing.KeptRandom;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SecondPrf;

/** RSA envelopes and signatures, judged by openssl and by a second provider. */
class RsaTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JcaAlgorithms BOUNCY_CASTLE = JcaAlgorithms.of(new BouncyCastleProvider());
    private static final Octets MESSAGE = Octets.ofHex("00010203040506070809");

    private static KeyPair pair;

    @TempDir
    private Path folder;

    @BeforeAll
    static void generate() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        pair = generator.generateKeyPair();
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private Path pem(String name, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return file(name, ("-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n").getBytes());
    }

    private Path privateKey() throws IOException {
        return pem("private.pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    private Path publicKey() throws IOException {
        return pem("public.pem", "PUBLIC KEY", pair.getPublic().getEncoded());
    }

    private static int openssl(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static List<String> padding(EnvelopePadding padding) {
        return switch (padding) {
            case PKCS1_V1_5 -> List.of("-pkeyopt", "rsa_padding_mode:pkcs1");
            case OAEP_SHA_1 -> List.of("-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha1");
            case OAEP_SHA_256 -> List.of("-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256");
        };
    }

    private static List<String> join(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @ParameterizedTest
    @EnumSource
    @Proves({"R3830-4.2.5-01", "R3830-4.2.5-02"})
    void opensslOpensOurEnvelopesAndWeOpenTheirs(EnvelopePadding padding) throws Exception {
        SecretBytes key = SecretBytes.random(RANDOM, 16);
        Path envelope = file(
                "envelope",
                padding.encrypt(pair.getPublic(), key, JcaAlgorithms.PLATFORM, RANDOM)
                        .toByteArray());
        Path opened = folder.resolve("opened");

        assertThat(openssl(join(
                        List.of(
                                "pkeyutl",
                                "-decrypt",
                                "-inkey",
                                privateKey().toString(),
                                "-in",
                                envelope.toString(),
                                "-out",
                                opened.toString()),
                        padding(padding))))
                .isZero();
        assertThat(SecretBytes.wrap(Files.readAllBytes(opened))).isEqualTo(key);

        Path plain = file("plain", key.toByteArray());
        assertThat(openssl(join(
                        List.of(
                                "pkeyutl",
                                "-encrypt",
                                "-pubin",
                                "-inkey",
                                publicKey().toString(),
                                "-in",
                                plain.toString(),
                                "-out",
                                envelope.toString()),
                        padding(padding))))
                .isZero();
        EnvelopeOpener opener = new EnvelopeOpener(pair.getPrivate(), padding, JcaAlgorithms.PLATFORM, RANDOM);
        assertThat(opener.open(Octets.copyOf(Files.readAllBytes(envelope)))).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"RSA_PKCS1_V1_5,SHA_1", "RSA_PKCS1_V1_5,SHA_256", "RSA_PSS,SHA_1", "RSA_PSS,SHA_256"})
    @Proves({"R3830-4.2.6-01", "R3830-4.2.6-02"})
    void opensslVerifiesOurSignaturesAndWeVerifyTheirs(SignatureScheme scheme, HashAlgorithm hash) throws Exception {
        MessageSigner signer = MessageSigner.rsa(pair.getPrivate(), scheme, hash, JcaAlgorithms.PLATFORM, RANDOM);
        Octets ours = signer.sign(MESSAGE);
        Path message = file("message", MESSAGE.toByteArray());
        Path signature = file("signature", ours.toByteArray());
        List<String> options = scheme == SignatureScheme.RSA_PSS
                ? List.of("-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest")
                : List.of();
        String digest = hash == HashAlgorithm.SHA_1 ? "-sha1" : "-sha256";

        assertThat(ours.length()).isEqualTo(signer.signatureOctets());
        // The values of RFC 3830, 6.5.
        assertThat(scheme.sType()).isEqualTo(scheme == SignatureScheme.RSA_PSS ? 1 : 0);
        assertThat(signer.sType()).isEqualTo(scheme.sType());
        assertThat(openssl(join(
                        join(
                                List.of(
                                        "dgst",
                                        digest,
                                        "-verify",
                                        publicKey().toString(),
                                        "-signature",
                                        signature.toString()),
                                options),
                        List.of(message.toString()))))
                .isZero();
        assertThat(openssl(join(
                        join(
                                List.of("dgst", digest, "-sign", privateKey().toString(), "-out", signature.toString()),
                                options),
                        List.of(message.toString()))))
                .isZero();
        Octets theirs = Octets.copyOf(Files.readAllBytes(signature));
        assertThat(SignatureVerifier.STANDARD.verify(pair.getPublic(), scheme, MESSAGE, theirs))
                .isTrue();
        assertThat(new SignatureVerifier(BOUNCY_CASTLE, EnumSet.of(hash))
                        .verify(pair.getPublic(), scheme, MESSAGE, ours))
                .isTrue();
        assertThat(SignatureVerifier.STANDARD.verify(pair.getPublic(), scheme, Octets.ofHex("00"), theirs))
                .isFalse();
    }

    @Test
    void aHashThatPolicyDoesNotAcceptIsRefused() {
        Octets sha1 = MessageSigner.rsa(
                        pair.getPrivate(),
                        SignatureScheme.RSA_PKCS1_V1_5,
                        HashAlgorithm.SHA_1,
                        JcaAlgorithms.PLATFORM,
                        RANDOM)
                .sign(MESSAGE);
        SignatureVerifier strict = new SignatureVerifier(JcaAlgorithms.PLATFORM, Set.of(HashAlgorithm.SHA_256));

        assertThat(strict.verify(pair.getPublic(), SignatureScheme.RSA_PKCS1_V1_5, MESSAGE, sha1))
                .isFalse();
        assertThat(strict.verify(pair.getPublic(), SignatureScheme.RSA_PKCS1_V1_5, MESSAGE, Octets.EMPTY))
                .isFalse();
    }

    /** Envelopes whose padding is wrong in every way there is. */
    private static List<byte[]> badPaddings(int size) {
        byte[] good = new byte[size];
        Arrays.fill(good, (byte) 0x55);
        good[0] = 0;
        good[1] = 2;
        good[size - 17] = 0;
        byte[] wrongStart = good.clone();
        wrongStart[0] = 1;
        byte[] wrongType = good.clone();
        wrongType[1] = 1;
        byte[] noEnd = good.clone();
        noEnd[size - 17] = 1;
        byte[] tooShort = good.clone();
        tooShort[9] = 0;
        byte[] empty = good.clone();
        empty[size - 17] = 1;
        empty[size - 1] = 0;
        return List.of(wrongStart, wrongType, noEnd, tooShort, empty, new byte[size]);
    }

    @Test
    void everyBadPaddingGivesAKeyThatIsAlwaysTheSameAndNeverThePlaintext() {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        EnvelopeOpener opener =
                new EnvelopeOpener(pair.getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, RANDOM);
        EnvelopeOpener other =
                new EnvelopeOpener(pair.getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, RANDOM);
        Set<String> seen = new HashSet<>();
        for (byte[] padded : badPaddings(256)) {
            BigInteger raw = new BigInteger(1, padded).modPow(key.getPublicExponent(), key.getModulus());
            Octets envelope = Octets.ofHex(String.format("%0512x", raw));

            SecretBytes first = opener.open(envelope);

            assertThat(opener.open(envelope)).isEqualTo(first);
            assertThat(other.open(envelope)).isNotEqualTo(first);
            assertThat(first.length()).isBetween(1, 245);
            assertThat(Octets.copyOf(padded).toHex())
                    .doesNotContain(Octets.copyOf(first.toByteArray()).toHex() + "55");
            assertThat(seen.add(first.fingerprint())).isTrue();
        }
    }

    /** The provider is never asked about the padding, and asked the same however it is. */
    @Test
    void goodAndBadPaddingsCostTheSameOperations() {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        CountingRsa counting = new CountingRsa();
        EnvelopeOpener opener =
                new EnvelopeOpener(pair.getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.of(counting), RANDOM);
        SecretBytes sent = SecretBytes.random(RANDOM, 16);

        assertThat(opener.open(EnvelopePadding.PKCS1_V1_5.encrypt(key, sent, JcaAlgorithms.PLATFORM, RANDOM)))
                .isEqualTo(sent);
        List<String> good = counting.drain();

        assertThat(good)
                .containsExactly("instance", "init " + Cipher.DECRYPT_MODE, "doFinal of 256 octets", "gave 256 octets");
        for (byte[] padded : badPaddings(256)) {
            BigInteger raw = new BigInteger(1, padded).modPow(key.getPublicExponent(), key.getModulus());
            opener.open(Octets.ofHex(String.format("%0512x", raw)));
            assertThat(counting.drain()).isEqualTo(good);
        }
    }

    @Test
    void theLongestAndTheShortestEnvelopeKeysComeBack() {
        EnvelopeOpener opener =
                new EnvelopeOpener(pair.getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, RANDOM);
        for (int octets : new int[] {1, 16, 32, 112, 245}) {
            SecretBytes key = SecretBytes.random(RANDOM, octets);
            Octets envelope = EnvelopePadding.PKCS1_V1_5.encrypt(pair.getPublic(), key, BOUNCY_CASTLE, RANDOM);
            assertThat(opener.open(envelope)).isEqualTo(key);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEnvelopeOfAnotherSizeOrKeyGivesAKeyToo(EnvelopePadding padding) {
        EnvelopeOpener opener = new EnvelopeOpener(pair.getPrivate(), padding, JcaAlgorithms.PLATFORM, RANDOM);
        for (Octets bad : List.of(
                Octets.EMPTY,
                Octets.ofHex("00"),
                Octets.copyOf(new byte[255]),
                Octets.ofHex("ff".repeat(256)),
                Octets.copyOf(new byte[300]))) {
            assertThat(opener.open(bad).length()).isPositive();
        }
    }

    /** A stand-in is of any length that a key can have; what is no envelope at all gives 32 octets. */
    @Test
    void whatStandsInIsTheSecondComputationOverTheEnvelope() {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        KeptRandom random = new KeptRandom();
        EnvelopeOpener opener =
                new EnvelopeOpener(pair.getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, random);
        byte[] rejection = random.drawn(32).get(0);
        Set<Integer> lengths = new HashSet<>();
        for (byte[] padded : badPaddings(256)) {
            BigInteger raw = new BigInteger(1, padded).modPow(key.getPublicExponent(), key.getModulus());
            Octets envelope = Octets.ofHex(String.format("%0512x", raw));
            byte[] drawn = SecondPrf.derive(false, rejection, envelope.toByteArray(), 258);
            int length = 1 + new BigInteger(1, Arrays.copyOfRange(drawn, 256, 258)).intValue() % 245;

            assertThat(opener.open(envelope)).isEqualTo(SecretBytes.wrap(Arrays.copyOf(drawn, length)));
            lengths.add(length);
        }
        assertThat(lengths).hasSizeGreaterThan(1);

        Octets modulus = Octets.ofHex(key.getModulus().toString(16));
        assertThat(opener.open(modulus))
                .as("the first that is not below the modulus")
                .isEqualTo(SecretBytes.wrap(SecondPrf.derive(false, rejection, modulus.toByteArray(), 32)));
    }
}

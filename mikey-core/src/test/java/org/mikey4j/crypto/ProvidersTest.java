package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.message.Octets;

/** The public-key algorithms behave alike, whichever provider the caller brings. */
class ProvidersTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JcaAlgorithms PLATFORM = JcaAlgorithms.PLATFORM;
    private static final JcaAlgorithms BOUNCY_CASTLE = JcaAlgorithms.of(new BouncyCastleProvider());

    private static KeyPair pair;

    @BeforeAll
    static void generate() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        pair = generator.generateKeyPair();
    }

    static Stream<JcaAlgorithms> providers() {
        return Stream.of(PLATFORM, BOUNCY_CASTLE);
    }

    @ParameterizedTest
    @EnumSource
    void halvesOfDifferentProvidersAgree(DhGroup group) {
        DhHalfKey ours = DhHalfKey.generate(group, PLATFORM, RANDOM);
        DhHalfKey theirs = DhHalfKey.generate(group, BOUNCY_CASTLE, RANDOM);

        assertThat(ours.agree(theirs.publicValue())).isEqualTo(theirs.agree(ours.publicValue()));
        assertThat(theirs.publicValue().length()).isEqualTo(group.octets());
    }

    /** One value in 256 begins with a zero octet, which some providers leave out. */
    @ParameterizedTest
    @MethodSource("providers")
    void publicValuesAndKeysKeepTheirZeros(JcaAlgorithms algorithms) {
        DhHalfKey two = DhHalfKey.of(DhGroup.OAKLEY_5, algorithms, SecretBytes.wrap(new byte[] {2}));

        assertThat(two.publicValue().toHex()).isEqualTo("00".repeat(191) + "04");
        assertThat(Octets.copyOf(two.agree(two.publicValue()).toByteArray()).toHex())
                .isEqualTo("00".repeat(191) + "10");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void exponentsOutOfRangeAreRefused(JcaAlgorithms algorithms) {
        byte[] prime = DhGroup.OAKLEY_1.prime().toByteArray();
        for (byte[] bad : List.of(new byte[1], new byte[] {1}, prime)) {
            assertThatThrownBy(() -> DhHalfKey.of(DhGroup.OAKLEY_1, algorithms, SecretBytes.copyOf(bad)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("x: not between 2 and p - 2");
        }
    }

    @Test
    void exponentsAreAsShortAsTheyMayBe() throws ReflectiveOperationException {
        for (JcaAlgorithms algorithms : List.of(PLATFORM, BOUNCY_CASTLE)) {
            DhHalfKey half = DhHalfKey.generate(DhGroup.OAKLEY_5, algorithms, RANDOM);
            var field = DhHalfKey.class.getDeclaredField("exponent");
            field.setAccessible(true);
            int bits = ((javax.crypto.interfaces.DHPrivateKey) field.get(half))
                    .getX()
                    .bitLength();
            assertThat(bits).isBetween(DhGroup.EXPONENT_BITS - 40, DhGroup.EXPONENT_BITS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void envelopesPassBetweenProviders(EnvelopePadding padding) {
        for (JcaAlgorithms sender : List.of(PLATFORM, BOUNCY_CASTLE)) {
            JcaAlgorithms receiver = sender == PLATFORM ? BOUNCY_CASTLE : PLATFORM;
            EnvelopeOpener opener = new EnvelopeOpener(pair.getPrivate(), padding, receiver, RANDOM);
            for (int octets : new int[] {1, 16, 32, 112, 190}) {
                SecretBytes key = SecretBytes.random(RANDOM, octets);
                assertThat(opener.open(padding.encrypt(pair.getPublic(), key, sender, RANDOM)))
                        .isEqualTo(key);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void whatIsNoEnvelopeGivesAKeyThatIsAlwaysTheSame(JcaAlgorithms algorithms) {
        for (EnvelopePadding padding : EnvelopePadding.values()) {
            EnvelopeOpener opener = new EnvelopeOpener(pair.getPrivate(), padding, algorithms, RANDOM);
            List<Octets> bad = new ArrayList<>(List.of(
                    Octets.EMPTY,
                    Octets.ofHex("00"),
                    Octets.ofHex("00".repeat(255) + "01"),
                    Octets.copyOf(new byte[255]),
                    Octets.copyOf(new byte[256]),
                    Octets.ofHex("ff".repeat(255)),
                    Octets.ofHex("ff".repeat(256)),
                    Octets.ofHex("00" + "ff".repeat(256)),
                    Octets.ofHex("ff".repeat(300))));
            for (Octets envelope : bad) {
                SecretBytes key = opener.open(envelope);
                assertThat(key.length()).isPositive();
                assertThat(opener.open(envelope)).as(envelope.toHex()).isEqualTo(key);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aKeyThatDoesNotFitTheEnvelopeIsRefused(JcaAlgorithms algorithms) throws Exception {
        KeyPair elliptic = KeyPairGenerator.getInstance("EC").generateKeyPair();
        int[] longest = {256 - 11, 256 - 2 * 20 - 2, 256 - 2 * 32 - 2};
        for (EnvelopePadding padding : EnvelopePadding.values()) {
            int max = longest[padding.ordinal()];
            EnvelopeOpener opener = new EnvelopeOpener(pair.getPrivate(), padding, algorithms, RANDOM);
            SecretBytes fits = SecretBytes.random(RANDOM, max);
            assertThat(opener.open(padding.encrypt(pair.getPublic(), fits, algorithms, RANDOM)))
                    .isEqualTo(fits);
            for (int octets : new int[] {0, max + 1, 257, 1000}) {
                SecretBytes key = SecretBytes.random(RANDOM, octets);
                assertThatThrownBy(() -> padding.encrypt(pair.getPublic(), key, algorithms, RANDOM))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("the public key takes envelope keys of 1 to " + max + " octets, not " + octets);
            }
            assertThatThrownBy(() -> padding.encrypt(elliptic.getPublic(), fits, algorithms, RANDOM))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the public key is not an RSA key");
            assertThatThrownBy(() -> new EnvelopeOpener(elliptic.getPrivate(), padding, algorithms, RANDOM))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the private key is not an RSA key that tells its size");
        }
    }

    @ParameterizedTest
    @EnumSource
    void signaturesPassBetweenProviders(SignatureScheme scheme) throws Exception {
        Octets message = Octets.ofHex("0001020304");
        KeyPair elliptic = KeyPairGenerator.getInstance("EC").generateKeyPair();
        for (JcaAlgorithms signing : List.of(PLATFORM, BOUNCY_CASTLE)) {
            JcaAlgorithms verifying = signing == PLATFORM ? BOUNCY_CASTLE : PLATFORM;
            for (HashAlgorithm hash : HashAlgorithm.values()) {
                Octets signature = MessageSigner.rsa(pair.getPrivate(), scheme, hash, signing, RANDOM)
                        .sign(message);
                SignatureVerifier verifier = new SignatureVerifier(verifying, SignatureVerifier.STANDARD.hashes());

                assertThat(verifier.verify(pair.getPublic(), scheme, message, signature))
                        .isTrue();
                for (int i = 0; i < signature.length(); i += 15) {
                    byte[] changed = signature.toByteArray();
                    changed[i] ^= 1;
                    assertThat(verifier.verify(pair.getPublic(), scheme, message, Octets.copyOf(changed)))
                            .isFalse();
                }
                for (Octets bad : List.of(
                        Octets.EMPTY,
                        signature.slice(0, 255),
                        Octets.ofHex(signature.toHex() + "00"),
                        Octets.copyOf(new byte[256]),
                        Octets.ofHex("ff".repeat(256)))) {
                    assertThat(verifier.verify(pair.getPublic(), scheme, message, bad))
                            .isFalse();
                }
                assertThat(verifier.verify(elliptic.getPublic(), scheme, message, signature))
                        .isFalse();
            }
        }
    }
}

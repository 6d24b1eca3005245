package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.MGF1BytesGenerator;
import org.bouncycastle.crypto.params.MGFParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.CountingRsa;
import org.mikey4j.testing.Peers;

/** RSAES-OAEP that is bad in every way there is, made with the mask of another library. */
class OaepPaddingTest {
    private static final int SIZE = 128;
    private static final SecretBytes KEY = SecretBytes.random(Peers.RANDOM, 16);

    private static final KeyPair PAIR = pair();

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(8 * SIZE);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static EnvelopeOpener opener(EnvelopePadding padding, JcaAlgorithms algorithms) {
        return new EnvelopeOpener(PAIR.getPrivate(), padding, algorithms, Peers.RANDOM);
    }

    private static int hashOctets(EnvelopePadding padding) {
        return padding == EnvelopePadding.OAEP_SHA_1 ? 20 : 32;
    }

    /** An envelope of what is changed before it is masked, and again afterwards. */
    private static Octets envelope(EnvelopePadding padding, UnaryOperator<byte[]> data, UnaryOperator<byte[]> masked) {
        int hash = hashOctets(padding);
        byte[] padded = new byte[SIZE];
        byte[] seed = SecretBytes.random(Peers.RANDOM, hash).toByteArray();
        byte[] block = new byte[SIZE - hash - 1];
        System.arraycopy(emptyHash(padding), 0, block, 0, hash);
        block[block.length - 17] = 1;
        System.arraycopy(KEY.toByteArray(), 0, block, block.length - 16, 16);
        block = data.apply(block);
        mask(padding, seed, block);
        mask(padding, block, seed);
        System.arraycopy(seed, 0, padded, 1, hash);
        System.arraycopy(block, 0, padded, 1 + hash, block.length);
        RSAPublicKey key = (RSAPublicKey) PAIR.getPublic();
        BigInteger raw = new BigInteger(1, masked.apply(padded)).modPow(key.getPublicExponent(), key.getModulus());
        return Octets.ofHex(String.format("%0" + 2 * SIZE + "x", raw));
    }

    private static byte[] emptyHash(EnvelopePadding padding) {
        try {
            return MessageDigest.getInstance(padding == EnvelopePadding.OAEP_SHA_1 ? "SHA-1" : "SHA-256")
                    .digest();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void mask(EnvelopePadding padding, byte[] seed, byte[] target) {
        MGF1BytesGenerator generator =
                new MGF1BytesGenerator(padding == EnvelopePadding.OAEP_SHA_1 ? new SHA1Digest() : new SHA256Digest());
        generator.init(new MGFParameters(seed));
        byte[] mask = new byte[target.length];
        generator.generateBytes(mask, 0, mask.length);
        for (int i = 0; i < mask.length; i++) {
            target[i] ^= mask[i];
        }
    }

    private static UnaryOperator<byte[]> setting(int at, int value) {
        return octets -> {
            octets[at < 0 ? octets.length + at : at] = (byte) value;
            return octets;
        };
    }

    private static UnaryOperator<byte[]> flipping(int at) {
        return octets -> {
            octets[at] ^= (byte) 0x80;
            return octets;
        };
    }

    private static Octets good(EnvelopePadding padding) {
        return envelope(padding, block -> block, padded -> padded);
    }

    private static List<Octets> bad(EnvelopePadding padding) {
        int hash = hashOctets(padding);
        UnaryOperator<byte[]> none = octets -> octets;
        return List.of(
                envelope(padding, none, setting(0, 1)),
                envelope(padding, flipping(0), none),
                envelope(padding, flipping(hash - 1), none),
                // The octet that ends the padding is not 1, though a 1 follows; or there is none, or nothing behind it.
                envelope(padding, setting(hash, 2), none),
                envelope(padding, setting(-17, 3), none),
                envelope(
                        padding,
                        block -> {
                            Arrays.fill(block, hash, block.length, (byte) 0);
                            return block;
                        },
                        none),
                envelope(
                        padding,
                        block -> {
                            Arrays.fill(block, hash, block.length, (byte) 0);
                            return setting(-1, 1).apply(block);
                        },
                        none));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PKCS1_V1_5")
    void goodPaddingGivesTheKeyAndBadPaddingOneThatIsAlwaysTheSame(EnvelopePadding padding) {
        EnvelopeOpener opener = opener(padding, JcaAlgorithms.PLATFORM);
        assertThat(opener.open(good(padding))).isEqualTo(KEY);
        Set<String> seen = new HashSet<>();
        for (Octets envelope : bad(padding)) {
            SecretBytes first = opener.open(envelope);
            assertThat(opener.open(envelope)).isEqualTo(first);
            assertThat(opener(padding, JcaAlgorithms.PLATFORM).open(envelope)).isNotEqualTo(first);
            assertThat(first.length()).isBetween(1, padding.maxOctets(SIZE));
            assertThat(seen.add(first.fingerprint())).isTrue();
        }
    }

    /** The provider takes off no padding, so that no exception of its own tells good from bad. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PKCS1_V1_5")
    void goodAndBadPaddingsCostTheSameOperations(EnvelopePadding padding) {
        CountingRsa counting = new CountingRsa();
        EnvelopeOpener opener = opener(padding, JcaAlgorithms.of(counting));
        assertThat(opener.open(good(padding))).isEqualTo(KEY);
        List<String> good = counting.drain();

        assertThat(good)
                .containsExactly(
                        "instance",
                        "init " + Cipher.DECRYPT_MODE,
                        "doFinal of " + SIZE + " octets",
                        "gave " + SIZE + " octets");
        for (Octets envelope : bad(padding)) {
            opener.open(envelope);
            assertThat(counting.drain()).isEqualTo(good);
        }
    }

    /** Every length that fits comes back. */
    @ParameterizedTest
    @EnumSource
    void theLongestAndTheShortestEnvelopeKeysComeBack(EnvelopePadding padding) {
        EnvelopeOpener opener = opener(padding, JcaAlgorithms.PLATFORM);
        for (int octets = 1; octets <= padding.maxOctets(SIZE); octets++) {
            SecretBytes key = SecretBytes.random(Peers.RANDOM, octets);
            assertThat(opener.open(padding.encrypt(PAIR.getPublic(), key, JcaAlgorithms.PLATFORM, Peers.RANDOM)))
                    .isEqualTo(key);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyTooSmallForThePaddingGivesAKeyToo(EnvelopePadding padding) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(512);
        EnvelopeOpener opener = new EnvelopeOpener(
                generator.generateKeyPair().getPrivate(), padding, JcaAlgorithms.PLATFORM, Peers.RANDOM);
        assertThat(opener.open(Octets.copyOf(new byte[64])).length()).isPositive();
    }

    /** 66 octets are the padding with SHA-256, and leave none for a key. */
    @Test
    void aKeyThatThePaddingFillsGivesAKeyToo() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(8 * 66);
        EnvelopeOpener opener = new EnvelopeOpener(
                generator.generateKeyPair().getPrivate(),
                EnvelopePadding.OAEP_SHA_256,
                JcaAlgorithms.PLATFORM,
                Peers.RANDOM);
        assertThat(opener.open(Octets.copyOf(new byte[66])).length()).isEqualTo(32);
    }
}

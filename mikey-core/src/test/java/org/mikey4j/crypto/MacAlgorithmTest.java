package org.mikey4j.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mikey4j.message.Octets;

class MacAlgorithmTest {
    private static final Octets MESSAGE = Octets.ofHex("00112233445566778899aabbccddeeff");

    private static SecretBytes key(int octets) {
        byte[] key = new byte[octets];
        for (int i = 0; i < octets; i++) {
            key[i] = (byte) (i + 1);
        }
        return SecretBytes.wrap(key);
    }

    /** The test cases of RFC 2202, 3 and RFC 4231, 4, as key, repeated octet and text. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HMAC_SHA_1_160|0b|20|Hi There|b617318655057264e28bc0b6fb378c8ef146be00",
                "HMAC_SHA_1_160|4a656665|1|what do ya want for nothing?|effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
                "HMAC_SHA_1_160|aa|80|Test Using Larger Than Block-Size Key - Hash Key First"
                        + "|aa4ae5e15272d00e95705637ce8a3b55ed402112",
                "HMAC_SHA_256_256|0b|20|Hi There|b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
                "HMAC_SHA_256_256|4a656665|1|what do ya want for nothing?"
                        + "|5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                "HMAC_SHA_256_256|aa|131|Test Using Larger Than Block-Size Key - Hash Key First"
                        + "|60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            })
    void publishedAnswers(MacAlgorithm algorithm, String key, int times, String text, String mac) {
        SecretBytes authKey = SecretBytes.copyOf(Octets.ofHex(key.repeat(times)));

        assertThat(algorithm.compute(authKey, Octets.of(text, US_ASCII)).toHex())
                .isEqualTo(mac);
    }

    @ParameterizedTest
    @EnumSource(names = "NULL", mode = EnumSource.Mode.EXCLUDE)
    void theSecondLibraryAgrees(MacAlgorithm algorithm) {
        for (int keyOctets : new int[] {0, 1, 16, 20, 32, 63, 64, 65, 200}) {
            HMac hmac =
                    new HMac(algorithm == MacAlgorithm.HMAC_SHA_1_160 ? new SHA1Digest() : SHA256Digest.newInstance());
            hmac.init(new KeyParameter(key(keyOctets).toByteArray()));
            hmac.update(MESSAGE.toByteArray(), 0, MESSAGE.length());
            byte[] expected = new byte[hmac.getMacSize()];
            hmac.doFinal(expected, 0);

            assertThat(algorithm.compute(key(keyOctets), MESSAGE).toHex())
                    .as(keyOctets + " octets")
                    .isEqualTo(HexFormat.of().formatHex(expected));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NULL", mode = EnumSource.Mode.EXCLUDE)
    void partsCountAsOne(MacAlgorithm algorithm) {
        Octets whole = algorithm.compute(key(20), MESSAGE);

        assertThat(algorithm.compute(key(20), MESSAGE.slice(0, 5), Octets.EMPTY, MESSAGE.slice(5, 11)))
                .isEqualTo(whole);
        assertThat(algorithm.verify(key(20), whole, MESSAGE.slice(0, 1), MESSAGE.slice(1, 15)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = "NULL", mode = EnumSource.Mode.EXCLUDE)
    void anyOtherBitIsWrong(MacAlgorithm algorithm) {
        byte[] right = algorithm.compute(key(20), MESSAGE).toByteArray();

        assertThat(right).hasSize(algorithm.macOctets()).hasSize(algorithm.keyOctets());
        assertThat(algorithm.verify(key(20), Octets.copyOf(right), MESSAGE)).isTrue();
        for (int bit = 0; bit < right.length * 8; bit++) {
            byte[] wrong = right.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(algorithm.verify(key(20), Octets.copyOf(wrong), MESSAGE)).isFalse();
        }
        assertThat(algorithm.verify(key(20), Octets.copyOf(right).slice(0, right.length - 1), MESSAGE))
                .isFalse();
        assertThat(algorithm.verify(key(20), Octets.EMPTY, MESSAGE)).isFalse();
        assertThat(algorithm.verify(key(21), Octets.copyOf(right), MESSAGE)).isFalse();
        assertThat(algorithm.verify(key(20), Octets.copyOf(right), MESSAGE.slice(0, 15)))
                .isFalse();
    }

    /** Whether a message without a MAC may pass is policy; a MAC where there should be none is wrong. */
    @Test
    void theNullMacIsEmpty() {
        assertThat(MacAlgorithm.NULL.compute(SecretBytes.empty(), MESSAGE)).isEqualTo(Octets.EMPTY);
        assertThat(MacAlgorithm.NULL.verify(SecretBytes.empty(), Octets.EMPTY, MESSAGE))
                .isTrue();
        assertThat(MacAlgorithm.NULL.verify(SecretBytes.empty(), Octets.ofHex("00"), MESSAGE))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,NULL,0", "1,HMAC_SHA_1_160,20", "2,HMAC_SHA_256_256,32"})
    void numbersAndSizesOfTheRegistry(int macAlg, MacAlgorithm algorithm, int octets) {
        assertThat(MacAlgorithm.of(macAlg)).contains(algorithm);
        assertThat(algorithm.macAlg()).isEqualTo(macAlg);
        assertThat(algorithm.macOctets()).isEqualTo(octets);
        assertThat(MacAlgorithm.of(3)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "NULL", mode = EnumSource.Mode.EXCLUDE)
    void aWipedKeyMakesNoMac(MacAlgorithm algorithm) {
        MacKey wiped = algorithm.key(key(20));
        wiped.close();

        assertThatThrownBy(() -> wiped.compute(MESSAGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the key was wiped");
    }

    /** FIPS 180-4's example "abc". */
    @ParameterizedTest
    @CsvSource({
        "SHA_1,a9993e364706816aba3e25717850c26c9cd0d89d",
        "SHA_256,ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    })
    void aHashIsOverItsPartsInOrder(HashAlgorithm hash, String digest) {
        assertThat(hash.digest(Octets.of("a", US_ASCII), Octets.EMPTY, Octets.of("bc", US_ASCII))
                        .toHex())
                .isEqualTo(digest);
    }
}

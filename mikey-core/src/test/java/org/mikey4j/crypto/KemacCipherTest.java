package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC3394WrapEngine;
import org.bouncycastle.crypto.modes.SICBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.MikeyException;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

class KemacCipherTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final int MAX_OCTETS = 1 << 20;

    private final Random random = new Random(3830);

    private static SecretBytes secret(String hex) {
        return SecretBytes.copyOf(Octets.ofHex(hex));
    }

    private byte[] octets(int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    /**
     * The key streams of RFC 3711, B.2 and RFC 6188, 7.1. SRTP's counter mode with SSRC and index 0 is MIKEY's with CSB ID
     * and timestamp 0.
     */
    @ParameterizedTest
    @CsvSource({
        "AES_CM_128, 2b7e151628aed2a6abf7158809cf4f3c,"
                + "e03ead0935c95e80e166b16dd92b4eb4 d23513162b02d0f72a43a2fe4a5f97ab 41e95b3bb0a2e8dd477901e4fca894c0,"
                + "ec8cdf7398607cb0f2d21675ea9ea1e4 362b7c3c6773516318a077d7fc5073ae 6a2cc3787889374fbeb4c81b17ba6c44",
        "AES_CM_256, 57f82fe3613fd170a85ec93c40b1f0922ec4cb0dc025b58272147cc438944a98,"
                + "92bdd28a93c3f52511c677d08b5515a4 9da71b2378a854f67050756ded165bac 63c4868b7096d88421b563b8c94c9a31,"
                + "cea518c90fd91ced9cbb18c078a54711 3dbc4814f4da5f00a08772b63c6a046d 6eb246913062a16891433e97dd01a57f",
    })
    void publishedKeyStreams(KemacCipher cipher, String key, String first, String last) {
        byte[] stream =
                cipher.encrypt(secret(key), secret("f0f1f2f3f4f5f6f7f8f9fafbfcfd"), 0, 0, new byte[0xff02 * 16]);

        assertThat(HEX.formatHex(stream, 0, 48)).isEqualTo(first.replace(" ", ""));
        assertThat(HEX.formatHex(stream, 0xfeff * 16, 0xff02 * 16)).isEqualTo(last.replace(" ", ""));
    }

    @ParameterizedTest
    @EnumSource(names = {"AES_CM_128", "AES_CM_256"})
    void counterModeEqualsTheSecondComputation(KemacCipher cipher) {
        for (int octets : new int[] {1, 15, 16, 17, 36, 1000}) {
            byte[] key = octets(cipher.keyOctets());
            byte[] salt = octets(14);
            byte[] plaintext = octets(octets);
            int csbId = random.nextInt();
            long timestamp = random.nextLong();
            byte[] iv = HEX.parseHex(String.format("0000%08x%016x0000", csbId, timestamp));
            for (int i = 0; i < salt.length; i++) {
                iv[i] ^= salt[i];
            }
            SICBlockCipher bouncy = (SICBlockCipher) SICBlockCipher.newInstance(AESEngine.newInstance());
            bouncy.init(true, new ParametersWithIV(new KeyParameter(key), iv));
            byte[] expected = new byte[octets];
            bouncy.processBytes(plaintext, 0, octets, expected, 0);

            byte[] encrypted = cipher.encrypt(
                    SecretBytes.copyOf(key), SecretBytes.copyOf(salt), csbId & 0xffffffffL, timestamp, plaintext);

            assertThat(encrypted).isEqualTo(expected);
            assertThat(cipher.decrypt(
                            SecretBytes.copyOf(key),
                            SecretBytes.copyOf(salt),
                            csbId & 0xffffffffL,
                            timestamp,
                            encrypted))
                    .isEqualTo(plaintext);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AES_CM_128", "AES_CM_256"})
    @Proves("R3830-4.2.3-08")
    void counterModeEndsWithItsCounter(KemacCipher cipher) {
        SecretBytes key = SecretBytes.wrap(octets(cipher.keyOctets()));
        SecretBytes salt = SecretBytes.wrap(octets(14));

        byte[] longest = cipher.encrypt(key, salt, 1, 2, new byte[MAX_OCTETS]);
        assertThat(longest).hasSize(MAX_OCTETS);
        assertThat(cipher.decrypt(key, salt, 1, 2, longest)).isEqualTo(new byte[MAX_OCTETS]);
        assertThatThrownBy(() -> cipher.encrypt(key, salt, 1, 2, new byte[MAX_OCTETS + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key data: 1048577 octets, at most 1048576 (RFC 3830, 4.2.3)");
        assertThatThrownBy(() -> cipher.decrypt(key, salt, 1, 2, new byte[MAX_OCTETS + 1]))
                .isInstanceOf(MikeyException.class)
                .hasMessage("encrypted key data: 1048577 octets, at most 1048576 (RFC 3830, 4.2.3)");
    }

    /** RFC 3394, 4.1, whose initial value is the salt here. */
    @Test
    void thePublishedKeyWrap() {
        SecretBytes key = secret("000102030405060708090a0b0c0d0e0f");
        SecretBytes salt = secret("a6a6a6a6a6a6a6a6");
        byte[] plaintext = HEX.parseHex("00112233445566778899aabbccddeeff");

        byte[] wrapped = KemacCipher.AES_KW_128.encrypt(key, salt, 0, 0, plaintext);

        assertThat(HEX.formatHex(wrapped)).isEqualTo("1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
        assertThat(KemacCipher.AES_KW_128.decrypt(key, salt, 0, 0, wrapped)).isEqualTo(plaintext);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32, 40, 248, 4096})
    void keyWrapEqualsTheSecondComputation(int count) {
        byte[] key = octets(16);
        byte[] salt = octets(8);
        byte[] plaintext = octets(count);
        RFC3394WrapEngine bouncy = new RFC3394WrapEngine(AESEngine.newInstance());
        bouncy.init(true, new ParametersWithIV(new KeyParameter(key), salt));

        byte[] wrapped =
                KemacCipher.AES_KW_128.encrypt(SecretBytes.copyOf(key), SecretBytes.copyOf(salt), 7, 8, plaintext);

        assertThat(wrapped).isEqualTo(bouncy.wrap(plaintext, 0, count)).hasSize(count + 8);
        assertThat(KemacCipher.AES_KW_128.decrypt(SecretBytes.copyOf(key), SecretBytes.copyOf(salt), 7, 8, wrapped))
                .isEqualTo(plaintext);
    }

    /** 20 octets is a 16-octet TGK without a validity: nothing is padded, since nobody could undo it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 15, 17, 20, 23, 25})
    void whatCannotBeWrappedIsRefusedWithTheSizesThatCan(int count) {
        assertThatThrownBy(() -> KemacCipher.AES_KW_128.encrypt(
                        SecretBytes.wrap(octets(16)), SecretBytes.wrap(octets(8)), 0, 0, octets(count)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key data: " + count
                        + " octets cannot be wrapped; AES key wrap takes 16, 24, 32, ... (RFC 3394, 2)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 16, 23, 25, 36})
    void whatNobodyWrappedIsRefusedWithTheSizesThatAre(int count) {
        assertThatThrownBy(() -> KemacCipher.AES_KW_128.decrypt(
                        SecretBytes.wrap(octets(16)), SecretBytes.wrap(octets(8)), 0, 0, octets(count)))
                .isInstanceOf(MikeyException.class)
                .hasMessage("wrapped key data: " + count + " octets; AES key wrap makes 24, 32, 40, ... (RFC 3394, 2)");
    }

    @Test
    void keyWrapNoticesEveryChange() {
        byte[] key = octets(16);
        byte[] salt = octets(8);
        byte[] wrapped =
                KemacCipher.AES_KW_128.encrypt(SecretBytes.copyOf(key), SecretBytes.copyOf(salt), 0, 0, octets(24));

        for (int i = 0; i < wrapped.length; i++) {
            byte[] changed = wrapped.clone();
            changed[i] ^= 1;
            assertDamaged(key, salt, changed);
        }
        assertDamaged(key, new byte[8], wrapped);
        assertDamaged(new byte[16], salt, wrapped);
    }

    private static void assertDamaged(byte[] key, byte[] salt, byte[] wrapped) {
        assertThatThrownBy(() -> KemacCipher.AES_KW_128.decrypt(
                        SecretBytes.copyOf(key), SecretBytes.copyOf(salt), 0, 0, wrapped))
                .isInstanceOf(MikeyException.class)
                .hasMessage("the wrapped key data is damaged");
    }

    @ParameterizedTest
    @EnumSource(names = "NULL", mode = EnumSource.Mode.EXCLUDE)
    void keysOfOtherSizesAreRefused(KemacCipher cipher) {
        SecretBytes key = SecretBytes.wrap(octets(cipher.keyOctets()));
        SecretBytes salt = SecretBytes.wrap(octets(cipher.saltOctets()));
        for (int other : new int[] {0, 7, 13, 15, 17, 24, 33}) {
            SecretBytes wrong = SecretBytes.wrap(octets(other));
            assertThatThrownBy(() -> cipher.encrypt(wrong, salt, 0, 0, new byte[16]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("encryption key: " + other + " octets, " + cipher + " takes " + cipher.keyOctets()
                            + " (RFC 3830, 4.2.3)");
            assertThatThrownBy(() -> cipher.decrypt(key, wrong, 0, 0, new byte[24]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("salt key: " + other + " octets, " + cipher + " takes " + cipher.saltOctets()
                            + " (RFC 3830, 4.2.3)");
        }
    }

    @Test
    void keysAndInputsAreLeftAsTheyAre() {
        byte[] key = octets(16);
        byte[] salt = octets(14);
        byte[] plaintext = octets(16);
        byte[][] before = {key.clone(), salt.clone(), plaintext.clone()};

        KemacCipher.AES_CM_128.encrypt(SecretBytes.wrap(key), SecretBytes.wrap(salt), 1, 2, plaintext);

        assertThat(new byte[][] {key, salt, plaintext}).isDeepEqualTo(before);
    }

    @Test
    void theNullCipherGivesACopy() {
        byte[] plaintext = octets(3);

        byte[] encrypted = KemacCipher.NULL.encrypt(SecretBytes.empty(), SecretBytes.empty(), 0, 0, plaintext);
        byte[] decrypted = KemacCipher.NULL.decrypt(SecretBytes.empty(), SecretBytes.empty(), 0, 0, plaintext);

        assertThat(encrypted).isEqualTo(plaintext).isNotSameAs(plaintext);
        assertThat(decrypted).isEqualTo(plaintext).isNotSameAs(plaintext);
        Arrays.fill(encrypted, (byte) 0);
        assertThat(plaintext).isEqualTo(decrypted);
    }

    @ParameterizedTest
    @CsvSource({"0,NULL,0,0", "1,AES_CM_128,16,14", "2,AES_KW_128,16,8", "3,AES_CM_256,32,14"})
    void numbersAndSizesOfTheRegistry(int encrAlg, KemacCipher cipher, int keyOctets, int saltOctets) {
        assertThat(KemacCipher.of(encrAlg)).contains(cipher);
        assertThat(cipher.encrAlg()).isEqualTo(encrAlg);
        assertThat(cipher.keyOctets()).isEqualTo(keyOctets);
        assertThat(cipher.saltOctets()).isEqualTo(saltOctets);
        assertThat(KemacCipher.of(4)).isEmpty();
    }
}

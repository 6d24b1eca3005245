package org.mikey4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.testing.KeptRandom;
import org.mikey4j.testing.Peers;

/** Which keys can be asked for, and what is drawn for them. */
class KeySpecTest {
    private static KeySpec spec(int type, int key, int salt) {
        return new KeySpec(type, key, salt, KeyValidity.NULL, Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 'key: 0 octets, salt: 0 octets'",
        "0, 65536, 0, 'key: 65536 octets, salt: 0 octets'",
        "1, 16, 65536, 'key: 16 octets, salt: 65536 octets'",
        "0, 16, 1, salt: 1 octets with TGK",
        "1, 16, 0, salt: 0 octets with TGK+SALT",
        "2, 16, 14, salt: 14 octets with TEK",
        "3, 16, 0, salt: 0 octets with TEK+SALT"
    })
    void sizesThatCannotBeSentAreRefused(int type, int key, int salt, String message) {
        assertThatThrownBy(() -> spec(type, key, salt))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void theLargestAndTheSmallestAreDrawn() {
        TransportedKey largest = spec(KeyDataType.TEK_SALT, 65535, 65535).draw(Peers.RANDOM);
        TransportedKey smallest = spec(KeyDataType.TGK_SALT, 1, 1).draw(Peers.RANDOM);

        assertThat(largest.key().length()).isEqualTo(65535);
        assertThat(largest.salt().length()).isEqualTo(65535);
        assertThat(smallest.key().length()).isEqualTo(1);
        assertThat(smallest.salt().length()).isEqualTo(1);
    }

    @Test
    void aKeyThatIsGivenIsCopied() {
        KeptRandom random = new KeptRandom();
        KeyValidity mki = new KeyValidity.Spi(Octets.ofHex("01"));
        SecretBytes key = SecretBytes.copyOf(new byte[] {1, 2});
        SecretBytes salt = SecretBytes.copyOf(new byte[] {3});

        TransportedKey drawn =
                KeySpec.of(KeyDataType.TEK_SALT, key, salt).valid(mki).draw(random);

        assertThat(drawn).isEqualTo(new TransportedKey(KeyDataType.TEK_SALT, key, salt, mki));
        assertThat(random.drawn(2)).isEmpty();
        drawn.close();
        Peers.assertWiped(drawn.key(), drawn.salt());
        assertThat(key.toByteArray()).containsExactly(1, 2);
        assertThat(salt.toByteArray()).containsExactly(3);
    }

    @Test
    void aTekWithTheSaltRunOnIsAsLongAsBoth() {
        KeySpec spec = KeySpec.tekWithSaltAppended(
                SrtpPolicy.of(SrtpPolicy.named("AEAD_AES_256_GCM", 0).orElseThrow()));

        assertThat(spec.keyType()).isEqualTo(KeyDataType.TEK);
        assertThat(spec.keyOctets()).isEqualTo(32 + 12);
        assertThat(spec.saltOctets()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "2, false", "3, false"})
    void teksAreDerivedFromGenerationKeysOnly(int type, boolean generates) {
        assertThat(new TransportedKey(type, SecretBytes.wrap(new byte[1]), SecretBytes.empty(), KeyValidity.NULL)
                        .isGenerationKey())
                .isEqualTo(generates);
    }
}

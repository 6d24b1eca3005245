package org.mikey4j.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.message.Octets;

class SecretBytesTest {
    private final byte[] array = {1, 2, 3, 4, 5};

    @Test
    void closingWipesWhatItHolds() {
        SecretBytes wrapped = SecretBytes.wrap(array);

        wrapped.close();

        assertThat(array).containsOnly(0);
    }

    @Test
    void closingWipesNoCopy() {
        SecretBytes original = SecretBytes.copyOf(array);
        SecretBytes copy = original.copy();
        SecretBytes slice = original.slice(1, 3);

        original.close();
        original.close();

        assertThat(array).containsExactly(1, 2, 3, 4, 5);
        assertThat(copy.toByteArray()).containsExactly(1, 2, 3, 4, 5);
        assertThat(slice.toByteArray()).containsExactly(2, 3, 4);
    }

    @Test
    void closingACopyLeavesTheOriginal() {
        SecretBytes original = SecretBytes.wrap(array);

        original.copy().close();
        original.slice(0, 5).close();
        Arrays.fill(original.toByteArray(), (byte) 9);

        assertThat(original.toByteArray()).containsExactly(1, 2, 3, 4, 5);
    }

    static Stream<ThrowingCallable> uses() {
        SecretBytes wiped = SecretBytes.copyOf(new byte[16]);
        wiped.close();
        return Stream.of(
                wiped::toByteArray,
                wiped::copy,
                wiped::fingerprint,
                () -> wiped.slice(0, 16),
                () -> wiped.copyTo(new byte[16], 0),
                () -> assertThat(wiped).isEqualTo(SecretBytes.copyOf(new byte[16])),
                () -> assertThat(SecretBytes.copyOf(new byte[16])).isEqualTo(wiped),
                () -> Prf.MIKEY_1.derive(wiped, new byte[1], 16),
                () -> MacAlgorithm.HMAC_SHA_1_160.compute(wiped, Octets.EMPTY),
                () -> KemacCipher.AES_CM_128.encrypt(wiped, wiped.slice(0, 14), 0, 0, new byte[1]));
    }

    @ParameterizedTest
    @MethodSource("uses")
    void nothingIsDoneWithAWipedSecret(ThrowingCallable use) {
        assertThatThrownBy(use).isInstanceOf(IllegalStateException.class).hasMessage("the secret was wiped");
    }

    @Test
    void secretsAreEqualByTheirOctets() {
        SecretBytes secret = SecretBytes.copyOf(array);

        assertThat(secret).isEqualTo(SecretBytes.copyOf(Octets.ofHex("0102030405")));
        assertThat(secret).isEqualTo(secret);
        for (int i = 0; i < array.length; i++) {
            byte[] other = array.clone();
            other[i] ^= (byte) 0x80;
            assertThat(secret).isNotEqualTo(SecretBytes.wrap(other));
        }
        assertThat(secret).isNotEqualTo(SecretBytes.copyOf(Octets.ofHex("01020304")));
        assertThat(secret.equals((Object) Octets.ofHex("0102030405"))).isFalse();
    }

    @Test
    void onlyTheLengthShows() {
        SecretBytes one = SecretBytes.copyOf(array);
        SecretBytes other = SecretBytes.wrap(new byte[5]);

        assertThat(one).hasToString("SecretBytes[5 octets]").hasSameHashCodeAs(other);
        assertThat(SecretBytes.empty()).hasToString("SecretBytes[0 octets]");
    }

    /** The SHA-256 of "abc" begins with these octets (FIPS 180-4's example). */
    @Test
    void theFingerprintIsTheBeginningOfTheHash() {
        assertThat(SecretBytes.copyOf("abc".getBytes(US_ASCII)).fingerprint()).isEqualTo("ba7816bf");
    }

    @Test
    void copiesStayInsideTheirBounds() {
        SecretBytes secret = SecretBytes.copyOf(array);
        byte[] target = new byte[7];

        secret.copyTo(target, 1);

        assertThat(target).containsExactly(0, 1, 2, 3, 4, 5, 0);
        assertThat(secret.slice(5, 0).length()).isZero();
        assertThatThrownBy(() -> secret.slice(3, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> secret.slice(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void randomOctetsAreThoseOfTheGivenSource() {
        SecureRandom counted = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) i;
                }
            }
        };

        assertThat(SecretBytes.random(counted, 4).toByteArray()).containsExactly(0, 1, 2, 3);
    }
}

package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.SecondPrf;

/** Message keys and traffic keys: that they are those of their label, all different, and gone when closed. */
class DerivedKeysTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final long CSB_ID = 0xfedcba98L;
    private static final Octets RAND = Octets.ofHex("101112131415161718191a1b1c1d1e1f");

    private static SecretBytes inkey(int octets) {
        byte[] key = new byte[octets];
        for (int i = 0; i < octets; i++) {
            key[i] = (byte) (i * 7);
        }
        return SecretBytes.wrap(key);
    }

    private static String second(Prf prf, SecretBytes inkey, String constant, int csId, int octets) {
        byte[] label = HEX.parseHex(constant + String.format("%02x", csId) + "fedcba98" + RAND.toHex());
        return HEX.formatHex(SecondPrf.derive(prf == Prf.MIKEY_1, inkey.toByteArray(), label, octets));
    }

    private static String hex(SecretBytes secret) {
        return HEX.formatHex(secret.toByteArray());
    }

    @ParameterizedTest
    @EnumSource(names = {"MIKEY_1", "HMAC_SHA_256"})
    void messageKeysEqualTheSecondComputation(Prf prf) {
        for (int octets : new int[] {1, 16, 32, 33, 112, 192}) {
            SecretBytes inkey = inkey(octets);
            try (MessageKeys keys = MessageKeys.derive(prf, inkey, CSB_ID, RAND)) {
                // In turns and twice, so that no state is carried from one to the next.
                for (int turn = 0; turn < 2; turn++) {
                    assertThat(hex(keys.encrKey(32))).isEqualTo(second(prf, inkey, "150533e1", 0xff, 32));
                    assertThat(hex(keys.authKey(20))).isEqualTo(second(prf, inkey, "2d22ac75", 0xff, 20));
                    assertThat(hex(keys.saltKey(14))).isEqualTo(second(prf, inkey, "29b88916", 0xff, 14));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MIKEY_1", "HMAC_SHA_256"})
    void theKeysOf256CryptoSessionsEqualTheSecondComputationAndAreAllDifferent(Prf prf) {
        SecretBytes tgk = inkey(16);
        Set<String> seen = new HashSet<>();
        try (TrafficKeys keys = TrafficKeys.derive(prf, tgk, CSB_ID, RAND)) {
            for (int csId = 0; csId <= 255; csId++) {
                assertThat(hex(keys.tek(csId, 16))).isEqualTo(second(prf, tgk, "2ad01c64", csId, 16));
                assertThat(hex(keys.salt(csId, 14))).isEqualTo(second(prf, tgk, "39a2c14b", csId, 14));
                assertThat(hex(keys.authKey(csId, 20))).isEqualTo(second(prf, tgk, "1b5c7973", csId, 20));
                assertThat(hex(keys.encrKey(csId, 16))).isEqualTo(second(prf, tgk, "15798cef", csId, 16));
                seen.add(hex(keys.tek(csId, 14)));
                seen.add(hex(keys.salt(csId, 14)));
                seen.add(hex(keys.authKey(csId, 14)));
                seen.add(hex(keys.encrKey(csId, 14)));
            }
        }
        assertThat(seen).hasSize(4 * 256);
    }

    @Test
    void aClosedDerivationGivesNoMoreKeysButThoseGivenStay() {
        MessageKeys messageKeys = MessageKeys.derive(Prf.MIKEY_1, inkey(16), CSB_ID, RAND);
        TrafficKeys trafficKeys = TrafficKeys.derive(Prf.MIKEY_1, inkey(64), CSB_ID, RAND);
        SecretBytes given = messageKeys.encrKey(16);

        messageKeys.close();
        messageKeys.close();
        trafficKeys.close();

        assertThatThrownBy(() -> messageKeys.encrKey(16))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the key was wiped");
        assertThatThrownBy(() -> trafficKeys.tek(1, 16))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the key was wiped");
        assertThat(hex(given)).isEqualTo(second(Prf.MIKEY_1, inkey(16), "150533e1", 0xff, 16));
    }

    /** Whoever holds the platform's instance afterwards finds it keyed with zeros. */
    @Test
    void closingOverwritesTheKeyOfAnHmac() throws ReflectiveOperationException {
        Hmac hmac = new Hmac("HmacSHA1", inkey(16));
        Field field = Hmac.class.getDeclaredField("mac");
        field.setAccessible(true);
        Mac instance = (Mac) field.get(hmac);

        hmac.close();

        HMac zeros = new HMac(new SHA1Digest());
        zeros.init(new KeyParameter(new byte[20]));
        byte[] expected = new byte[20];
        zeros.doFinal(expected, 0);
        assertThat(instance.doFinal()).isEqualTo(expected);
    }
}

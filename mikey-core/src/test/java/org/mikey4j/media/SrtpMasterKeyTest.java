package org.mikey4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.SessionKey;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.media.SrtpMasterKey.SaltOrigin;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.DataType;

class SrtpMasterKeyTest {
    private static final Set<Compatibility> STRICT = Set.of();
    private static final Set<Compatibility> APPENDED = EnumSet.of(Compatibility.TEK_WITH_SALT_APPENDED);
    /** The SETUP of ONVIF's streaming specification: a TEK of 30 octets under MKI 0000002f. */
    private static final String ONVIF = "01000500fd6d77d0010000c20f551c000000000a0001d38e19cef95c3d010000001800010101"
            + "01100201010301140701010801010a01010b010a000000270021001edf40b9f54ac2944d1edbb50fe61fd6b72f542fcf9d7f383e"
            + "dadb669a8de4040000002f00";

    private static SessionKey key(int tek, int salt) {
        return new SessionKey(
                SecretBytes.wrap(sequence(1, tek)), SecretBytes.wrap(sequence(101, salt)), KeyValidity.NULL);
    }

    private static byte[] sequence(int first, int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (first + i);
        }
        return octets;
    }

    private static SrtpPolicy policy(String name) {
        return SrtpPolicy.of(SrtpPolicy.named(name, 0).orElseThrow());
    }

    private static CryptoSession onvif() {
        MikeyMessage message = MikeyMessage.decode(Octets.ofHex(ONVIF).toByteArray());
        KeyDataPayload carried = (KeyDataPayload) message.payload(KemacPayload.class)
                .orElseThrow()
                .clearSubPayloads(DataType.PSK_INIT)
                .get(0);
        return new CryptoSession(
                1,
                0xc20f551cL,
                0,
                message.payload(SpPayload.class),
                List.of(new SessionKey(SecretBytes.copyOf(carried.key()), SecretBytes.empty(), carried.kv())));
    }

    @Test
    void onvifsKeyIsSplitIntoKeyAndSaltIfThatIsAccepted() {
        List<SrtpMasterKey> masters = SrtpMasterKey.of(onvif(), APPENDED);

        assertThat(masters).singleElement().satisfies(master -> {
            assertThat(master.key().toByteArray())
                    .isEqualTo(Octets.ofHex("df40b9f54ac2944d1edbb50fe61fd6b7").toByteArray());
            assertThat(master.salt().toByteArray())
                    .isEqualTo(Octets.ofHex("2f542fcf9d7f383edadb669a8de4").toByteArray());
            assertThat(master.saltOrigin()).isEqualTo(SaltOrigin.END_OF_TEK);
            assertThat(master.mki()).isEqualTo(Octets.ofHex("0000002f"));
            assertThat(master.keyAndSalt())
                    .isEqualTo(Octets.ofHex("df40b9f54ac2944d1edbb50fe61fd6b72f542fcf9d7f383edadb669a8de4")
                            .toByteArray());
        });
    }

    @Test
    void andIsRefusedByNameIfNot() {
        assertThatThrownBy(() -> SrtpMasterKey.of(onvif(), STRICT))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("TEK_WITH_SALT_APPENDED")
                .hasMessageNotContaining("df40b9");
    }

    @ParameterizedTest
    @CsvSource({
        "AES_CM_128_HMAC_SHA1_80,16,14",
        "AES_CM_128_HMAC_SHA1_32,16,14",
        "AES_192_CM_HMAC_SHA1_80,24,14",
        "AES_256_CM_HMAC_SHA1_80,32,14",
        "AEAD_AES_128_GCM,16,12",
        "AEAD_AES_256_GCM,32,12",
    })
    void theSizesAreThoseOfThePolicy(String name, int keyOctets, int saltOctets) {
        SrtpPolicy policy = policy(name);

        SrtpMasterKey exchanged = SrtpMasterKey.of(key(keyOctets, saltOctets), policy, STRICT);
        SrtpMasterKey appended = SrtpMasterKey.of(key(keyOctets + saltOctets, 0), policy, APPENDED);

        assertThat(exchanged.saltOrigin()).isEqualTo(SaltOrigin.EXCHANGED);
        assertThat(exchanged.key().toByteArray()).isEqualTo(sequence(1, keyOctets));
        assertThat(exchanged.salt().toByteArray()).isEqualTo(sequence(101, saltOctets));
        assertThat(appended.keyAndSalt()).isEqualTo(sequence(1, keyOctets + saltOctets));
        for (int[] wrong : new int[][] {
            {keyOctets - 1, saltOctets}, {keyOctets, saltOctets + 1}, {keyOctets + 1, 0}, {keyOctets + saltOctets, 1}
        }) {
            assertThatThrownBy(() -> SrtpMasterKey.of(key(wrong[0], wrong[1]), policy, APPENDED))
                    .isInstanceOf(UnusableKeyException.class)
                    .hasMessageContaining("master key of " + keyOctets + " octets");
        }
    }

    @Test
    void anAbsentSaltIsAllZerosExceptForGcm() {
        SrtpMasterKey master = SrtpMasterKey.of(key(16, 0), policy("AES_CM_128_HMAC_SHA1_80"), STRICT);

        assertThat(master.saltOrigin()).isEqualTo(SaltOrigin.ABSENT);
        assertThat(master.salt().toByteArray()).isEqualTo(new byte[14]);
        assertThatThrownBy(() -> SrtpMasterKey.of(key(16, 0), policy("AEAD_AES_128_GCM"), STRICT))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("master salt of 12");
    }

    @Test
    void withoutAPolicySrtpsDefaultsApplyAndWipingLeavesTheSessionAlone() {
        CryptoSession session = new CryptoSession(1, 1, 0, Optional.empty(), List.of(key(16, 14)));

        SrtpMasterKey master = SrtpMasterKey.of(session, STRICT).get(0);
        master.close();

        assertThatThrownBy(() -> master.key().toByteArray()).isInstanceOf(IllegalStateException.class);
        assertThat(session.keys().get(0).tek().toByteArray()).isEqualTo(sequence(1, 16));
        assertThat(master.toString()).doesNotContain("0102");
    }
}

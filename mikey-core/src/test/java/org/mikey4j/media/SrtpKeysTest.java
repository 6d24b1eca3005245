package org.mikey4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.SessionKey;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.KeyDataType;

class SrtpKeysTest {
    private static final SrtpPolicy CM = SrtpPolicy.defaults();

    private static CryptoSession session(String parameters, int tek, int salt) {
        SpPayload policy = new SpPayload(0, 0, Octets.ofHex(parameters));
        SessionKey key =
                new SessionKey(SecretBytes.wrap(new byte[tek]), SecretBytes.wrap(new byte[salt]), KeyValidity.NULL);
        return new CryptoSession(3, 0x12345678L, 9, Optional.of(policy), List.of(key));
    }

    @Test
    void takesAllOfAStreamFromItsCryptoSession() {
        try (CryptoSession session = session("0b0104", 16, 14);
                SrtpKeys keys = SrtpKeys.of(session, Set.of())) {
            assertThat(keys.csId()).isEqualTo(3);
            assertThat(keys.ssrc()).isEqualTo(0x12345678L);
            assertThat(keys.roc()).isEqualTo(9);
            assertThat(keys.policy().srtp().tagLength()).isEqualTo(4);
            assertThat(keys.masters()).hasSize(1);
            assertThat(keys.diagnostics()).isEmpty();
        }
    }

    /** GStreamer's policy and key: tag length for key length, and a TEK with the salt behind it. */
    @Test
    void saysWhatItAcceptedByName() {
        Set<Compatibility> gstreamer =
                Set.of(Compatibility.AUTH_KEY_LENGTH_IS_TAG_LENGTH, Compatibility.TEK_WITH_SALT_APPENDED);
        try (CryptoSession session = session("03010a", 30, 0);
                SrtpKeys keys = SrtpKeys.of(session, gstreamer)) {
            assertThat(keys.policy()).isEqualTo(CM);
            assertThat(keys.diagnostics())
                    .extracting(Diagnostic::rule)
                    .containsExactly("AUTH_KEY_LENGTH_IS_TAG_LENGTH", "TEK_WITH_SALT_APPENDED");
        }
        try (CryptoSession session = session("", 16, 0);
                SrtpKeys keys = SrtpKeys.of(session, Set.of())) {
            assertThat(keys.diagnostics()).extracting(Diagnostic::rule).containsExactly("TEK_WITHOUT_SALT");
            assertThat(Streams.hex(keys.masters().get(0).salt())).isEqualTo("0".repeat(28));
        }
    }

    @Test
    void transportsItsKeysInMikey() {
        SrtpKeys keys = Streams.stream(CM, 0, Streams.mki("00000001"), Streams.mki("00000002"));
        List<KeySpec> specs = keys.keySpecs();
        assertThat(specs).extracting(KeySpec::keyType).containsOnly(KeyDataType.TEK_SALT);
        assertThat(specs).extracting(KeySpec::kv).containsExactly(Streams.mki("00000001"), Streams.mki("00000002"));
        assertThat(specs.get(0).key()).contains(keys.masters().get(0).key());
        assertThat(specs.get(0).salt()).contains(keys.masters().get(0).salt());
        assertThat(Streams.stream(Streams.policy("4=00")).keySpecs())
                .extracting(KeySpec::keyType)
                .containsExactly(KeyDataType.TEK);
    }

    @Test
    void severalKeysAreToldApart() {
        assertThat(Streams.stream(CM, 0, Streams.interval(), Streams.interval()).masters())
                .hasSize(2);
        assertThatThrownBy(() -> Streams.stream(CM, 0, Streams.mki("01"), KeyValidity.NULL))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage(
                        "the stream has 2 keys, of which one has neither MKI nor interval, so they cannot be told apart");
        assertThatThrownBy(() -> Streams.stream(CM, 0, Streams.mki("01"), Streams.mki("01")))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("two keys of the stream have the same MKI");
        assertThatThrownBy(() -> Streams.stream(CM, 0, Streams.mki("01"), Streams.mki("0002")))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("the MKIs of the stream differ in length (RFC 3711, 3.1)");
    }

    @Test
    void keysFitThePolicy() {
        SrtpMasterKey master = Streams.master(Streams.named("AES_256_CM_HMAC_SHA1_80"), KeyValidity.NULL);
        assertThatThrownBy(() -> new SrtpKeys(1, 0, 0, CM, List.of(master), List.of()))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("a master key of 32 octets and a master salt of 14 do not fit the policy, "
                        + "which has 16 and 14");
        assertThatThrownBy(() -> new SrtpKeys(1, 0, 0, CM, List.of(), List.of()))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("the stream has no key");
        assertThatThrownBy(() -> new SrtpKeys(1, 1L << 32, 0, CM, List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wipesItsKeysAndNeverShowsThem() {
        SrtpKeys keys = Streams.stream(CM);
        assertThat(keys.toString()).doesNotContain("0001020304").doesNotContain("a0a1a2");
        keys.close();
        assertThatThrownBy(() -> keys.masters().get(0).key().toByteArray()).isInstanceOf(IllegalStateException.class);
    }
}

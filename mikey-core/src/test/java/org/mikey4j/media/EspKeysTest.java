package org.mikey4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.media.EspAlgorithms.Authentication;
import org.mikey4j.media.EspAlgorithms.Encryption;
import org.mikey4j.media.XfrmAssociation.Direction;
import org.mikey4j.media.XfrmAssociation.Mode;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.testing.Proves;

class EspKeysTest {
    private static final long CSB_ID = 0x01020304L;
    private static final Octets RAND = Octets.ofHex("101112131415161718191a1b1c1d1e1f");
    private static final byte[] TGK = "a TGK of 16 octs".getBytes(StandardCharsets.US_ASCII);

    private static SecurityAssociation association(int type, int saltOctets) {
        CsbState state =
                new CsbState(CSB_ID, Prf.MIKEY_1, RAND, new TPayload(0, 1), Optional.empty(), Optional.empty());
        TransportedKey key = new TransportedKey(
                type, SecretBytes.copyOf(TGK), SecretBytes.wrap(new byte[saltOctets]), KeyValidity.NULL);
        return new SecurityAssociation(
                state, SecretBytes.empty(), CsIdMap.srtp(), List.of(), List.of(key), List.of(), List.of());
    }

    /** RFC 3830, 4.1.2 and 4.1.3, once more: P of HMAC-SHA-1 for a key of one block. */
    private static String derived(String constant, int csId, int octets) throws Exception {
        ByteBuffer label = ByteBuffer.allocate(4 + 1 + 4 + RAND.length());
        label.put(Octets.ofHex(constant).toByteArray()).put((byte) csId).putInt((int) CSB_ID);
        label.put(RAND.toByteArray());
        Mac hmac = Mac.getInstance("HmacSHA1");
        hmac.init(new SecretKeySpec(TGK, "HmacSHA1"));
        ByteBuffer out = ByteBuffer.allocate(octets + 20);
        byte[] a = label.array();
        while (out.position() < octets) {
            a = hmac.doFinal(a);
            hmac.update(a);
            out.put(hmac.doFinal(label.array()));
        }
        return Octets.copyOf(Arrays.copyOf(out.array(), octets)).toHex();
    }

    @Test
    @Proves("R3830-4.1.3-03")
    void derivesByTheLabelsForProtocolsWithoutADerivation() throws Exception {
        try (SecurityAssociation association = association(KeyDataType.TGK, 0);
                EspKeys keys = EspKeys.derive(association, 2, EspAlgorithms.AES_CBC_128_HMAC_SHA_256_128)) {
            assertThat(Streams.hex(keys.encryption())).isEqualTo(derived("15798cef", 2, 16));
            assertThat(Streams.hex(keys.authentication())).isEqualTo(derived("1b5c7973", 2, 32));
        }
    }

    @Test
    void putsTheSaltOfGcmBehindTheKey() throws Exception {
        EspKeys derived = EspKeys.derive(association(KeyDataType.TGK, 0), 1, EspAlgorithms.AES_GCM_256);
        assertThat(Streams.hex(derived.encryption())).isEqualTo(derived("15798cef", 1, 32) + derived("39a2c14b", 1, 4));
        assertThat(derived.authentication().length()).isZero();
        EspKeys exchanged = EspKeys.derive(association(KeyDataType.TGK_SALT, 4), 1, EspAlgorithms.AES_GCM_128);
        assertThat(Streams.hex(exchanged.encryption())).isEqualTo(derived("15798cef", 1, 16) + "00000000");
    }

    @Test
    void refusesKeysThatNothingCanBeDerivedFrom() {
        assertThatThrownBy(() -> EspKeys.derive(association(KeyDataType.TEK, 0), 1, EspAlgorithms.AES_GCM_128))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("ESP's keys are derived from a TGK, and the association has a TEK (RFC 3830, 4.1.3)");
        assertThatThrownBy(() -> EspKeys.derive(association(KeyDataType.TGK_SALT, 14), 1, EspAlgorithms.AES_GCM_128))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("a salt of 14 octets came with the TGK, and AES_GCM takes 4");
        SecurityAssociation none = new SecurityAssociation(
                association(KeyDataType.TGK, 0).state(),
                SecretBytes.empty(),
                CsIdMap.srtp(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        assertThatThrownBy(() -> EspKeys.derive(none, 1, EspAlgorithms.AES_GCM_128))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("the association has 0 keys, and ESP takes those of one TGK");
    }

    @Test
    void knowsWhichAlgorithmsGoTogether() {
        assertThatThrownBy(() -> new EspAlgorithms(Encryption.AES_CBC, 20, Authentication.HMAC_SHA_1_96))
                .hasMessage("AES_CBC takes no key of 20 octets");
        assertThatThrownBy(() -> new EspAlgorithms(Encryption.AES_CBC, 16, Authentication.NONE))
                .hasMessage("AES_CBC with NONE");
        assertThatThrownBy(() -> new EspAlgorithms(Encryption.AES_GCM, 16, Authentication.HMAC_SHA_1_96))
                .hasMessage("AES_GCM with HMAC_SHA_1_96");
    }

    @Test
    void writesCommandsForLinux() throws Exception {
        EspKeys cbc = EspKeys.derive(association(KeyDataType.TGK, 0), 1, EspAlgorithms.AES_CBC_128_HMAC_SHA_1_96);
        XfrmAssociation transport = new XfrmAssociation("10.0.0.1", "10.0.0.2", 0x1000, Mode.TRANSPORT, 7, cbc);
        assertThat(transport.addState())
                .isEqualTo("xfrm state add src 10.0.0.1 dst 10.0.0.2 proto esp spi 0x00001000 reqid 7 mode transport "
                        + "replay-window 32 enc 'cbc(aes)' 0x" + derived("15798cef", 1, 16)
                        + " auth-trunc 'hmac(sha1)' 0x" + derived("1b5c7973", 1, 20) + " 96");
        assertThat(transport.addPolicy(Direction.OUT))
                .isEqualTo("xfrm policy add src 10.0.0.1 dst 10.0.0.2 dir out tmpl src 10.0.0.1 dst 10.0.0.2 proto esp "
                        + "reqid 7 mode transport");
        EspKeys gcm = EspKeys.derive(association(KeyDataType.TGK, 0), 1, EspAlgorithms.AES_GCM_128);
        assertThat(new XfrmAssociation("2001:db8::1", "2001:db8::2", 0xffffffffL, Mode.TUNNEL, 1, gcm).addState())
                .startsWith(
                        "xfrm state add src 2001:db8::1 dst 2001:db8::2 proto esp spi 0xffffffff reqid 1 mode tunnel")
                .endsWith("aead 'rfc4106(gcm(aes))' 0x" + Streams.hex(gcm.encryption()) + " 128");
        EspKeys none = EspKeys.derive(
                association(KeyDataType.TGK, 0),
                1,
                new EspAlgorithms(Encryption.NULL, 0, Authentication.HMAC_SHA_256_128));
        assertThat(new XfrmAssociation("10.0.0.1", "10.0.0.2", 256, Mode.TRANSPORT, 1, none).addState())
                .contains(" enc 'ecb(cipher_null)' '' auth-trunc 'hmac(sha256)' 0x")
                .endsWith(" 128");
        assertThat(transport.toString()).doesNotContain(derived("15798cef", 1, 16));
    }

    @Test
    void letsNothingIntoACommandThatIsNoAddress() {
        EspKeys keys = EspKeys.derive(association(KeyDataType.TGK, 0), 1, EspAlgorithms.AES_GCM_128);
        for (String bad : List.of("", "10.0.0", "10.0.0.1 dst", "10.0.0.1\n", "fe80::1%eth0", "2001:db8::1", "abcd")) {
            assertThatThrownBy(() -> new XfrmAssociation(bad, "10.0.0.2", 256, Mode.TRANSPORT, 1, keys))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("addresses: ");
        }
        assertThatThrownBy(() -> new XfrmAssociation("10.0.0.1", "10.0.0.2", 255, Mode.TRANSPORT, 1, keys))
                .hasMessage("SPI: 255, not 256 to 2^32 - 1");
        assertThatThrownBy(() -> new XfrmAssociation("10.0.0.1", "10.0.0.2", 256, Mode.TRANSPORT, 0, keys))
                .hasMessage("reqid: 0");
    }
}

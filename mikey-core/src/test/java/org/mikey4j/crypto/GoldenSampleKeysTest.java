package org.mikey4j.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.Octets;

/** The keys of the two messages that RFC 4567 prints in section 5.1; their PSK is "0123456789ABCDEF". */
class GoldenSampleKeysTest {
    private static final long CSB_ID = 0xcd177e50L;
    private static final Octets RAND = Octets.ofHex("4a28da979ee21a7651a0d7f19136d98c");
    private static final HexFormat HEX = HexFormat.of();

    private final MessageKeys keys =
            MessageKeys.derive(Prf.MIKEY_1, SecretBytes.copyOf("0123456789ABCDEF".getBytes(US_ASCII)), CSB_ID, RAND);

    private static String hex(SecretBytes secret) {
        return HEX.formatHex(secret.toByteArray());
    }

    @Test
    void messageKeys() {
        assertThat(hex(keys.encrKey(16))).isEqualTo("b6310fae6962b5da4ade8c5f168eef9a");
        assertThat(hex(keys.saltKey(14))).isEqualTo("4265c2fd7911494792b8998045bd");
        assertThat(hex(keys.authKey(20))).isEqualTo("2d516829aa45bf5ca32a72f2eace37d52c47b7f0");
    }

    @Test
    void theKeyDataDecrypts() {
        byte[] plaintext = KemacCipher.AES_CM_128.decrypt(
                keys.encrKey(16),
                keys.saltKey(14),
                CSB_ID,
                0xc8e350ea00000000L,
                HEX.parseHex("d092a981a5640da6b08bdc21541b41b74299d78ca636ebbadbe36fde8ccf2f28302bf19b"));

        assertThat(HEX.formatHex(plaintext))
                .isEqualTo("00100010f2656ce74a39d59ca6e5d5e43573d082000e980c97f9e383702749ea07332578");
    }

    @Test
    void theTekOfCryptoSession1() {
        SecretBytes tgk = SecretBytes.wrap(HEX.parseHex("f2656ce74a39d59ca6e5d5e43573d082"));

        assertThat(hex(TrafficKeys.derive(Prf.MIKEY_1, tgk, CSB_ID, RAND).tek(1, 16)))
                .isEqualTo("dee87fcb250c46cd3c1bfb9da1741429");
    }
}

package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MessageKeys;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TrafficKeys;
import org.mikey4j.message.Octets;

/** The cryptography against values that other programs computed, and against a second computation with another library. */
class CryptoVectorsTest {
    private static final JsonNode VECTORS = VectorFile.read("crypto/rfc3830.json");
    private static final HexFormat HEX = HexFormat.of();

    private static byte[] bytes(JsonNode node) {
        return HEX.parseHex(node.asText());
    }

    private static SecretBytes secret(JsonNode node) {
        return SecretBytes.wrap(bytes(node));
    }

    private static String hex(SecretBytes secret) {
        return HEX.formatHex(secret.toByteArray());
    }

    static Stream<JsonNode> prfRows() {
        return StreamSupport.stream(VECTORS.at("/prf/rows").spliterator(), false);
    }

    private static SecretBytes counted(int octets) {
        byte[] key = new byte[octets];
        for (int i = 0; i < octets; i++) {
            key[i] = (byte) i;
        }
        return SecretBytes.wrap(key);
    }

    private static byte[] label(JsonNode row) {
        return HEX.parseHex(row.get("constant").asText()
                + row.get("cs_id").asText()
                + VECTORS.at("/prf/common/csb_id").asText()
                + VECTORS.at("/prf/common/rand").asText());
    }

    private static Prf prf(JsonNode row) {
        return row.get("prf").asText().equals("MIKEY-1") ? Prf.MIKEY_1 : Prf.HMAC_SHA_256;
    }

    @Test
    void everyRowOfThePseudoRandomFunctions() {
        assertThat(prfRows()).hasSizeGreaterThan(400).allSatisfy(row -> {
            SecretBytes out = prf(row).derive(
                            counted(row.get("inkey_octets").asInt()),
                            label(row),
                            row.get("out_octets").asInt());
            assertThat(hex(out)).as(row.toString()).isEqualTo(row.get("out").asText());
        });
    }

    @Test
    void everyRowAgainWithBouncyCastle() {
        assertThat(prfRows()).allSatisfy(row -> {
            boolean sha1 = prf(row) == Prf.MIKEY_1;
            byte[] second = secondPrf(
                    sha1,
                    counted(row.get("inkey_octets").asInt()).toByteArray(),
                    label(row),
                    row.get("out_octets").asInt());
            assertThat(HEX.formatHex(second)).isEqualTo(row.get("out").asText());
        });
    }

    /** RFC 3830, 4.1.2, written a second time and with another library. */
    private static byte[] secondPrf(boolean sha1, byte[] inkey, byte[] label, int octets) {
        byte[] out = new byte[octets];
        for (int block = 0; block * 32 < inkey.length; block++) {
            HMac hmac = new HMac(sha1 ? new SHA1Digest() : SHA256Digest.newInstance());
            hmac.init(new KeyParameter(inkey, block * 32, Math.min(32, inkey.length - block * 32)));
            byte[] a = label;
            for (int at = 0; at < octets; at += hmac.getMacSize()) {
                hmac.update(a, 0, a.length);
                a = new byte[hmac.getMacSize()];
                hmac.doFinal(a, 0);
                hmac.update(a, 0, a.length);
                hmac.update(label, 0, label.length);
                byte[] p = new byte[hmac.getMacSize()];
                hmac.doFinal(p, 0);
                for (int i = 0; i < p.length && at + i < octets; i++) {
                    out[at + i] ^= p[i];
                }
            }
        }
        return out;
    }

    static Stream<JsonNode> thirdPartyRows() {
        return StreamSupport.stream(
                VECTORS.at("/streamwide_prf_hmac_sha256/rows").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("thirdPartyRows")
    void answersOfAnotherImplementation(JsonNode row) {
        JsonNode file = VECTORS.get("streamwide_prf_hmac_sha256");
        TrafficKeys keys = TrafficKeys.derive(
                Prf.HMAC_SHA_256,
                secret(file.get("inkey")),
                Long.parseLong(row.get("csb_id").asText(), 16),
                Octets.ofHex(file.get("rand").asText()));
        int csId = Integer.parseInt(row.get("cs_id").asText(), 16);
        int octets = row.get("out").asText().length() / 2;

        SecretBytes out = switch (row.get("what").asText()) {
            case "ENCR_TGK" -> keys.encrKey(csId, octets);
            case "SALT_TGK" -> keys.salt(csId, octets);
            default -> keys.tek(csId, octets);
        };

        assertThat(hex(out)).isEqualTo(row.get("out").asText());
    }

    @Test
    void theConstantsAreConsecutiveDigitsOfE() {
        String digits = "718281828459045235360287471352662497757247093699959574966967627";
        int at = 0;
        for (long constant :
                new long[] {0x2AD01C64, 0x1B5C7973, 0x15798CEF, 0x150533E1, 0x2D22AC75, 0x29B88916, 0x39A2C14B}) {
            assertThat(Long.parseLong(digits.substring(at, at + 9))).isEqualTo(constant);
            at += 9;
        }
    }

    @Test
    void theDiffieHellmanTekAndTheOneOfAnImplementationThatAddsAnEmptyBlock() {
        JsonNode dh = VECTORS.get("dh_group5");
        long csbId = Long.parseLong(dh.get("csb_id").asText(), 16);
        Octets rand = Octets.ofHex(dh.get("rand").asText());
        SecretBytes tgk = secret(dh.get("tgk_192_octets"));

        assertThat(hex(TrafficKeys.derive(Prf.MIKEY_1, tgk, csbId, rand).tek(1, 16)))
                .isEqualTo(dh.get("tek_cs1").asText());
        assertThat(hex(TrafficKeys.derive(Prf.MIKEY_1, tgk, csbId, rand).salt(1, 14)))
                .isEqualTo(dh.get("salt_cs1").asText());
        assertThat(hex(TrafficKeys.derive(Prf.MIKEY_1_EMPTY_LAST_BLOCK, tgk, csbId, rand)
                        .tek(1, 16)))
                .isEqualTo(dh.get("wrong_tek_cs1_of_libmikey_bug").asText());
    }

    @Test
    void theKeysAndTheCipherOfAPskMessage() {
        JsonNode psk = VECTORS.get("psk_exchange");
        long csbId = Long.parseLong(psk.get("csb_id").asText(), 16);
        MessageKeys keys = MessageKeys.derive(
                Prf.MIKEY_1,
                secret(psk.get("psk")),
                csbId,
                Octets.ofHex(psk.get("rand").asText()));
        long t = Long.parseUnsignedLong(psk.get("t").asText(), 16);

        assertThat(hex(keys.encrKey(16))).isEqualTo(psk.get("encr_key").asText());
        assertThat(hex(keys.saltKey(14))).isEqualTo(psk.get("salt_key").asText());
        assertThat(hex(keys.authKey(20))).isEqualTo(psk.get("auth_key_160").asText());
        assertThat(HEX.formatHex(KemacCipher.AES_CM_128.encrypt(
                        keys.encrKey(16), keys.saltKey(14), csbId, t, bytes(psk.get("kemac_plain")))))
                .isEqualTo(psk.get("kemac_cipher").asText());
    }

    @Test
    void theKeysOf256Bits() {
        JsonNode suite = VECTORS.get("sha256_suite");
        MessageKeys keys = MessageKeys.derive(
                Prf.HMAC_SHA_256,
                secret(suite.get("psk")),
                Long.parseLong(suite.get("csb_id").asText(), 16),
                Octets.ofHex(suite.get("rand").asText()));

        assertThat(hex(keys.encrKey(32))).isEqualTo(suite.get("encr_key_256").asText());
        assertThat(hex(keys.saltKey(14))).isEqualTo(suite.get("salt_key").asText());
        assertThat(hex(keys.authKey(32))).isEqualTo(suite.get("auth_key_256").asText());
    }

    @Test
    void aesKeyWrapWithTheSaltAsInitialValue() {
        JsonNode wrap = VECTORS.get("aes_kw");
        SecretBytes key = secret(wrap.get("kek"));
        SecretBytes salt = secret(wrap.get("s"));

        byte[] wrapped = KemacCipher.AES_KW_128.encrypt(key, salt, 0, 0, bytes(wrap.get("plain")));

        assertThat(HEX.formatHex(wrapped)).isEqualTo(wrap.get("wrapped").asText());
        assertThat(KemacCipher.AES_KW_128.decrypt(key, salt, 0, 0, wrapped)).isEqualTo(bytes(wrap.get("plain")));
    }
}

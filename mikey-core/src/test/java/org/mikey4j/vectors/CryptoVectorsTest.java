package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.MessageKeys;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketDerivation;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.crypto.TrafficKeys;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SecondPrf;

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
    @Proves({"R3830-4.1.1-01", "R3830-4.1.2-01", "R3830-4.1.2-02", "R3830-4.1.3-01", "R3830-4.2.1-01", "R3830-4.2.2-02"
    })
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
    @Proves("R3830-4.1.2-01")
    void everyRowAgainWithBouncyCastle() {
        assertThat(prfRows()).allSatisfy(row -> {
            boolean sha1 = prf(row) == Prf.MIKEY_1;
            byte[] second = SecondPrf.derive(
                    sha1,
                    counted(row.get("inkey_octets").asInt()).toByteArray(),
                    label(row),
                    row.get("out_octets").asInt());
            assertThat(HEX.formatHex(second)).isEqualTo(row.get("out").asText());
        });
    }

    static Stream<JsonNode> thirdPartyRows() {
        return StreamSupport.stream(
                VECTORS.at("/streamwide_prf_hmac_sha256/rows").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("thirdPartyRows")
    @Proves({"R3830-4.1.2-02", "R3830-4.1.3-03", "R3830-4.1.3-05"})
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
    @Proves({"R3830-3.1-05", "R3830-4.1.4-01", "R3830-4.2.3-01", "R3830-4.2.4-01"})
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
    @Proves("R3830-4.2.3-05")
    void aesKeyWrapWithTheSaltAsInitialValue() {
        JsonNode wrap = VECTORS.get("aes_kw");
        SecretBytes key = secret(wrap.get("kek"));
        SecretBytes salt = secret(wrap.get("s"));

        byte[] wrapped = KemacCipher.AES_KW_128.encrypt(key, salt, 0, 0, bytes(wrap.get("plain")));

        assertThat(HEX.formatHex(wrapped)).isEqualTo(wrap.get("wrapped").asText());
        assertThat(KemacCipher.AES_KW_128.decrypt(key, salt, 0, 0, wrapped)).isEqualTo(bytes(wrap.get("plain")));
    }

    /** In public-key mode the KEMAC is authenticated alone, as if nothing followed it (RFC 3830, 5.2 and 6.2). */
    @Test
    void theKemacOfAPublicKeyMessage() {
        JsonNode pk = VECTORS.get("pk_kemac");
        long csbId = Long.parseLong(pk.get("csb_id").asText(), 16);
        long t = Long.parseUnsignedLong(pk.get("t").asText(), 16);
        try (MessageKeys keys = MessageKeys.derive(
                Prf.MIKEY_1,
                secret(pk.get("env_key")),
                csbId,
                Octets.ofHex(pk.get("rand").asText()))) {
            SecretBytes authKey = keys.authKey(20);
            byte[] encrypted = KemacCipher.AES_CM_128.encrypt(
                    keys.encrKey(16), keys.saltKey(14), csbId, t, bytes(pk.get("plain")));
            Octets covered = Octets.ofHex(pk.get("mac_input").asText());
            Octets mac = Octets.ofHex(pk.get("mac").asText());

            assertThat(hex(keys.encrKey(16))).isEqualTo(pk.get("encr_key").asText());
            assertThat(hex(keys.saltKey(14))).isEqualTo(pk.get("salt_key").asText());
            assertThat(hex(authKey)).isEqualTo(pk.get("auth_key_160").asText());
            assertThat(covered.toHex()).contains(HEX.formatHex(encrypted));
            assertThat(MacAlgorithm.HMAC_SHA_1_160.compute(authKey, covered)).isEqualTo(mac);
            assertThat(MacAlgorithm.HMAC_SHA_1_160.verify(authKey, mac, covered))
                    .isTrue();
        }
    }

    static Stream<JsonNode> ticketRows() {
        return StreamSupport.stream(
                VectorFile.read("crypto/rfc6043.json").get("rows").spliterator(), false);
    }

    @Test
    void everyDerivationOfMikeyTicket() {
        assertThat(ticketRows()).hasSize(140).allSatisfy(row -> {
            SecretBytes out = ticketKey(row);
            byte[] second = SecondPrf.derive(
                    prf(row) == Prf.MIKEY_1,
                    bytes(row.get("inkey")),
                    bytes(row.get("label")),
                    row.get("out_octets").asInt());

            assertThat(hex(out)).as(row.toString()).isEqualTo(row.get("out").asText());
            assertThat(HEX.formatHex(second)).isEqualTo(row.get("out").asText());
        });
    }

    private static SecretBytes ticketKey(JsonNode row) {
        TicketDerivation derivation = new TicketDerivation(prf(row));
        SecretBytes inkey = secret(row.get("inkey"));
        Octets rand = octets(row, "rand");
        return switch (row.get("purpose").asText()) {
            case "initialMessage" -> messageKey(derivation.initialMessage(inkey, csbId(row), rands(row)), row);
            case "response" -> messageKey(derivation.response(inkey, csbId(row), rands(row)), row);
            case "initiatorData" -> messageKey(derivation.initiatorData(inkey), row);
            case "ticket" -> messageKey(derivation.ticket(inkey, rand), row);
            case "traffic" -> trafficKey(derivation.traffic(inkey, rands(row)), row);
            case "mpkI" -> derivation.mpkI(inkey, rand);
            case "mpkR" -> derivation.mpkR(inkey, rand);
            case "forkedMpkR" -> derivation.forkedMpkR(inkey, octets(row, "id_r"), octets(row, "rand_kms"));
            case "forkedTgk" -> derivation.forkedTgk(inkey, octets(row, "id_r"), octets(row, "rand_kms"));
            default -> throw new AssertionError(row.get("purpose").asText());
        };
    }

    private static Octets octets(JsonNode row, String field) {
        return Octets.ofHex(row.path(field).asText());
    }

    private static long csbId(JsonNode row) {
        return Long.parseLong(row.get("csb_id").asText(), 16);
    }

    private static TicketRands rands(JsonNode row) {
        return new TicketRands(octets(row, "rand_i"), octets(row, "rand_r"));
    }

    private static SecretBytes messageKey(MessageKeys keys, JsonNode row) {
        int octets = row.get("out_octets").asInt();
        return switch (row.get("key").asText()) {
            case "encr" -> keys.encrKey(octets);
            case "auth" -> keys.authKey(octets);
            default -> keys.saltKey(octets);
        };
    }

    private static SecretBytes trafficKey(TrafficKeys keys, JsonNode row) {
        int csId = Integer.parseInt(row.get("cs_id").asText(), 16);
        int octets = row.get("out_octets").asInt();
        return switch (row.get("key").asText()) {
            case "tek" -> keys.tek(csId, octets);
            case "encr" -> keys.encrKey(csId, octets);
            case "auth" -> keys.authKey(csId, octets);
            default -> keys.salt(csId, octets);
        };
    }
}

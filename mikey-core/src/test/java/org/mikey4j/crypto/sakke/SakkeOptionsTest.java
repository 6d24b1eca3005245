package org.mikey4j.crypto.sakke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.crypto.IdentityVectors.octets;
import static org.mikey4j.crypto.IdentityVectors.secret;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.IdentityVectors;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.internal.PairingArithmetic;
import org.mikey4j.crypto.sakke.SakkeException.Rule;
import org.mikey4j.message.Octets;

/** Data as peers make them that encode integers with minimal length. */
class SakkeOptionsTest {
    private static final SakkeOptions TOLERANT = SakkeOptions.STRICT.withMinimalLengthPeers();
    private static final JsonNode VECTOR = IdentityVectors.file("rfc6508.json");
    private static final Octets IDENTIFIER = octets(VECTOR, "identifier");
    private static final SakkePublicKey PUBLIC_KEY = SakkePublicKey.decode(octets(VECTOR, "publicKey"));
    private static final SakkeReceiverKey KEY =
            SakkeReceiverKey.validate(PUBLIC_KEY, IDENTIFIER, secret(VECTOR, "rsk"));

    /** With this value H is 003eca7eafe55805c27b40f4b5247efa. */
    private static final SecretBytes SSV_WITH_SHORT_H =
            SecretBytes.wrap(Octets.ofHex("00000000000000000000000000000229").toByteArray());

    @AfterAll
    static void wipe() {
        KEY.close();
    }

    @Test
    void hWithoutItsLeadingZeroNeedsTheOption() {
        Octets data = PUBLIC_KEY.encapsulate(IDENTIFIER, SSV_WITH_SHORT_H);
        assertThat(data.slice(257, 16)).isEqualTo(Octets.ofHex("003eca7eafe55805c27b40f4b5247efa"));
        Octets shortened =
                Octets.ofHex(data.slice(0, 257).toHex() + data.slice(258, 15).toHex());

        assertRefused(() -> KEY.decapsulate(shortened), Rule.DATA_LENGTH);
        assertThat(KEY.decapsulate(shortened, TOLERANT)).isEqualTo(SSV_WITH_SHORT_H);
        assertThat(KEY.decapsulate(data, TOLERANT)).isEqualTo(SSV_WITH_SHORT_H);
    }

    @Test
    void pairingValueWithoutItsLeadingZeroNeedsTheOption() {
        JsonNode edge = VECTOR.get("edges").get(3);
        assertThat(edge.get("id").asText()).isEqualTo("g^r leading 00 (00bc..)");
        SecretBytes ssv = secret(edge, "ssv");
        Octets r = PUBLIC_KEY.encapsulate(IDENTIFIER, ssv).slice(0, 257);
        byte[] h = SakkePublicKey.mask(strippedPower(ssv), 16);
        byte[] value = ssv.toByteArray();
        for (int i = 0; i < h.length; i++) {
            h[i] ^= value[i];
        }
        Octets data = Octets.ofHex(r.toHex() + Octets.copyOf(h).toHex());

        assertRefused(() -> KEY.decapsulate(data), Rule.R_MISMATCH);
        assertThat(KEY.decapsulate(data, TOLERANT)).isEqualTo(ssv);
    }

    @Test
    void changedDataAreRefusedWithTheOptionToo() {
        byte[] data = octets(VECTOR, "encapsulated").toByteArray();
        data[272] ^= 1;

        assertRefused(() -> KEY.decapsulate(Octets.copyOf(data), TOLERANT), Rule.R_MISMATCH);
        assertRefused(() -> KEY.decapsulate(Octets.copyOf(Arrays.copyOf(data, 256)), TOLERANT), Rule.DATA_LENGTH);
        assertRefused(() -> KEY.decapsulate(Octets.copyOf(Arrays.copyOf(data, 274)), TOLERANT), Rule.DATA_LENGTH);
    }

    private static byte[] strippedPower(SecretBytes ssv) {
        try (PairingArithmetic power = new PairingArithmetic(ParameterSet1.FIELD)) {
            ParameterSet1.PAIRING_GENERATOR.power(
                    power, SakkePublicKey.r(ssv.toByteArray(), IDENTIFIER), ParameterSet1.SCALARS);
            byte[] whole = power.representative();
            assertThat(whole[0]).isZero();
            return Arrays.copyOfRange(whole, 1, whole.length);
        }
    }

    private static void assertRefused(ThrowingCallable action, Rule rule) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SakkeException.class, e -> assertThat(e.rule()).isEqualTo(rule));
    }
}

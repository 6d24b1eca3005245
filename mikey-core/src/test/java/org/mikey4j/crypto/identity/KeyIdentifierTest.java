package org.mikey4j.crypto.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.crypto.IdentityVectors.octets;
import static org.mikey4j.crypto.IdentityVectors.secret;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.IdentityVectors;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.identity.KeyIdentifier.Purpose;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

class KeyIdentifierTest {
    static Stream<Named<JsonNode>> userKeyIds() {
        return IdentityVectors.peers("userKeyIds");
    }

    @ParameterizedTest
    @MethodSource("userKeyIds")
    @Proves({"T33180-5.2-02", "T33180-F.1.3-01"})
    void userKeyIdentifiersOfPeers(JsonNode vector) {
        KeyIdentifier key = KeyIdentifier.of(octets(vector, "keyId"));
        KeyIdentifier expected = KeyIdentifier.of(octets(vector, "userKeyId"));
        String user = vector.get("userUri").asText();

        assertThat(key.forUser(secret(vector, "key"), user)).isEqualTo(expected);
        assertThat(expected.forUser(secret(vector, "key"), user)).isEqualTo(key);
        assertThat(key.purpose()).hasValue(Purpose.GMK);
    }

    @ParameterizedTest
    @EnumSource
    @Proves("T33180-5.2-01")
    void purposeIsInTheFirstFourBits(Purpose purpose) {
        KeyIdentifier identifier = KeyIdentifier.random(purpose, new SecureRandom());

        assertThat(identifier.purpose()).hasValue(purpose);
        assertThat(identifier.octets().at(0) >>> 4).isEqualTo(purpose.number());
        assertThat(KeyIdentifier.of(identifier.octets())).isEqualTo(identifier);
        assertThat(identifier).hasToString(identifier.octets().toHex());
    }

    @Test
    void unknownPurposesAreKept() {
        assertThat(KeyIdentifier.of(Octets.ofHex("f0000001")).purpose()).isEmpty();
        assertThatThrownBy(() -> KeyIdentifier.of(Octets.ofHex("f00000")))
                .isInstanceOf(IdentifierException.class)
                .hasMessage("a key identifier has 4 octets (TS 33.180, 5.2), not 3");
    }

    /** The key parameters of the published GMK message, with the key that it encapsulates. */
    @Test
    void protectionKeyOpensThePublishedKeyParameters() throws Exception {
        SecretBytes gmk = SecretBytes.copyOf(Octets.ofHex("07d1a1677ac36d8e81620484689b3c2d"));
        Octets parameters = Octets.ofHex("430000000001000000000001" + "28704fa41c8fe20f881c1bab0d32d8ca06a12aea000024"
                + "4eddc3bf8c2a4a5d3fc9848440123e7d054dab4308d505759206cc789d05a4ce0e49364d");
        Octets iv = parameters.slice(12, 16);

        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", new BouncyCastleProvider());
        byte[] key =
                KeyIdentifier.of(Octets.ofHex("06a12aea")).protectionKey(gmk).toByteArray();
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv.toByteArray()));
        cipher.updateAAD(parameters.slice(0, 32).toByteArray());
        byte[] plain = cipher.doFinal(parameters.slice(35, 36).toByteArray());

        assertThat(Octets.copyOf(plain).toHex()).isEqualTo("0000000001000000000000000000000000000100");
    }
}

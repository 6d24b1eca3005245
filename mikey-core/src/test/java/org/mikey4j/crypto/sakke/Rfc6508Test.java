package org.mikey4j.crypto.sakke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.crypto.IdentityVectors.octets;
import static org.mikey4j.crypto.IdentityVectors.secret;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.IdentityVectors;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.internal.FieldArithmetic;
import org.mikey4j.crypto.internal.PairingArithmetic;
import org.mikey4j.crypto.internal.Sha256;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

/** The test data of RFC 6508, Appendix A, octet for octet, and encapsulations with its keys that have zeros to keep. */
class Rfc6508Test {
    private static final JsonNode VECTOR = IdentityVectors.file("rfc6508.json");
    private static final Octets IDENTIFIER = octets(VECTOR, "identifier");
    private static final SakkeMasterSecret MASTER_SECRET = SakkeMasterSecret.of(secret(VECTOR, "masterSecret"));
    private static final SakkePublicKey PUBLIC_KEY = SakkePublicKey.decode(octets(VECTOR, "publicKey"));

    @Test
    @Proves("R6508-6.1-01")
    void publicKeyComesFromMasterSecret() {
        assertThat(MASTER_SECRET.publicKey().encode()).isEqualTo(octets(VECTOR, "publicKey"));
    }

    @Test
    @Proves("R6508-6.1.1-01")
    void serviceExtractsReceiverSecretKey() {
        assertThat(MASTER_SECRET.extract(IDENTIFIER)).isEqualTo(secret(VECTOR, "rsk"));
    }

    @Test
    @Proves("R6508-5.1-01")
    void hashToIntegerRangeMakesTheBlocksThatArePublished() {
        byte[] input =
                Octets.ofHex(VECTOR.get("ssv").asText() + IDENTIFIER.toHex()).toByteArray();

        Octets hash = Octets.copyOf(HashToIntegerRange.hash(input, 1022));

        assertThat(hash.toHex()).isEqualTo(text("v1") + text("v2") + text("v3") + text("v4"));
        assertThat(Octets.copyOf(Sha256.hash(input)).toHex()).isEqualTo(text("a"));
    }

    @Test
    void exponentIsTheHashModuloQ() {
        long[] r = SakkePublicKey.r(octets(VECTOR, "ssv").toByteArray(), IDENTIFIER);

        long[] element = ParameterSet1.SCALARS.element();
        try (FieldArithmetic q = new FieldArithmetic(ParameterSet1.SCALARS)) {
            q.fromInteger(element, r);
            assertThat(Octets.copyOf(q.toOctets(element)).toHex()).isEqualTo(text("r"));
        }
    }

    @Test
    void powerOfThePairingAndItsMaskAreTheOnesPublished() {
        long[] r = SakkePublicKey.r(octets(VECTOR, "ssv").toByteArray(), IDENTIFIER);
        try (PairingArithmetic power = new PairingArithmetic(ParameterSet1.FIELD)) {
            ParameterSet1.PAIRING_GENERATOR.power(power, r, ParameterSet1.SCALARS);
            byte[] value = power.representative();

            assertThat(Octets.copyOf(value).toHex()).isEqualTo(text("gr"));
            assertThat(Octets.copyOf(SakkePublicKey.mask(value, 16)).toHex()).isEqualTo(text("mask"));
        }
    }

    @Test
    @Proves("R6508-6.2.1-01")
    void encapsulationIsTheOnePublished() {
        Octets encapsulated = PUBLIC_KEY.encapsulate(IDENTIFIER, secret(VECTOR, "ssv"));

        assertThat(encapsulated.toHex()).isEqualTo("04" + text("rx") + text("ry") + text("h"));
    }

    @Test
    void receiverRecoversTheSharedSecretValue() {
        try (SakkeReceiverKey key = SakkeReceiverKey.validate(PUBLIC_KEY, IDENTIFIER, secret(VECTOR, "rsk"))) {
            assertThat(key.decapsulate(octets(VECTOR, "encapsulated"))).isEqualTo(secret(VECTOR, "ssv"));
        }
    }

    @ParameterizedTest
    @MethodSource("edges")
    @Proves("R6508-4-01")
    void fixedLengthsAreKept(JsonNode edge) {
        SecretBytes ssv = secret(edge, "ssv");
        Octets identifier = octets(edge, "identifier");
        SsvSize size = ssv.length() == 32 ? SsvSize.BITS_256 : SsvSize.BITS_128;

        Octets encapsulated = PUBLIC_KEY.encapsulate(identifier, ssv, size);

        assertThat(encapsulated.slice(257, size.octets())).isEqualTo(octets(edge, "h"));
        assertThat(Octets.copyOf(Sha256.hash(encapsulated.toByteArray()))).isEqualTo(octets(edge, "sha256"));
        try (SakkeReceiverKey key =
                SakkeReceiverKey.validate(PUBLIC_KEY, identifier, MASTER_SECRET.extract(identifier))) {
            assertThat(key.decapsulate(encapsulated, SakkeOptions.STRICT.withSsvSize(size)))
                    .isEqualTo(ssv);
        }
    }

    static Stream<Named<JsonNode>> edges() {
        return StreamSupport.stream(VECTOR.get("edges").spliterator(), false)
                .map(edge -> Named.of(edge.get("id").asText(), edge));
    }

    private static String text(String field) {
        return VECTOR.get(field).asText();
    }
}

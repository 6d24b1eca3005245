package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeDomain;
import org.mikey4j.crypto.ibe.IbeException;
import org.mikey4j.crypto.ibe.IbeMasterSecret;
import org.mikey4j.crypto.ibe.IbeParameters;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.message.Octets;

/** The encryption of Boneh and Franklin at full size, against plain integers in Python. */
class IbeVectorsTest {
    private static final String FILE = "crypto/rfc5091.json";
    private static final JsonNode DOMAIN = VectorFile.read(FILE).get("domain");
    private static final IbeMasterSecret MASTER =
            IbeMasterSecret.of(IbeDomain.DEFAULT, secret(DOMAIN.get("masterSecret")));
    private static final IbeParameters PARAMETERS = MASTER.parameters();

    private static SecretBytes secret(JsonNode hex) {
        return SecretBytes.copyOf(Octets.ofHex(hex.asText()));
    }

    private static Octets octets(JsonNode test, String name) {
        return Octets.ofHex(test.get(name).asText());
    }

    record Case(JsonNode json) {
        @Override
        public String toString() {
            return json.get("id").asText();
        }
    }

    private static Stream<Case> group(String name) {
        List<Case> cases = new ArrayList<>();
        for (JsonNode group : VectorFile.read(FILE).get("groups")) {
            if (group.get("group").asText().equals(name)) {
                group.get("tests").forEach(test -> cases.add(new Case(test)));
            }
        }
        return cases.stream();
    }

    static Stream<Case> encrypt() {
        return group("encrypt");
    }

    static Stream<Case> decrypt() {
        return group("decrypt");
    }

    static Stream<Case> privateKeys() {
        return group("private-key");
    }

    private static void assertRefused(JsonNode test, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        IbeException.class,
                        e -> assertThat(e.rule().name())
                                .isEqualTo(test.get("rule").asText()));
    }

    @Test
    void theDomainIsTheSame() {
        VectorFile.assertCounted(FILE);
        String generator = DOMAIN.get("generator").asText();
        int digits = (generator.length() - 2) / 2;
        IbeDomain domain = IbeDomain.of(
                new BigInteger(DOMAIN.get("p").asText(), 16),
                new BigInteger(DOMAIN.get("q").asText(), 16),
                new BigInteger(generator.substring(2, 2 + digits), 16),
                new BigInteger(generator.substring(2 + digits), 16));
        assertThat(PARAMETERS.encode().toHex())
                .isEqualTo(DOMAIN.get("publicPoint").asText());
        assertThat(IbeMasterSecret.of(domain, secret(DOMAIN.get("masterSecret")))
                        .parameters()
                        .encode())
                .isEqualTo(PARAMETERS.encode());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encrypt")
    void encryptsAndDecrypts(Case test) {
        JsonNode json = test.json();
        try (SecretBytes message = secret(json.get("message"));
                IbePrivateKey key = MASTER.extract(octets(json, "identity"))) {
            Octets ciphertext =
                    PARAMETERS.encrypt(octets(json, "identity"), message, new FeedRandom(octets(json, "rho")));

            assertThat(ciphertext.toHex()).isEqualTo(json.get("ciphertext").asText());
            try (SecretBytes plaintext = key.decrypt(ciphertext)) {
                assertThat(plaintext).isEqualTo(message);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("decrypt")
    void refusesByName(Case test) {
        try (IbePrivateKey key = MASTER.extract(octets(test.json(), "identity"))) {
            assertRefused(test.json(), () -> key.decrypt(octets(test.json(), "ciphertext")));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("privateKeys")
    void privateKeysAreChecked(Case test) {
        JsonNode json = test.json();
        Octets identity = octets(json, "identity");
        if (json.get("result").asText().equals("valid")) {
            try (IbePrivateKey made = MASTER.extract(identity);
                    SecretBytes encoded = made.encode();
                    IbePrivateKey read = IbePrivateKey.decode(PARAMETERS, identity, secret(json.get("key")))) {
                assertThat(encoded).isEqualTo(secret(json.get("key")));
                assertThat(read.identity()).isEqualTo(identity);
            }
            return;
        }
        assertRefused(json, () -> IbePrivateKey.decode(PARAMETERS, identity, secret(json.get("key"))));
    }
}

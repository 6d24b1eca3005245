package org.mikey4j.crypto.eccsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.crypto.IdentityVectors.isValid;
import static org.mikey4j.crypto.IdentityVectors.octets;
import static org.mikey4j.crypto.IdentityVectors.secret;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.IdentityVectors;
import org.mikey4j.crypto.eccsi.EccsiException.Rule;

/** Signing keys and signatures that other implementations made. */
class PeerKeysTest {
    static Stream<Named<JsonNode>> keySets() {
        return IdentityVectors.peers("keySets");
    }

    static Stream<Named<JsonNode>> signatures() {
        return IdentityVectors.peers("signatures");
    }

    @ParameterizedTest
    @MethodSource("keySets")
    void keysOfServicesAreValidatedOnReceipt(JsonNode set) {
        if (isValid(set, "sskResult")) {
            EccsiSigningKey key = signingKey(set);
            assertThat(key.ssk()).isEqualTo(secret(set, "ssk"));
            if (set.has("hs")) {
                assertThat(key.hs()).isEqualTo(octets(set, "hs"));
            }
        } else {
            assertThatThrownBy(() -> signingKey(set))
                    .isInstanceOfSatisfying(
                            EccsiException.class,
                            e -> assertThat(e.rule())
                                    .isEqualTo(Rule.valueOf(set.get("sskRule").asText())));
        }
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void signaturesOfPeersAreVerified(JsonNode vector) {
        Kpak kpak = Kpak.decode(octets(vector, "kpak"));
        if (isValid(vector, "result")) {
            kpak.verify(octets(vector, "identifier"), octets(vector, "message"), octets(vector, "signature"));
        } else {
            assertThatThrownBy(() -> kpak.verify(
                            octets(vector, "identifier"), octets(vector, "message"), octets(vector, "signature")))
                    .isInstanceOfSatisfying(
                            EccsiException.class, e -> assertThat(e.rule()).isEqualTo(Rule.SIGNATURE_MISMATCH));
        }
    }

    private static EccsiSigningKey signingKey(JsonNode set) {
        return EccsiSigningKey.validate(
                Kpak.decode(octets(set, "kpak")), octets(set, "identifier"), secret(set, "ssk"), octets(set, "pvt"));
    }
}

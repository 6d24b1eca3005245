package org.mikey4j.crypto.sakke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.crypto.IdentityVectors.isValid;
import static org.mikey4j.crypto.IdentityVectors.octets;
import static org.mikey4j.crypto.IdentityVectors.secret;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.IdentityVectors;
import org.mikey4j.crypto.sakke.SakkeException.Rule;
import org.mikey4j.message.Octets;

/** Receiver keys and encapsulated data that other implementations made. */
class PeerKeysTest {
    private static final Map<Octets, SakkePublicKey> PUBLIC_KEYS = new HashMap<>();

    static Stream<Named<JsonNode>> keySets() {
        return IdentityVectors.peers("keySets").filter(set -> set.getPayload().has("rsk"));
    }

    static Stream<Named<JsonNode>> receiverKeys() {
        return IdentityVectors.peers("receiverKeys");
    }

    static Stream<Named<JsonNode>> encapsulations() {
        return IdentityVectors.peers("encapsulations");
    }

    @ParameterizedTest
    @MethodSource("keySets")
    void keysOfServicesAreValidatedOnReceipt(JsonNode set) {
        if (isValid(set, "rskResult")) {
            try (SakkeReceiverKey key = receiverKey(set)) {
                assertThat(key.rsk()).isEqualTo(secret(set, "rsk"));
            }
        } else {
            assertRefused(() -> receiverKey(set), set.get("rskRule"));
        }
    }

    @ParameterizedTest
    @MethodSource("receiverKeys")
    void keysThatPeersMustRefuseAreRefused(JsonNode set) {
        assertRefused(() -> receiverKey(set), set.get("rule"));
    }

    @ParameterizedTest
    @MethodSource("encapsulations")
    void encapsulatedDataOfPeersIsOpened(JsonNode vector) {
        Octets data = octets(vector, "encapsulated");
        if (isValid(vector, "result")) {
            try (SakkeReceiverKey key = receiverKey(vector)) {
                assertThat(key.decapsulate(data)).isEqualTo(secret(vector, "ssv"));
                assertThat(key.publicKey().encapsulate(key.identifier(), secret(vector, "ssv")))
                        .isEqualTo(data);
            }
        } else {
            assertRefused(() -> receiverKey(vector).decapsulate(data), vector.get("rule"));
        }
    }

    private static void assertRefused(ThrowingCallable action, JsonNode rule) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SakkeException.class, e -> assertThat(e.rule()).isEqualTo(Rule.valueOf(rule.asText())));
    }

    private static SakkeReceiverKey receiverKey(JsonNode set) {
        SakkePublicKey publicKey = PUBLIC_KEYS.computeIfAbsent(octets(set, "publicKey"), SakkePublicKey::decode);
        return SakkeReceiverKey.validate(publicKey, octets(set, "identifier"), secret(set, "rsk"));
    }
}

package org.mikey4j.crypto.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.crypto.IdentityVectors.isValid;
import static org.mikey4j.crypto.IdentityVectors.octets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.IdentityVectors;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

class UserIdTest {
    private static final KeyPeriods MONTHLY = new KeyPeriods(2_592_000, 0);

    static Stream<Named<JsonNode>> userIds() {
        return IdentityVectors.peers("userIds");
    }

    @ParameterizedTest
    @MethodSource("userIds")
    @Proves("T33180-F.2.1-01")
    void userIdsOfPeers(JsonNode vector) {
        KeyPeriods periods = new KeyPeriods(
                vector.get("keyPeriod").asLong(), vector.get("keyPeriodOffset").asLong());

        UserId uid = UserId.of(
                vector.get("userUri").asText(),
                vector.get("kmsUri").asText(),
                periods,
                vector.get("keyPeriodNo").asLong());

        assertThat(uid.octets().equals(octets(vector, "uid"))).isEqualTo(isValid(vector, "result"));
    }

    @Test
    @Proves({"R6509-3.2-01", "T33180-F.2.1-01"})
    void everyInputCounts() {
        UserId uid = UserId.of("sip:user@example.org", "kms.example.org", MONTHLY, 1388);

        assertThat(Stream.of(
                        UserId.of("sip:User@example.org", "kms.example.org", MONTHLY, 1388),
                        UserId.of("sip:user@example.or", "gkms.example.org", MONTHLY, 1388),
                        UserId.of("sip:user@example.org", "kms.example.org", MONTHLY, 1389),
                        UserId.of("sip:user@example.org", "kms.example.org", new KeyPeriods(2_592_000, 1), 1388),
                        UserId.of("sip:user@example.org", "kms.example.org", new KeyPeriods(2_592_001, 0), 1388)))
                .doesNotContain(uid)
                .doesNotHaveDuplicates();
    }

    /** Computed with Python's hashlib. */
    @Test
    void theFirstPeriodHasTheNumberZero() {
        assertThat(UserId.of("sip:user@example.org", "kms.example.org", MONTHLY, 0)
                        .octets()
                        .toHex())
                .isEqualTo("b097715b39743aee616282935a43aa1567a0490d30d5de41f7d53c35c5cdccec");
    }

    @Test
    void impossibleInputsAreRefused() {
        assertThatThrownBy(() -> UserId.of("sip:a", "kms", MONTHLY, -1))
                .isInstanceOf(IdentifierException.class)
                .hasMessage("a key period number is not negative (TS 33.180, F.2.1): -1");
        assertThatThrownBy(() -> UserId.of("a".repeat(65_536), "kms", MONTHLY, 1))
                .isInstanceOf(IdentifierException.class)
                .hasMessage("a URI that is too long for a UID");
        assertThatThrownBy(() -> new UserId(Octets.ofHex("00")))
                .isInstanceOf(IdentifierException.class)
                .hasMessage("a UID has 32 octets (TS 33.180, F.2.1), not 1");
    }
}

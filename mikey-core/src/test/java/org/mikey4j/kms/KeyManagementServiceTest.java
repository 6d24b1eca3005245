package org.mikey4j.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.crypto.IdentityVectors.octets;
import static org.mikey4j.crypto.IdentityVectors.secret;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.IdentityVectors;
import org.mikey4j.crypto.eccsi.Ksak;
import org.mikey4j.crypto.identity.IdentifierException;
import org.mikey4j.crypto.identity.KeyPeriods;
import org.mikey4j.crypto.sakke.SakkeMasterSecret;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;

/** A service with the master secrets of RFC 6507 and RFC 6508 issues the keys that they print. */
class KeyManagementServiceTest {
    private static final JsonNode ECCSI = IdentityVectors.file("rfc6507.json");
    private static final JsonNode SAKKE = IdentityVectors.file("rfc6508.json");
    private static final String TEL = "tel:+447700900123";
    private static final UserIdScheme MONTHLY = new UserIdScheme.MonthlyTel();
    private static final long FEBRUARY = MONTHLY.periodAt(Instant.parse("2011-02-14T12:00:00Z"));

    private static KeyManagementService published() {
        return new KeyManagementService(
                "kms.example.org",
                MONTHLY,
                SakkeMasterSecret.of(secret(SAKKE, "masterSecret")),
                Ksak.of(secret(ECCSI, "ksak")));
    }

    /** Draws what the standard drew. */
    private static final class GivenV extends SecureRandom {
        private static final long serialVersionUID = 1L;

        @Override
        public void nextBytes(byte[] target) {
            octets(ECCSI, "v").copyTo(target, 0);
        }
    }

    @Test
    @Proves({"R6508-6.1.1-01", "R6509-2.1.2-01"})
    void theKeysAreThosePublished() {
        try (KeyManagementService kms = published();
                KmsKeySet keys = kms.issue(TEL, FEBRUARY, new GivenV())) {
            assertThat(keys.identifier()).isEqualTo(octets(ECCSI, "identifier"));
            assertThat(keys.rsk()).isEqualTo(secret(SAKKE, "rsk"));
            assertThat(keys.ssk()).isEqualTo(secret(ECCSI, "ssk"));
            assertThat(keys.pvt()).isEqualTo(octets(ECCSI, "pvt"));
            assertThat(kms.certificate(Role.ROOT).publicKey().encode()).isEqualTo(octets(SAKKE, "publicKey"));
            assertThat(kms.certificate(Role.ROOT).kpak().encode()).isEqualTo(octets(ECCSI, "kpak"));
            assertThat(keys.validity().from()).contains(Instant.parse("2011-02-01T00:00:00Z"));
            assertThat(keys.validity().to()).contains(Instant.parse("2011-03-01T00:00:00Z"));
        }
    }

    @Test
    @Proves({"R6507-5.1.1-01", "R6509-2.3-01"})
    void everyDeviceGetsItsOwnSigningKeyAndTheSameDecryptKey() {
        try (KmsKeySet first = KmsFixture.KMS_A.issue(KmsFixture.ALICE, 7, Peers.RANDOM);
                KmsKeySet second = KmsFixture.KMS_A.issue(KmsFixture.ALICE, 7, Peers.RANDOM)) {
            assertThat(second.rsk()).isEqualTo(first.rsk());
            assertThat(second.ssk()).isNotEqualTo(first.ssk());
            assertThat(second.pvt()).isNotEqualTo(first.pvt());
        }
    }

    @Test
    void keysAreValidForTheirPeriodAndNothingElse() {
        UserIdScheme weekly = new UserIdScheme.HashedUid(new KeyPeriods(604_800, 86_400));
        KmsKeySet keys = KeyManagementService.generate("kms.example.org", weekly, Peers.RANDOM)
                .issue(KmsFixture.ALICE, 1, Peers.RANDOM);

        assertThat(keys.validity().from()).contains(Instant.parse("1900-01-09T00:00:00Z"));
        assertThat(keys.validity().to()).contains(Instant.parse("1900-01-16T00:00:00Z"));
        assertThat(keys.validity().covers(Instant.parse("1900-01-08T23:59:59Z")))
                .isFalse();
        assertThat(keys.validity().covers(Instant.parse("1900-01-09T00:00:00Z")))
                .isTrue();
        assertThat(keys.validity().covers(Instant.parse("1900-01-16T00:00:00Z")))
                .isFalse();
    }

    @Test
    void usersThatTheSchemeHasNoIdentifierForGetNoKeys() {
        assertThatThrownBy(() -> published().issue("sip:alice@example.org", FEBRUARY, Peers.RANDOM))
                .isInstanceOf(IdentifierException.class)
                .hasMessageContaining("not a tel URI in global form");
        assertThatThrownBy(() -> KmsFixture.KMS_A.issue(KmsFixture.ALICE, -1, Peers.RANDOM))
                .isInstanceOf(IdentifierException.class)
                .hasMessageContaining("not negative");
        assertThatThrownBy(() -> published().issue(TEL, Long.MAX_VALUE, Peers.RANDOM))
                .isInstanceOf(IdentifierException.class)
                .hasMessageContaining("not a month");
    }

    @Test
    @Proves("R6508-7-01")
    void nothingIsIssuedOnceTheSecretsAreWiped() {
        KeyManagementService kms = published();
        kms.close();

        assertThatThrownBy(() -> kms.issue(TEL, FEBRUARY, Peers.RANDOM))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret was wiped");
        assertThat(KmsFixture.KMS_A.issue(KmsFixture.ALICE, 7, Peers.RANDOM).toString())
                .contains("rsk=SecretBytes[257 octets], ssk=SecretBytes[32 octets]");
    }
}

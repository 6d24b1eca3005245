package org.mikey4j.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.crypto.IdentityVectors.octets;
import static org.mikey4j.crypto.IdentityVectors.secret;
import static org.mikey4j.kms.KmsFixture.ALICE;
import static org.mikey4j.kms.KmsFixture.KMS_A;
import static org.mikey4j.kms.KmsFixture.KMS_B;
import static org.mikey4j.kms.KmsFixture.PERIOD;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.crypto.IdentityVectors;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.EccsiSigningKey;
import org.mikey4j.crypto.eccsi.Kpak;
import org.mikey4j.crypto.identity.KeyPeriods;
import org.mikey4j.crypto.sakke.SakkeException;
import org.mikey4j.crypto.sakke.SakkePublicKey;
import org.mikey4j.crypto.sakke.SakkeReceiverKey;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsCertificate.Validity;
import org.mikey4j.kms.KmsException.Rule;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;

/** What a service delivers is used only if it fits. */
class KmsKeySetTest {
    private static final KmsCertificate CERTIFICATE = KMS_A.certificate(Role.ROOT);
    private static final KmsKeySet GOOD = KMS_A.issue(ALICE, PERIOD, Peers.RANDOM);

    private static KmsKeySet with(String user, Octets id, long period, SecretBytes rsk, SecretBytes ssk, Octets pvt) {
        return new KmsKeySet(
                "kms.a.example",
                user,
                id,
                period,
                GOOD.validity(),
                false,
                rsk,
                ssk,
                pvt,
                Optional.empty(),
                Optional.empty());
    }

    private static void assertRefused(KmsKeySet keys, KmsCertificate certificate, Rule rule, String text) {
        assertThatThrownBy(() -> keys.check(certificate))
                .isInstanceOfSatisfying(
                        KmsException.class, e -> assertThat(e.rule()).isEqualTo(rule))
                .hasMessageContaining(text);
    }

    private static SecretBytes changed(SecretBytes secret, int at, int bits) {
        byte[] octets = secret.toByteArray();
        octets[at] ^= (byte) bits;
        return SecretBytes.wrap(octets);
    }

    @Test
    @Proves("T33180-D.3.3-01")
    void keysAreThoseOfTheUserThatTheyName() {
        try (UserKeys keys = GOOD.check(CERTIFICATE)) {
            assertThat(keys.identifier()).isEqualTo(GOOD.identifier());
            assertThat(keys.receiverKey().rsk()).isEqualTo(GOOD.rsk());
            assertThat(keys.signingKey().ssk()).isEqualTo(GOOD.ssk());
        }
        assertRefused(
                with("sip:bob@a.example", GOOD.identifier(), PERIOD, GOOD.rsk(), GOOD.ssk(), GOOD.pvt()),
                CERTIFICATE,
                Rule.USER_ID,
                "not that of sip:bob@a.example at kms.a.example in period " + PERIOD);
        assertRefused(
                with(ALICE, GOOD.identifier(), PERIOD + 1, GOOD.rsk(), GOOD.ssk(), GOOD.pvt()),
                CERTIFICATE,
                Rule.USER_ID,
                "in period " + (PERIOD + 1));
        assertRefused(
                with(ALICE, GOOD.identifier(), -1, GOOD.rsk(), GOOD.ssk(), GOOD.pvt()),
                CERTIFICATE,
                Rule.USER_ID,
                "not negative");
    }

    /** The other user's keys under this user's name, as a service might mix them up. */
    @Test
    @Proves({"R6507-5.1.2-01", "R6508-6.1.2-01"})
    void keysOfAnotherUserOrPeriodAreRefused() {
        for (KmsKeySet other : new KmsKeySet[] {
            KMS_A.issue("sip:bob@a.example", PERIOD, Peers.RANDOM), KMS_A.issue(ALICE, PERIOD - 1, Peers.RANDOM)
        }) {
            assertRefused(
                    with(ALICE, GOOD.identifier(), PERIOD, other.rsk(), GOOD.ssk(), GOOD.pvt()),
                    CERTIFICATE,
                    Rule.DECRYPT_KEY,
                    "UserDecryptKey: the RSK does not belong to this identifier and KMS public key");
            assertRefused(
                    with(ALICE, GOOD.identifier(), PERIOD, GOOD.rsk(), other.ssk(), other.pvt()),
                    CERTIFICATE,
                    Rule.SIGNING_KEY,
                    "UserSigningKeySSK, UserPubTokenPVT: SSK and PVT do not belong");
        }
    }

    @Test
    @Proves("R6509-2.1.2-01")
    void keysAreCheckedAgainstTheCertificateOfTheirService() {
        assertRefused(GOOD, KMS_B.certificate(Role.EXTERNAL), Rule.OTHER_KMS, "the keys are from kms.a.example");
        KmsCertificate impostor = KmsCertificate.of(
                Role.ROOT,
                "kms.a.example",
                KMS_A.scheme(),
                KMS_B.masterSecret().publicKey(),
                KMS_A.ksak().kpak());
        assertRefused(GOOD, impostor, Rule.DECRYPT_KEY, "does not belong");
        KmsCertificate otherKpak = KmsCertificate.of(
                Role.ROOT,
                "kms.a.example",
                KMS_A.scheme(),
                KMS_A.masterSecret().publicKey(),
                KMS_B.ksak().kpak());
        assertRefused(GOOD, otherKpak, Rule.SIGNING_KEY, "do not belong");
    }

    /** The first octet is the form of a point, then come x and y. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 128, 129, 256})
    @Proves("R6508-6.1.2-01")
    void anyChangedPartOfTheDecryptKeyIsRefused(int at) {
        assertRefused(
                with(ALICE, GOOD.identifier(), PERIOD, changed(GOOD.rsk(), at, 1), GOOD.ssk(), GOOD.pvt()),
                CERTIFICATE,
                Rule.DECRYPT_KEY,
                "the RSK is not an uncompressed point of the curve");
    }

    @Test
    @Proves("R6508-6.2.2-02")
    void aDecryptKeyOfSmallOrderIsRefused() {
        SecretBytes low = SecretBytes.copyOf(Octets.ofHex("04" + "00".repeat(256)));

        assertThatThrownBy(() -> with(ALICE, GOOD.identifier(), PERIOD, low, GOOD.ssk(), GOOD.pvt())
                        .check(CERTIFICATE))
                .isInstanceOf(KmsException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SakkeException.class, e -> assertThat(e.rule()).isEqualTo(SakkeException.Rule.RSK_ORDER));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 31})
    @Proves("R6507-5.1.2-01")
    void anyChangedPartOfTheSigningKeyIsRefused(int at) {
        assertRefused(
                with(ALICE, GOOD.identifier(), PERIOD, GOOD.rsk(), changed(GOOD.ssk(), at, 1), GOOD.pvt()),
                CERTIFICATE,
                Rule.SIGNING_KEY,
                "SSK and PVT do not belong");
        byte[] pvt = GOOD.pvt().toByteArray();
        pvt[2 * at] ^= 1;
        assertRefused(
                with(ALICE, GOOD.identifier(), PERIOD, GOOD.rsk(), GOOD.ssk(), Octets.copyOf(pvt)),
                CERTIFICATE,
                Rule.SIGNING_KEY,
                "the PVT is not an uncompressed point");
    }

    @Test
    @Proves("T33180-D.3.3-01")
    void revokedKeysAndCertificatesAreRefused() {
        KmsKeySet revoked = new KmsKeySet(
                GOOD.kmsUri(),
                ALICE,
                GOOD.identifier(),
                PERIOD,
                GOOD.validity(),
                true,
                GOOD.rsk(),
                GOOD.ssk(),
                GOOD.pvt(),
                Optional.empty(),
                Optional.empty());

        assertRefused(revoked, CERTIFICATE, Rule.REVOKED, "revoked");
    }

    /** Keys that another implementation printed with all that they belong to. */
    @ParameterizedTest
    @CsvSource({
        "stw-md-user-gms, gms@streamwide.com",
        "stw-md-user-alice, sip:alice@streamwide.com",
        "stw-md-user-bob, sip:bob@streamwide.com",
        "stw-md-user-iwf, sip:iwf_legacy_v1.1.x_format@streamwide.com"
    })
    @Proves("T33180-D.3.3-01")
    void keysOfAnotherImplementationFit(String id, String user) {
        JsonNode vector = IdentityVectors.peers("keySets")
                .filter(entry -> entry.getName().equals(id))
                .findFirst()
                .orElseThrow()
                .getPayload();
        KmsCertificate root = KmsCertificate.of(
                Role.ROOT,
                "kms.mydev.streamwide.com",
                new UserIdScheme.HashedUid(new KeyPeriods(16_777_215, 0)),
                SakkePublicKey.decode(octets(vector, "publicKey")),
                Kpak.decode(octets(vector, "kpak")));
        KmsKeySet delivered = new KmsKeySet(
                root.kmsUri(),
                user,
                octets(vector, "identifier"),
                236,
                Validity.UNLIMITED,
                false,
                secret(vector, "rsk"),
                secret(vector, "ssk"),
                octets(vector, "pvt"),
                Optional.empty(),
                Optional.empty());

        try (UserKeys keys = delivered.check(root)) {
            assertThat(keys.identifier()).isEqualTo(octets(vector, "identifier"));
        }
    }

    /** That service binds its keys to the hexadecimal digits of the UID, not to the octets. */
    @Test
    void keysThatAreBoundToTheDigitsOfTheUserIdAreRefused() {
        KmsCertificate root = ((KmsMessage.KmsInit) KmsFixture.read(KmsFixture.peer("streamwide-init.xml"))
                        .message()
                        .orElseThrow())
                .certificate();
        KmsKeySet delivered = KmsFixture.keySet(KmsFixture.peer("streamwide-keyprov.xml"));
        Octets digits = Octets.of(delivered.identifier().toHex(), StandardCharsets.US_ASCII);

        assertThat(delivered.identifier())
                .as("the UserID itself is right")
                .isEqualTo(root.scheme().identifier("alice@org.com", "localhost:8080", 625));
        assertRefused(delivered, root, Rule.DECRYPT_KEY, "does not belong to this identifier");
        SakkeReceiverKey.validate(root.publicKey(), digits, delivered.rsk()).close();
        EccsiSigningKey.validate(root.kpak(), digits, delivered.ssk(), delivered.pvt())
                .close();
    }
}

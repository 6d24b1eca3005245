package org.mikey4j.kms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.mikey4j.crypto.identity.KeyPeriods;
import org.mikey4j.kms.KmsMessage.KmsKeyProv;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Peers;
import org.mikey4j.vectors.VectorFile;

/** Services, and texts of responses, that several tests look at. */
final class KmsFixture {
    static final KeyPeriods PERIODS = new KeyPeriods(2_592_000, 0);
    static final UserIdScheme UIDS = new UserIdScheme.HashedUid(PERIODS);
    static final String ALICE = "sip:alice@a.example";
    static final String BOB = "sip:bob@b.example";
    static final KeyManagementService KMS_A = KeyManagementService.generate("kms.a.example", UIDS, Peers.RANDOM);
    static final KeyManagementService KMS_B = KeyManagementService.generate("kms.b.example", UIDS, Peers.RANDOM);
    static final Instant NOW = Peers.CLOCK.instant();
    static final long PERIOD = PERIODS.at(NOW);

    private KmsFixture() {}

    static UserKeys keys(KeyManagementService kms, String user, long period) {
        try (KmsKeySet keySet = kms.issue(user, period, Peers.RANDOM)) {
            return keySet.check(kms.certificate(KmsCertificate.Role.ROOT));
        }
    }

    /** What another implementation's service answered (test-vectors/kms). */
    static String peer(String name) {
        try {
            return Files.readString(VectorFile.path("kms/" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KmsResponse read(String xml) {
        return KmsXmlReader.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    static String write(KmsMessage message) {
        KmsResponse response = KmsResponse.of(
                ALICE, "kms.a.example", NOW, "https://kms.a.example/keymanagement/identity/v1/keyprov", message);
        return new String(KmsXmlWriter.write(response).toByteArray(), StandardCharsets.UTF_8);
    }

    static KmsKeySet keySet(String xml) {
        return ((KmsKeyProv) read(xml).message().orElseThrow()).keySets().get(0);
    }

    static List<Octets> octets(KmsKeySet keys) {
        return List.of(
                keys.identifier(),
                Octets.copyOf(keys.rsk().toByteArray()),
                Octets.copyOf(keys.ssk().toByteArray()),
                keys.pvt());
    }
}

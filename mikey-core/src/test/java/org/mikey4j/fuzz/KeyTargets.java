package org.mikey4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.EccsiException;
import org.mikey4j.crypto.eccsi.Kpak;
import org.mikey4j.crypto.eccsi.Ksak;
import org.mikey4j.crypto.identity.IdentifierException;
import org.mikey4j.crypto.identity.KeyIdentifier;
import org.mikey4j.crypto.identity.KeyParameters;
import org.mikey4j.crypto.identity.TelIdentifier;
import org.mikey4j.crypto.sakke.SakkeException;
import org.mikey4j.crypto.sakke.SakkeMasterSecret;
import org.mikey4j.crypto.sakke.SakkePublicKey;
import org.mikey4j.kmc.CallBinding;
import org.mikey4j.kmc.CentreMessage;
import org.mikey4j.kmc.KeyComponent;
import org.mikey4j.kmc.KmcRefusal;
import org.mikey4j.kmc.Side;
import org.mikey4j.kms.KmsResponse;
import org.mikey4j.kms.KmsXmlException;
import org.mikey4j.kms.KmsXmlReader;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Peers;
import org.mikey4j.trust.KeyFile;
import org.mikey4j.trust.PasswordSource;
import org.mikey4j.trust.UnreadableKeyException;
import org.mikey4j.vectors.VectorFile;

/** The readers of keys, of what is said about them, and of what centres tell each other. */
final class KeyTargets {
    private static final SecretBytes KEY = SecretBytes.copyOf(Octets.ofHex("000102030405060708090a0b0c0d0e0f"));
    private static final KeyIdentifier KEY_ID = KeyIdentifier.of(Octets.ofHex("00000001"));
    private static final PasswordSource PASSWORD = what -> Optional.of("password".toCharArray());

    private KeyTargets() {}

    static void keyFile(byte[] input) {
        for (PasswordSource passwords : List.of(PasswordSource.NONE, PASSWORD)) {
            try {
                KeyFile.credentials(input.clone(), passwords);
            } catch (UnreadableKeyException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        try {
            KeyFile.privateKey(input.clone(), PasswordSource.NONE);
        } catch (UnreadableKeyException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            assertThat(KeyFile.certificates(input.clone())).isNotEmpty();
        } catch (UnreadableKeyException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    static List<byte[]> keyFileSeeds() {
        return Stream.of("alice.key.pem", "alice.pem", "weak.key.pem", "root.pem")
                .map(name -> VectorFile.octets("certs/" + name))
                .toList();
    }

    static void identity(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Octets octets = Octets.copyOf(Arrays.copyOfRange(input, 1, input.length));
        try {
            switch ((input[0] & 0xff) % 6) {
                case 0 -> KeyParameters.decode(octets);
                case 1 -> KeyParameters.open(octets, KEY, KEY_ID);
                case 2 -> assertThat(KeyIdentifier.of(octets).octets()).isEqualTo(octets);
                case 3 -> TelIdentifier.parse(octets);
                case 4 -> Kpak.decode(octets);
                default -> SakkePublicKey.decode(octets);
            }
        } catch (IdentifierException | EccsiException | SakkeException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    static List<byte[]> identitySeeds() {
        KeyParameters parameters =
                new KeyParameters(0, 1, 1_700_000_000L, 0xffffffffffL, Octets.ofHex("6869"), Octets.ofHex("000100"));
        return List.of(
                prefixed(0, Octets.ofHex("060011" + "0200000001000000000000000000000000")),
                prefixed(1, parameters.protect(KEY, KEY_ID, 1, Peers.RANDOM)),
                prefixed(2, Octets.ofHex("12345678")),
                prefixed(3, Octets.copyOf("2026-11\0tel:+441234567890\0".getBytes(StandardCharsets.US_ASCII))),
                prefixed(4, Ksak.generate(Peers.RANDOM).kpak().encode()),
                prefixed(5, SakkeMasterSecret.generate(Peers.RANDOM).publicKey().encode()));
    }

    private static byte[] prefixed(int first, Octets octets) {
        byte[] input = new byte[1 + octets.length()];
        input[0] = (byte) first;
        System.arraycopy(octets.toByteArray(), 0, input, 1, octets.length());
        return input;
    }

    static void kmsXml(byte[] input) {
        try (KmsResponse response = KmsXmlReader.read(input)) {
            assertThat(response.kmsUri()).isNotNull();
        } catch (KmsXmlException e) {
            assertThat(e.getMessage()).isNotBlank();
            assertThat(e.line()).isPositive();
        }
    }

    static List<byte[]> kmsXmlSeeds() {
        return List.of(VectorFile.octets("kms/streamwide-init.xml"), VectorFile.octets("kms/streamwide-keyprov.xml"));
    }

    static void centre(byte[] input) {
        try (CentreMessage message = CentreMessage.decode(input)) {
            assertThat(message.encode()).isEqualTo(input);
        } catch (KmcRefusal e) {
            assertThat(e.reason()).isIn(KmcRefusal.Reason.WRONG_CONTENT, KmcRefusal.Reason.LENGTH);
        }
    }

    static List<byte[]> centreSeeds() {
        CallBinding call = new CallBinding(
                "a84b4c76e66710", IdPayload.uri("sip:alice@a.example"), IdPayload.uri("sip:bob@b.example"));
        return Stream.of(Side.values())
                .map(side -> CentreMessage.of(KeyComponent.draw(call, side, Peers.RANDOM))
                        .encode())
                .toList();
    }
}

package org.mikey4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeDomain;
import org.mikey4j.crypto.ibe.IbeException;
import org.mikey4j.crypto.ibe.IbeMasterSecret;
import org.mikey4j.crypto.ibe.IbeParameters;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.crypto.ibe.SmallIbe;
import org.mikey4j.message.Octets;

/** What identity-based encryption reads: ciphertexts, private keys, public keys, identities. Most of it over a field of 192 bits. */
final class IbeTarget {
    private static final Octets BOB = Octets.of("Bob", StandardCharsets.US_ASCII);
    private static final IbeMasterSecret MASTER = IbeMasterSecret.of(
            SmallIbe.DOMAIN, SecretBytes.copyOf(Octets.ofHex("0749e52ddb807e0220054417e514742b05a0")));
    private static final IbeParameters SERVICE = MASTER.parameters();
    private static final IbePrivateKey KEY = MASTER.extract(BOB);
    private static final SecretBytes MESSAGE = SecretBytes.copyOf("Hi there!".getBytes(StandardCharsets.US_ASCII));

    private IbeTarget() {}

    static void run(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Octets octets = Octets.copyOf(Arrays.copyOfRange(input, 1, input.length));
        try {
            switch ((input[0] & 0xff) % 5) {
                case 0 -> KEY.decrypt(octets).close();
                case 1 -> privateKey(octets);
                case 2 ->
                    assertThat(IbeParameters.decode(SmallIbe.DOMAIN, octets).encode())
                            .isEqualTo(octets);
                case 3 ->
                    assertThat(IbeParameters.decode(IbeDomain.DEFAULT, octets).encode())
                            .isEqualTo(octets);
                default -> roundTrip(octets);
            }
        } catch (IbeException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** A key that is accepted is Bob's, however it was written. */
    private static void privateKey(Octets octets) {
        try (SecretBytes der = SecretBytes.copyOf(octets);
                IbePrivateKey key = IbePrivateKey.decode(SERVICE, BOB, der)) {
            assertThat(key.encode()).isEqualTo(KEY.encode());
        }
    }

    private static void roundTrip(Octets identity) {
        try (IbePrivateKey key = MASTER.extract(identity);
                SecretBytes opened = key.decrypt(SERVICE.encrypt(identity, MESSAGE, MachineTargets.RANDOM))) {
            assertThat(opened).isEqualTo(MESSAGE);
        }
    }

    static List<byte[]> seeds() {
        return List.of(
                seed(0, SERVICE.encrypt(BOB, MESSAGE, MachineTargets.RANDOM)),
                seed(1, Octets.copyOf(KEY.encode().toByteArray())),
                seed(2, SERVICE.encode()),
                seed(
                        3,
                        IbeMasterSecret.generate(IbeDomain.DEFAULT, MachineTargets.RANDOM)
                                .parameters()
                                .encode()),
                seed(4, BOB));
    }

    private static byte[] seed(int first, Octets octets) {
        return Machine.seeds(octets, first).get(0);
    }
}

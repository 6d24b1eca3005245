package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.media.EspAlgorithms;
import org.mikey4j.media.EspAlgorithms.Authentication;
import org.mikey4j.media.EspAlgorithms.Encryption;
import org.mikey4j.media.EspKeys;
import org.mikey4j.media.XfrmAssociation;
import org.mikey4j.media.XfrmAssociation.Direction;
import org.mikey4j.media.XfrmAssociation.Mode;

/**
 * {@code ip} understands our commands. It runs in a network namespace of its own, so that nothing changes on the machine; a
 * kernel without ESP may still refuse what {@code ip} asks of it.
 */
class XfrmJudgeTest {
    private static final int NOT_UNDERSTOOD = 255;

    private static EspKeys keys(Encryption encryption, int octets, Authentication authentication, int authOctets) {
        int salt = encryption == Encryption.AES_GCM ? 4 : 0;
        return new EspKeys(
                new EspAlgorithms(encryption, octets, authentication),
                SecretBytes.wrap(new byte[octets + salt]),
                SecretBytes.wrap(new byte[authOctets]));
    }

    @Test
    void understandsOurCommands(@TempDir Path folder) throws Exception {
        Peer.wish("ip in a network namespace", "unshare", "-rn", "ip", "-V");
        List<String> lines = new ArrayList<>();
        for (EspKeys keys : List.of(
                keys(Encryption.AES_CBC, 16, Authentication.HMAC_SHA_1_96, 20),
                keys(Encryption.AES_CBC, 32, Authentication.HMAC_SHA_256_128, 32),
                keys(Encryption.AES_GCM, 16, Authentication.NONE, 0),
                keys(Encryption.AES_GCM, 32, Authentication.NONE, 0),
                keys(Encryption.TRIPLE_DES_CBC, 24, Authentication.HMAC_SHA_1_96, 20),
                keys(Encryption.NULL, 0, Authentication.HMAC_SHA_1_96, 20))) {
            lines.add(new XfrmAssociation("10.0.0.1", "10.0.0.2", 0x1000 + lines.size(), Mode.TRANSPORT, 1, keys)
                    .addState());
            lines.add(new XfrmAssociation("2001:db8::1", "2001:db8::2", 0x1000 + lines.size(), Mode.TUNNEL, 2, keys)
                    .addState());
        }
        EspKeys keys = keys(Encryption.AES_GCM, 16, Authentication.NONE, 0);
        XfrmAssociation association = new XfrmAssociation("10.0.0.1", "10.0.0.2", 0x1000, Mode.TRANSPORT, 1, keys);
        lines.add(association.addPolicy(Direction.IN));
        lines.add(association.addPolicy(Direction.OUT));
        for (String line : lines) {
            assertThat(answer(folder, line)).as(line).isIn(0, 2);
        }
        assertThat(answer(folder, association.addState().replace(" 128", "")))
                .as("a line without the length of the ICV")
                .isEqualTo(NOT_UNDERSTOOD);
    }

    private static int answer(Path folder, String line) throws Exception {
        Path batch = Files.writeString(folder.resolve("batch"), line + "\n");
        return Peer.run(batch, "unshare", "-rn", "ip", "-batch", "-").code();
    }
}

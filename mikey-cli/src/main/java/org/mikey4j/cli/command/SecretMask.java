package org.mikey4j.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.media.EspKeys;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.media.SrtpMasterKey;

/** Takes keys out of text, in every notation in which exports write them, and leaves their sizes and fingerprints. */
final class SecretMask {
    private record Secret(String text, String shown) {}

    private final List<Secret> secrets = new ArrayList<>();

    void add(SrtpKeys keys) {
        for (SrtpMasterKey master : keys.masters()) {
            byte[] both = master.keyAndSalt();
            try (SecretBytes keyAndSalt = SecretBytes.wrap(both)) {
                add(keyAndSalt);
            }
            add(master.key());
            add(master.salt());
        }
    }

    void add(EspKeys keys) {
        add(keys.encryption());
        add(keys.authentication());
    }

    private void add(SecretBytes secret) {
        if (secret.length() == 0) {
            return;
        }
        byte[] octets = secret.toByteArray();
        String shown = "<" + secret.length() + " octets, sha256/8=" + secret.fingerprint() + ">";
        secrets.add(new Secret(HexFormat.of().formatHex(octets), shown));
        secrets.add(new Secret(Base64.getEncoder().encodeToString(octets), shown));
        secrets.add(new Secret(LibsrtpSnippet.octets(octets), shown));
        Arrays.fill(octets, (byte) 0);
        // The longest first, so that of a key with its salt not only a part is taken out.
        secrets.sort(Comparator.comparingInt((Secret s) -> s.text().length()).reversed());
    }

    String apply(String line) {
        String masked = line;
        for (Secret secret : secrets) {
            masked = masked.replace(secret.text(), secret.shown());
        }
        return masked;
    }
}

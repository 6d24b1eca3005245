package org.mikey4j.cli.view;

import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.Octets;

/** What is shown of a secret: enough to see whether two are the same. */
final class Fingerprint {
    private Fingerprint() {}

    /** The first 4 octets of the SHA-256, in hexadecimal. */
    static String of(Octets octets) {
        try (SecretBytes secret = SecretBytes.copyOf(octets)) {
            return secret.fingerprint();
        }
    }

    /** The size and the fingerprint. */
    static String text(Octets octets) {
        return octets.length() + " octets, sha256/8=" + of(octets);
    }
}

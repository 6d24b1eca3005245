package org.mikey4j.cli.command;

import java.util.Arrays;
import java.util.HexFormat;
import org.mikey4j.crypto.SecretBytes;

/** Secrets in hexadecimal, for users who asked for them. */
final class SecretText {
    private SecretText() {}

    static String hex(SecretBytes secret) {
        byte[] octets = secret.toByteArray();
        try {
            return HexFormat.of().formatHex(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}

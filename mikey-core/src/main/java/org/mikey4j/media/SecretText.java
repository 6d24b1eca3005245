package org.mikey4j.media;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;
import org.mikey4j.crypto.SecretBytes;

/** Secrets as text, which is where their protection ends: a string cannot be wiped. */
final class SecretText {
    private SecretText() {}

    static String hex(SecretBytes secret) {
        return write(secret.toByteArray(), HexFormat.of()::formatHex);
    }

    static String hex(SrtpMasterKey keyAndSalt) {
        return write(keyAndSalt.keyAndSalt(), HexFormat.of()::formatHex);
    }

    static String base64(SecretBytes secret) {
        return write(secret.toByteArray(), Base64.getEncoder()::encodeToString);
    }

    static String base64(SrtpMasterKey keyAndSalt) {
        return write(keyAndSalt.keyAndSalt(), Base64.getEncoder()::encodeToString);
    }

    private static String write(byte[] octets, Function<byte[], String> format) {
        try {
            return format.apply(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}

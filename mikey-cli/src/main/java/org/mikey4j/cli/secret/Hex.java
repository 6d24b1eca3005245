package org.mikey4j.cli.secret;

import java.util.Arrays;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.SecretBytes;

/** Hexadecimal digits to secret octets, without a copy in a string that could not be wiped. */
final class Hex {
    private Hex() {}

    static boolean isHex(String text) {
        return text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    /**
     * Two digits an octet; white space and colons between them are skipped.
     *
     * @throws CliFailure if there is anything else, half an octet or nothing; what it is, is not told
     */
    static SecretBytes parse(byte[] text, String label) {
        byte[] octets = new byte[text.length / 2];
        int digits = 0;
        boolean wrong = false;
        for (byte c : text) {
            int digit = Character.digit(c, 16);
            if (digit >= 0) {
                if (digits / 2 < octets.length) {
                    octets[digits / 2] |= (byte) (digits % 2 == 0 ? digit << 4 : digit);
                }
                digits++;
            } else {
                wrong |= c != ':' && c != ' ' && c != '\n' && c != '\r' && c != '\t';
            }
        }
        if (wrong || digits == 0 || digits % 2 != 0) {
            Arrays.fill(octets, (byte) 0);
            throw CliFailure.keyMissing(label + ": not a secret in hexadecimal digits, two an octet")
                    .withHint("for a secret that is text or raw octets: xxd -p FILE > FILE.hex");
        }
        byte[] exact = Arrays.copyOf(octets, digits / 2);
        Arrays.fill(octets, (byte) 0);
        return SecretBytes.wrap(exact);
    }
}

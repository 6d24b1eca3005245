package org.mikey4j.cli.command;

import java.util.HexFormat;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.message.Octets;

/** Values of options that are written in hexadecimal digits. */
final class HexOption {
    private HexOption() {}

    /**
     * Octets, two digits each, with or without {@code 0x} before them.
     *
     * @throws CliFailure if they are something else, or fewer or more than they may be
     */
    static Octets octets(String option, String text, int least, int most) {
        Octets octets;
        try {
            octets = Octets.copyOf(HexFormat.of().parseHex(digits(text)));
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(option + ": not hexadecimal digits, two an octet");
        }
        if (octets.length() < least || octets.length() > most) {
            String wanted = least == most ? Integer.toString(least) : least + " to " + most;
            throw CliFailure.usage(option + ": " + wanted + " octets are wanted, not " + octets.length());
        }
        return octets;
    }

    /**
     * A number of 32 bits in at most 8 digits.
     *
     * @throws CliFailure if it is something else
     */
    static long u32(String option, String text) {
        try {
            String digits = digits(text);
            if (!digits.isEmpty() && digits.length() <= 8) {
                return HexFormat.fromHexDigitsToLong(digits);
            }
        } catch (IllegalArgumentException e) {
            // Told below, as for a number that is too long.
        }
        throw CliFailure.usage(option + ": " + text + " is not a number of at most 8 hexadecimal digits");
    }

    private static String digits(String text) {
        return text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    }
}

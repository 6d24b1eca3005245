package org.mikey4j.cli.carrier;

import java.util.Optional;
import org.mikey4j.message.Octets;

/** Hexadecimal digits as people paste them: with white space, colons, commas, hyphens, or 0x before each octet or the whole. */
final class HexText {
    private HexText() {}

    /** The octets, if the text is nothing but hexadecimal digits and what stands between them. */
    static Optional<Octets> parse(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '0' && i + 1 < text.length() && (text.charAt(i + 1) == 'x' || text.charAt(i + 1) == 'X')) {
                i++;
            } else if (Character.digit(c, 16) >= 0 && c < 0x80) {
                digits.append(c);
            } else if (" \t\r\n:,-".indexOf(c) < 0) {
                return Optional.empty();
            }
        }
        return digits.isEmpty() || digits.length() % 2 != 0
                ? Optional.empty()
                : Optional.of(Octets.ofHex(digits.toString()));
    }
}

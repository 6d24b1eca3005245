package org.mikey4j.cli.view;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.mikey4j.message.Octets;

/** Octets that are text and can be shown on a terminal without harm. */
public final class ReadableText {
    private ReadableText() {}

    /** The text; empty if the octets are not UTF-8 or contain anything that a terminal would obey. */
    public static Optional<String> of(Octets octets) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        return text.chars().allMatch(ReadableText::isHarmless) ? Optional.of(text) : Optional.empty();
    }

    /** The text where it can be shown, and the octets in hexadecimal where it cannot. */
    public static String orHex(Octets octets) {
        return of(octets).orElseGet(octets::toHex);
    }

    /** The text with a question mark for each character that a terminal would obey. */
    public static String harmless(String text) {
        if (text.chars().allMatch(ReadableText::isHarmless)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(c -> out.append(isHarmless(c) ? (char) c : '?'));
        return out.toString();
    }

    private static boolean isHarmless(int c) {
        return !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
    }
}

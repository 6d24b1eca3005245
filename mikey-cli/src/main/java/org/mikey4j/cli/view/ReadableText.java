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

    private static boolean isHarmless(int c) {
        return !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
    }
}

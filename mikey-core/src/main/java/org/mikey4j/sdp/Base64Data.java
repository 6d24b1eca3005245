package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.CodecPolicy;
import org.apache.commons.codec.binary.Base64;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;

/**
 * The data of a key-mgmt attribute or a KeyMgmt header: the text as carried, and the octets it stands for (RFC 4567, 3).
 *
 * @param text the base64 as carried
 * @param octets the message; empty if the text cannot be read
 * @param diagnostics how the text departs from the grammar
 */
public record Base64Data(String text, Octets octets, List<Diagnostic> diagnostics) {
    private static final int SPARE_BITS_ONE_OCTET = 0x0f;
    private static final int SPARE_BITS_TWO_OCTETS = 0x03;

    public Base64Data {
        diagnostics = List.copyOf(diagnostics);
    }

    /** Whether the octets are there. */
    public boolean isReadable() {
        return diagnostics.stream().noneMatch(d -> d.severity() == Severity.ERROR);
    }

    /** The base64 of a message, as SDP and RTSP want it. */
    public static String encode(Octets message) {
        return Base64.encodeBase64String(message.toByteArray());
    }

    /**
     * Reads base64 and says what is odd about it. Missing padding and white space are read over; everything else that
     * base64 does not have makes the data unreadable.
     *
     * @param text the base64
     * @param offset where the text stands in what it was found in, in characters, for positions
     * @param where what it was found in, for example {@code a=key-mgmt}
     */
    public static Base64Data decode(String text, int offset, String where) {
        List<Diagnostic> found = new ArrayList<>();
        StringBuilder clean = new StringBuilder(text.length() + 2);
        int spaceAt = -1;
        int padAt = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpace(c)) {
                spaceAt = spaceAt < 0 ? i : spaceAt;
            } else if (c == '=') {
                padAt = padAt < 0 ? i : padAt;
                clean.append(c);
            } else if (!isBase64(c)) {
                found.add(badCharacter(text, i).at(offset + i, where, describe(text, i)));
                return new Base64Data(text, Octets.EMPTY, found);
            } else if (padAt >= 0) {
                found.add(KeyMgmtRule.BASE64_LENGTH.at(offset + padAt, where, "padding in the middle of the data"));
                return new Base64Data(text, Octets.EMPTY, found);
            } else {
                clean.append(c);
            }
        }
        if (spaceAt >= 0) {
            found.add(KeyMgmtRule.BASE64_WHITE_SPACE.at(offset + spaceAt, where, "white space in the data"));
        }
        if (clean.length() == 0 || clean.charAt(0) == '=') {
            found.add(KeyMgmtRule.DATA_MISSING.at(offset, where, "no data"));
            return new Base64Data(text, Octets.EMPTY, found);
        }
        return finish(text, clean, offset, where, found);
    }

    private static Base64Data finish(
            String text, StringBuilder clean, int offset, String where, List<Diagnostic> found) {
        int pads = 0;
        while (clean.charAt(clean.length() - 1) == '=') {
            clean.setLength(clean.length() - 1);
            pads++;
        }
        int needed = -clean.length() & 3;
        if (needed == 3 || pads > needed) {
            found.add(KeyMgmtRule.BASE64_LENGTH.at(
                    offset + text.length(), where, "the last group of the data stands for no whole octets"));
            return new Base64Data(text, Octets.EMPTY, found);
        }
        if (pads < needed) {
            found.add(KeyMgmtRule.BASE64_PADDING.at(offset + text.length(), where, "the padding is missing"));
        }
        if (needed > 0 && clearSpareBits(clean, needed == 2 ? SPARE_BITS_ONE_OCTET : SPARE_BITS_TWO_OCTETS)) {
            found.add(KeyMgmtRule.BASE64_SPARE_BITS.at(
                    offset + text.length(), where, "bits after the last octet are not zero"));
        }
        clean.append("=".repeat(needed));
        byte[] octets =
                Base64.builder().setDecodingPolicy(CodecPolicy.STRICT).get().decode(clean.toString());
        return new Base64Data(text, Octets.copyOf(octets), found);
    }

    /** Sets the unused bits of the last character to zero; says whether any was set. */
    private static boolean clearSpareBits(StringBuilder clean, int mask) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int last = clean.length() - 1;
        int value = alphabet.indexOf(clean.charAt(last));
        clean.setCharAt(last, alphabet.charAt(value & ~mask));
        return (value & mask) != 0;
    }

    private static KeyMgmtRule badCharacter(String text, int at) {
        char c = text.charAt(at);
        if (c == '\u2026' || text.startsWith("..", at)) {
            return KeyMgmtRule.DOCUMENTATION_PLACEHOLDER;
        }
        return c == '-' || c == '_' ? KeyMgmtRule.BASE64_URL_ALPHABET : KeyMgmtRule.BASE64_CHARACTER;
    }

    private static String describe(String text, int at) {
        return switch (badCharacter(text, at)) {
            case DOCUMENTATION_PLACEHOLDER -> "an ellipsis: this is a shortened example, not a message";
            case BASE64_URL_ALPHABET -> "'" + text.charAt(at) + "' belongs to the base64 of URLs, not to that of SDP";
            default -> "character U+" + String.format("%04X", (int) text.charAt(at)) + " is not base64";
        };
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isBase64(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }

    /** Does not show the text, which may be a key in the clear. */
    @Override
    public String toString() {
        return "Base64Data[" + octets.length() + " octets, " + diagnostics + "]";
    }
}

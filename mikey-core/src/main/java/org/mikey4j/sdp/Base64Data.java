package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.codec.CodecPolicy;
import org.apache.commons.codec.binary.Base64;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;

/**
 * The data of a key-mgmt attribute or a KeyMgmt header: the text as carried, and the octets it stands for (RFC 4567, 3).
 * What is written is strict; what is read may lack its padding or have white space in it, and then says so.
 */
public final class Base64Data {
    private static final Base64 CODEC =
            Base64.builder().setDecodingPolicy(CodecPolicy.STRICT).get();

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final byte PAD = 64;
    private static final byte SPACE = 65;
    private static final byte OTHER = -1;
    private static final byte[] MEANING = meanings();

    /** The bits of the last character that no octet uses, by the number of padding characters. */
    private static final int[] SPARE_BITS = {0, 0x03, 0x0f};

    private final String text;
    private final String strict;
    private final List<Diagnostic> diagnostics;

    private Base64Data(String text, String strict, List<Diagnostic> diagnostics) {
        this.text = text;
        this.strict = strict;
        this.diagnostics = List.copyOf(diagnostics);
    }

    private static byte[] meanings() {
        byte[] meanings = new byte[128];
        Arrays.fill(meanings, OTHER);
        for (int i = 0; i < ALPHABET.length(); i++) {
            meanings[ALPHABET.charAt(i)] = (byte) i;
        }
        meanings['='] = PAD;
        for (char c : new char[] {' ', '\t', '\r', '\n'}) {
            meanings[c] = SPACE;
        }
        return meanings;
    }

    /** The base64 of a message, as SDP and RTSP want it: padded, on one line. */
    public static String encode(Octets message) {
        return CODEC.encodeToString(message.toByteArray());
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
        return isStrict(text) ? new Base64Data(text, text, List.of()) : new Tolerant(text, offset, where).read();
    }

    /** The base64 as carried. */
    public String text() {
        return text;
    }

    /** The message; empty if the text cannot be read. Decoded anew at each call. */
    public Octets octets() {
        return Octets.copyOf(CODEC.decode(strict));
    }

    /** Whether the octets are there. */
    public boolean isReadable() {
        return !strict.isEmpty();
    }

    /** How the text departs from the grammar; never shows the text itself. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** The same data with one finding more. */
    Base64Data with(Diagnostic finding) {
        List<Diagnostic> more = new ArrayList<>(diagnostics);
        more.add(finding);
        return new Base64Data(text, strict, more);
    }

    private static boolean isStrict(String text) {
        int length = text.length();
        if (length == 0 || (length & 3) != 0) {
            return false;
        }
        int pads = text.charAt(length - 1) != '=' ? 0 : text.charAt(length - 2) != '=' ? 1 : 2;
        int last = OTHER;
        for (int i = 0; i < length - pads; i++) {
            last = meaning(text.charAt(i));
            if (last < 0 || last >= PAD) {
                return false;
            }
        }
        return (last & SPARE_BITS[pads]) == 0;
    }

    private static int meaning(char c) {
        return c < MEANING.length ? MEANING[c] : OTHER;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Base64Data that && text.equals(that.text) && diagnostics.equals(that.diagnostics);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, diagnostics);
    }

    /** Does not show the text, which may be a key in the clear. */
    @Override
    public String toString() {
        return "Base64Data[" + text.length() + " characters, " + diagnostics + "]";
    }

    /** Reads text that is not strict base64. */
    private static final class Tolerant {
        private final String text;
        private final int offset;
        private final String where;
        private final List<Diagnostic> found = new ArrayList<>();
        private final StringBuilder clean;

        Tolerant(String text, int offset, String where) {
            this.text = text;
            this.offset = offset;
            this.where = where;
            this.clean = new StringBuilder(text.length() + 2);
        }

        Base64Data read() {
            int spaceAt = -1;
            int padAt = -1;
            int pads = 0;
            for (int i = 0; i < text.length(); i++) {
                int meaning = meaning(text.charAt(i));
                if (meaning == OTHER) {
                    KeyMgmtRule rule = foreign(i);
                    return unreadable(rule, i, describe(rule, text.charAt(i)));
                } else if (meaning == SPACE) {
                    spaceAt = spaceAt < 0 ? i : spaceAt;
                } else if (meaning == PAD) {
                    padAt = padAt < 0 ? i : padAt;
                    pads++;
                } else if (padAt >= 0) {
                    return unreadable(KeyMgmtRule.BASE64_LENGTH, padAt, "padding in the middle of the data");
                } else {
                    clean.append(text.charAt(i));
                }
            }
            if (spaceAt >= 0) {
                found.add(KeyMgmtRule.BASE64_WHITE_SPACE.at(offset + spaceAt, where, "white space in the data"));
            }
            return clean.isEmpty() ? unreadable(KeyMgmtRule.DATA_MISSING, 0, "no data") : finish(pads);
        }

        private Base64Data finish(int pads) {
            int needed = -clean.length() & 3;
            int end = text.length();
            if (needed == 3 || pads > needed) {
                return unreadable(
                        KeyMgmtRule.BASE64_LENGTH, end, "the last group of the data stands for no whole octets");
            }
            if (pads < needed) {
                found.add(KeyMgmtRule.BASE64_PADDING.at(offset + end, where, "the padding is missing"));
            }
            int last = clean.length() - 1;
            int value = meaning(clean.charAt(last));
            if ((value & SPARE_BITS[needed]) != 0) {
                found.add(KeyMgmtRule.BASE64_SPARE_BITS.at(
                        offset + end, where, "bits after the last octet are not zero"));
                clean.setCharAt(last, ALPHABET.charAt(value & ~SPARE_BITS[needed]));
            }
            clean.append("=".repeat(needed));
            return new Base64Data(text, clean.toString(), found);
        }

        private Base64Data unreadable(KeyMgmtRule rule, int at, String message) {
            found.add(rule.at(offset + at, where, message));
            return new Base64Data(text, "", found);
        }

        private KeyMgmtRule foreign(int at) {
            char c = text.charAt(at);
            if (c == '\u2026' || text.startsWith("..", at)) {
                return KeyMgmtRule.DOCUMENTATION_PLACEHOLDER;
            }
            return c == '-' || c == '_' ? KeyMgmtRule.BASE64_URL_ALPHABET : KeyMgmtRule.BASE64_CHARACTER;
        }

        private static String describe(KeyMgmtRule rule, char c) {
            return switch (rule) {
                case DOCUMENTATION_PLACEHOLDER -> "an ellipsis: this is a shortened example, not a message";
                case BASE64_URL_ALPHABET -> "'" + c + "' belongs to the base64 of URLs, not to that of SDP";
                default -> "character U+" + String.format("%04X", (int) c) + " is not base64";
            };
        }
    }
}

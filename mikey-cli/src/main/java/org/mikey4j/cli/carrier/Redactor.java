package org.mikey4j.cli.carrier;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.sdp.Base64Data;

/**
 * Blanks keys in text, one line after the other, and leaves a fingerprint, so that two lines with the same key can be told
 * from two with different ones.
 */
public final class Redactor {
    private static final int IGNORE_CASE = Pattern.CASE_INSENSITIVE;

    /** How far behind {@code prot} the data can be; a bound, so that no line takes long. */
    private static final int FURTHEST = 8192;

    /** What stands before the data; the data is what follows up to white space, a quotation mark, a bar or a semicolon. */
    private static final Pattern KEYED = Pattern.compile(
            "(a=key-mgmt:\\s?[^\\s]{1,64}\\s+"
                    + "|prot\\s*=[^\\r\\n]{0," + FURTHEST + "}?\\bdata\\s*=\\s*\"?"
                    + "|^\\s*mikey:\\s*"
                    + "|\\bmikey\\s+(?=A[QR][A-Za-z0-9+/]{30})"
                    + "|\\bsrtp-key=\\(buffer\\)"
                    + "|\\binline:"
                    + "|^k=(?:clear|base64):)"
                    + "([A-Za-z0-9+/=_-]{8,})",
            IGNORE_CASE);

    /** The rest of data that was folded. */
    private static final Pattern FOLDED = Pattern.compile("^(\\s+)([A-Za-z0-9+/=]{8,})(\\s*)$");

    private boolean afterKey;

    /** The line, with or without its ending, without its keys. */
    public String redact(String line) {
        if (afterKey) {
            Matcher folded = FOLDED.matcher(line);
            if (folded.matches()) {
                return folded.group(1) + blank(folded.group(2)) + folded.group(3);
            }
        }
        Matcher matcher = KEYED.matcher(line);
        StringBuilder out = new StringBuilder();
        afterKey = false;
        int at = 0;
        while (matcher.find()) {
            out.append(line, at, matcher.end(1)).append(blank(matcher.group(2)));
            at = matcher.end();
            afterKey = at == line.stripTrailing().length();
        }
        return out.append(line, at, line.length()).toString();
    }

    private static String blank(String data) {
        Base64Data base64 = Base64Data.decode(data, 0, "data");
        byte[] octets = base64.isReadable() ? base64.octets().toByteArray() : data.getBytes(StandardCharsets.US_ASCII);
        try (SecretBytes secret = SecretBytes.wrap(octets)) {
            return "<redacted:" + secret.length() + ":" + secret.fingerprint() + ">";
        }
    }
}

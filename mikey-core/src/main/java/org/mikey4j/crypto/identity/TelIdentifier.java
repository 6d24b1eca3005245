package org.mikey4j.crypto.identity;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mikey4j.message.Octets;

/**
 * An identifier of scheme 1, a telephone number in a month (RFC 6509, 3.2): {@code "2011-02\0tel:+447700900123\0"}.
 *
 * @param month the key period
 * @param uri the number as a tel URI in global form, without visual separators or parameters: {@code tel:+447700900123}
 */
public record TelIdentifier(YearMonth month, String uri) {
    private static final Pattern URI = Pattern.compile("tel:\\+[0-9]+");
    private static final Pattern IDENTIFIER = Pattern.compile("([0-9]{4}-[0-9]{2})\0(tel:\\+[0-9]+)\0");
    private static final int MAX_YEAR = 9999;

    /** @throws IdentifierException where the URI is not of that form, or the year not one of four digits */
    public TelIdentifier {
        if (!URI.matcher(uri).matches()) {
            throw new IdentifierException(
                    "not a tel URI in global form without separators and parameters (RFC 6509, 3.2): " + uri);
        }
        if (month.getYear() < 0 || month.getYear() > MAX_YEAR) {
            throw new IdentifierException("the year has four digits (RFC 6509, 3.2): " + month.getYear());
        }
    }

    /**
     * Reads an identifier.
     *
     * @throws IdentifierException where the octets are not of that form
     */
    public static TelIdentifier parse(Octets octets) {
        Matcher matcher = IDENTIFIER.matcher(octets.toText(StandardCharsets.ISO_8859_1));
        if (!matcher.matches()) {
            throw new IdentifierException("not YYYY-MM, NUL, a tel URI, NUL (RFC 6509, 3.2): " + octets.toHex());
        }
        try {
            return new TelIdentifier(YearMonth.parse(matcher.group(1)), matcher.group(2));
        } catch (DateTimeException e) {
            throw new IdentifierException("not a month (RFC 6509, 3.2): " + matcher.group(1), e);
        }
    }

    /** The identifier as ECCSI and SAKKE use it, both NULs included. */
    public Octets octets() {
        return Octets.of(month + "\0" + uri + "\0", StandardCharsets.US_ASCII);
    }
}

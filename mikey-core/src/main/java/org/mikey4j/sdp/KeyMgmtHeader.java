package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;

/**
 * One specification of an RTSP KeyMgmt header (RFC 4567, 3.2 with erratum 2247).
 *
 * @param prot the key management protocol, for MIKEY {@code mikey}; compared with regard to case
 * @param uri the session or media it is for; empty, as if it were absent, for the URI of the request
 * @param data its data; empty if it has none
 */
public record KeyMgmtHeader(String prot, String uri, Optional<Base64Data> data) {
    /** The name of the header. */
    public static final String NAME = "KeyMgmt";

    /**
     * The value of a header that carries a message, without the name. Several values make one header with commas between
     * them.
     *
     * @param uri the session or media it is for; may be empty
     * @throws IllegalArgumentException if quotation marks, white space or control characters stand in the URI
     */
    public static String value(String uri, Octets message) {
        if (uri.chars().anyMatch(c -> c <= ' ' || c == '"' || c == 0x7f)) {
            throw new IllegalArgumentException(
                    "uri: quotation marks, white space and control characters cannot stand in it");
        }
        return "prot=" + KeyMgmtAttribute.MIKEY + "; uri=\"" + uri + "\"; data=\"" + Base64Data.encode(message) + "\"";
    }

    /** Whether the protocol is MIKEY. */
    public boolean isMikey() {
        return prot.equals(KeyMgmtAttribute.MIKEY);
    }

    /**
     * Reads the value of a header: parameters in any order, with or without white space and a trailing semicolon; a comma
     * begins another specification, unless it stands inside quotation marks.
     *
     * @param value the value, without the name; may be folded over lines
     */
    public static Parsed parse(String value) {
        return new KeyMgmtHeaderReader(value, 0, value.length()).read();
    }

    /**
     * Reads all KeyMgmt headers of an RTSP message.
     *
     * @param message the message, of which the part before the first empty line counts
     * @return what they hold; offsets count characters from the start of the message
     */
    public static Parsed find(String message) {
        List<KeyMgmtHeader> headers = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        int at = 0;
        while (at < message.length()) {
            int end = TextLines.end(message, at);
            if (end == at) {
                break;
            }
            end = TextLines.endOfIndented(message, end);
            int value = valueOf(message, at, end);
            if (value >= 0) {
                Parsed parsed = new KeyMgmtHeaderReader(message, value, end).read();
                headers.addAll(parsed.headers());
                diagnostics.addAll(parsed.diagnostics());
            }
            at = TextLines.next(message, end);
        }
        return new Parsed(headers, diagnostics);
    }

    /** Where the value begins if the line is a KeyMgmt header, in whatever case; -1 if it is another. */
    private static int valueOf(String message, int from, int to) {
        if (!message.regionMatches(true, from, NAME, 0, NAME.length())) {
            return -1;
        }
        int colon = TextLines.skipBlanks(message, from + NAME.length(), to);
        return colon < to && message.charAt(colon) == ':' ? colon + 1 : -1;
    }

    /**
     * What a header holds.
     *
     * @param headers the specifications that could be read
     * @param diagnostics what is wrong or odd; offsets count characters from the start of what was read
     */
    public record Parsed(List<KeyMgmtHeader> headers, List<Diagnostic> diagnostics) {
        public Parsed {
            headers = List.copyOf(headers);
            diagnostics = List.copyOf(diagnostics);
        }

        /** The specifications of MIKEY. */
        public List<KeyMgmtHeader> mikey() {
            return headers.stream().filter(KeyMgmtHeader::isMikey).toList();
        }
    }
}

package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.message.Diagnostic;

/**
 * One {@code a=key-mgmt} line (RFC 4567, 3.1).
 *
 * @param prtclId the key management protocol, for MIKEY {@code mikey}; compared with regard to case
 * @param data its data
 * @param line the line it stands on, counted from 1
 * @param offset characters from the start of the SDP to the line
 * @param diagnostics what is odd about the line, its data included
 */
public record KeyMgmtAttribute(String prtclId, Base64Data data, int line, int offset, List<Diagnostic> diagnostics) {
    /** The protocol identifier of MIKEY. */
    public static final String MIKEY = "mikey";

    /** What the attribute is called in diagnostics. */
    static final String NAME = "a=key-mgmt";

    private static final String PREFIX = "a=key-mgmt:";

    public KeyMgmtAttribute {
        diagnostics = List.copyOf(diagnostics);
    }

    /** Whether the protocol is MIKEY. */
    public boolean isMikey() {
        return prtclId.equals(MIKEY);
    }

    /** The line for a protocol and its data, without a line ending. */
    static String line(String prtclId, String base64) {
        return PREFIX + prtclId + " " + base64;
    }

    /** Whether the line from {@code from} is a key-mgmt attribute, in whatever case. */
    static boolean startsAt(String sdp, int from, int to) {
        return to - from >= PREFIX.length() && sdp.regionMatches(true, from, PREFIX, 0, PREFIX.length());
    }

    /** Reads the line between {@code from} and {@code to}, which {@link #startsAt} has recognised. */
    static KeyMgmtAttribute read(String sdp, int from, int to, int lineNumber) {
        List<Diagnostic> found = new ArrayList<>();
        if (!sdp.startsWith(PREFIX, from)) {
            found.add(
                    KeyMgmtRule.NAME_CASE.at(from, NAME, "the attribute is spelled " + sdp.substring(from, from + 10)));
        }
        int id = skipSpaces(sdp, from + PREFIX.length(), to);
        if (id - from - PREFIX.length() > 1) {
            found.add(KeyMgmtRule.STRAY_WHITE_SPACE.at(
                    from + PREFIX.length(), NAME, "more than one space after the colon"));
        }
        int idEnd = id;
        while (idEnd < to && sdp.charAt(idEnd) != ' ' && sdp.charAt(idEnd) != '\t') {
            idEnd++;
        }
        int data = skipSpaces(sdp, idEnd, to);
        if (data - idEnd > 1 || (data > idEnd && sdp.charAt(idEnd) == '\t')) {
            found.add(KeyMgmtRule.STRAY_WHITE_SPACE.at(idEnd, NAME, "the protocol and its data are one space apart"));
        }
        Base64Data base64 = Base64Data.decode(sdp.substring(data, to), data, NAME);
        found.addAll(base64.diagnostics());
        return new KeyMgmtAttribute(sdp.substring(id, idEnd), base64, lineNumber, from, found);
    }

    private static int skipSpaces(String sdp, int from, int to) {
        int at = from;
        while (at < to && (sdp.charAt(at) == ' ' || sdp.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}

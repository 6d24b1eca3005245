package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.message.Diagnostic;

/**
 * One {@code a=key-mgmt} line (RFC 4567, 3.1).
 *
 * @param media the media description it belongs to, counted from 0, or {@link SdpSection#SESSION}
 * @param prtclId the key management protocol, for MIKEY {@code mikey}; compared with regard to case
 * @param data its data
 * @param line the line it stands on, counted from 1
 * @param offset characters from the start of the SDP to the line
 * @param end characters from the start of the SDP to the end of the line, its ending not included; data that was folded
 *     over several lines is one attribute
 * @param diagnostics what is odd about the line, its data included
 */
public record KeyMgmtAttribute(
        int media, String prtclId, Base64Data data, int line, int offset, int end, List<Diagnostic> diagnostics) {
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

    /** Whether {@code id} can stand for a protocol: one or more letters or digits (RFC 4567, 3). */
    static boolean isProtocolId(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (!isLetterOrDigit(id.charAt(i))) {
                return false;
            }
        }
        return !id.isEmpty();
    }

    /** The line for a protocol and its data, without a line ending. */
    static String line(String prtclId, String base64) {
        if (!isProtocolId(prtclId)) {
            throw new IllegalArgumentException("prtcl-id: only letters and digits can stand in it");
        }
        return PREFIX + prtclId + " " + base64;
    }

    /** Whether a line begins a key-mgmt attribute, in whatever case. */
    static boolean startsAt(String sdp, int from) {
        return sdp.regionMatches(true, from, PREFIX, 0, PREFIX.length());
    }

    /** Reads the line between {@code from} and {@code end}, which {@link #startsAt} has recognised. */
    static KeyMgmtAttribute read(String sdp, int media, int from, int end, int lineNumber) {
        List<Diagnostic> found = new ArrayList<>(0);
        if (!sdp.startsWith(PREFIX, from)) {
            found.add(KeyMgmtRule.NAME_CASE.at(
                    from, NAME, "the attribute is spelled " + sdp.substring(from, from + NAME.length())));
        }
        int colon = from + NAME.length();
        int id = TextLines.skipBlanks(sdp, colon + 1, end);
        if (id - colon > 2 || (id - colon == 2 && sdp.charAt(colon + 1) != ' ')) {
            found.add(KeyMgmtRule.STRAY_WHITE_SPACE.at(colon + 1, NAME, "more than one space after the colon"));
        }
        int idEnd = TextLines.skipToBlank(sdp, id, end);
        String prtclId = sdp.substring(id, idEnd);
        if (!isProtocolId(prtclId)) {
            found.add(KeyMgmtRule.PROTOCOL_ID.at(id, NAME, "the protocol is not named by letters and digits"));
        }
        int data = TextLines.skipBlanks(sdp, idEnd, end);
        if (data - idEnd > 1 || (data > idEnd && sdp.charAt(idEnd) == '\t')) {
            found.add(KeyMgmtRule.STRAY_WHITE_SPACE.at(idEnd, NAME, "the protocol and its data are one space apart"));
        }
        Base64Data base64 = Base64Data.decode(sdp.substring(data, end), data, NAME);
        found.addAll(base64.diagnostics());
        return new KeyMgmtAttribute(media, prtclId, base64, lineNumber, from, end, found);
    }

    /**
     * The end of data that was folded over several lines, as documents print it: lines that begin with white space, or that
     * are base64 and cannot be SDP. Nothing follows padding, and no line is padding alone.
     */
    static int endOfFolded(String sdp, int endOfLine) {
        int end = endOfLine;
        int next = TextLines.next(sdp, end);
        while (next > end && next < sdp.length() && (end == 0 || sdp.charAt(end - 1) != '=')) {
            int nextEnd = TextLines.end(sdp, next);
            if (!isContinuation(sdp, next, nextEnd)) {
                break;
            }
            end = nextEnd;
            next = TextLines.next(sdp, end);
        }
        return end;
    }

    private static boolean isContinuation(String sdp, int from, int to) {
        char first = from < to ? sdp.charAt(from) : '\0';
        boolean typed = to - from > 1 && sdp.charAt(from + 1) == '=' && first >= 'a' && first <= 'z';
        if (from == to || first == '=' || typed) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = sdp.charAt(i);
            if (!isLetterOrDigit(c) && c != '+' && c != '/' && c != '=' && !TextLines.isBlank(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}

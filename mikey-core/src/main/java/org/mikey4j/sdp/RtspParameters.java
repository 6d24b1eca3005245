package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.message.Octets;

/**
 * MIKEY messages in the body of an RTSP GET_PARAMETER or SET_PARAMETER, by which cameras re-key and tell late joiners the
 * current keys (ONVIF Streaming Specification): a parameter {@code mikey} with bare base64. One implementation sends a whole
 * KeyMgmt header value instead, which is accepted.
 */
public final class RtspParameters {
    /** The body of a GET_PARAMETER request that asks for the current message. */
    public static final String REQUEST = "mikey\r\n";

    private static final String MIKEY = "mikey";

    private RtspParameters() {}

    /** The line that carries a message, with its line ending. */
    public static String line(Octets message) {
        return MIKEY + ": " + Base64Data.encode(message) + "\r\n";
    }

    /** Whether the body of a GET_PARAMETER request asks for the current message: the parameter's name without a value. */
    public static boolean isRequest(String body) {
        int at = 0;
        while (at < body.length()) {
            int end = TextLines.end(body, at);
            if (afterName(body, MIKEY, at, end) == end) {
                return true;
            }
            at = TextLines.next(body, end);
        }
        return false;
    }

    /**
     * The messages of a body.
     *
     * @param body the parameters, one a line
     * @return the data of each, with what is odd about it; offsets count characters from the start of the body
     */
    public static List<Base64Data> parse(String body) {
        List<Base64Data> found = new ArrayList<>();
        int at = 0;
        while (at < body.length()) {
            int end = TextLines.endOfIndented(body, TextLines.end(body, at));
            int value = afterColon(body, MIKEY, at, end);
            if (value >= 0) {
                int data = TextLines.skipBlanks(body, value, end);
                found.add(Base64Data.decode(body.substring(data, trimmed(body, data, end)), data, MIKEY));
            } else {
                readHeader(body, at, end, found);
            }
            at = TextLines.next(body, end);
        }
        return found;
    }

    private static void readHeader(String body, int from, int to, List<Base64Data> found) {
        int value = afterColon(body, KeyMgmtHeader.NAME, from, to);
        if (value < 0) {
            return;
        }
        for (KeyMgmtHeader header :
                new KeyMgmtHeaderReader(body, value, to).read().mikey()) {
            Base64Data data = header.data().orElseGet(() -> Base64Data.decode("", value, MIKEY));
            found.add(data.with(KeyMgmtRule.PARAMETER_FORM.at(
                    from, MIKEY, "a KeyMgmt header value instead of the parameter mikey")));
        }
    }

    /** Where the value of a parameter begins if the line has it, its name in whatever case; otherwise -1. */
    private static int afterColon(String body, String name, int from, int to) {
        int colon = afterName(body, name, from, to);
        return colon >= 0 && colon < to && body.charAt(colon) == ':' ? colon + 1 : -1;
    }

    private static int afterName(String body, String name, int from, int to) {
        boolean named = to - from >= name.length() && body.regionMatches(true, from, name, 0, name.length());
        return named ? TextLines.skipBlanks(body, from + name.length(), to) : -1;
    }

    private static int trimmed(String body, int from, int to) {
        int end = to;
        while (end > from && TextLines.isBlank(body.charAt(end - 1))) {
            end--;
        }
        return end;
    }
}

package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;

/**
 * MIKEY messages in the body of an RTSP GET_PARAMETER or SET_PARAMETER, by which cameras re-key (ONVIF Streaming
 * Specification): a parameter {@code mikey} with bare base64. One implementation sends a whole KeyMgmt header value
 * instead, which is accepted.
 */
public final class RtspParameters {
    private static final String MIKEY = "mikey:";
    private static final String KEY_MGMT = "keymgmt:";

    private RtspParameters() {}

    /** The line that carries a message, with its line ending. */
    public static String line(Octets message) {
        return MIKEY + " " + Base64Data.encode(message) + "\r\n";
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
            int end = body.indexOf('\n', at);
            end = end < 0 ? body.length() : end;
            String line = body.substring(at, end).stripTrailing();
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith(MIKEY)) {
                String value = line.substring(MIKEY.length());
                String data = value.strip();
                found.add(Base64Data.decode(data, at + line.length() - data.length(), "mikey"));
            } else if (lower.startsWith(KEY_MGMT)) {
                readHeader(line.substring(KEY_MGMT.length()), at, found);
            }
            at = end + 1;
        }
        return found;
    }

    private static void readHeader(String value, int offset, List<Base64Data> found) {
        for (KeyMgmtHeader header : KeyMgmtHeader.parse(value).headers()) {
            if (header.isMikey() && header.data().isPresent()) {
                Base64Data data = header.data().get();
                List<Diagnostic> diagnostics = new ArrayList<>(data.diagnostics());
                diagnostics.add(KeyMgmtRule.PARAMETER_FORM.at(
                        offset, "mikey", "a KeyMgmt header value instead of the parameter mikey"));
                found.add(new Base64Data(data.text(), data.octets(), diagnostics));
            }
        }
    }
}

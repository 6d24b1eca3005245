package org.mikey4j.cli.capture;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The start line and the headers of a SIP or RTSP message.
 *
 * @param text the message, or its beginning
 */
record SignalHead(String text) {
    private static final Pattern TAG = Pattern.compile(";\\s*tag=([^;\\s>]+)");
    private static final Pattern URI = Pattern.compile("(?:sips?|tel):[^;>\\s]+");

    static SignalHead of(String text) {
        return new SignalHead(text);
    }

    /** The start line. */
    String startLine() {
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    /** Whether it is a response. */
    boolean isResponse() {
        return text.startsWith("SIP/") || text.startsWith("RTSP/");
    }

    /** Whether it is SIP, and not RTSP. */
    boolean isSip() {
        String line = startLine();
        return line.startsWith("SIP/") || line.endsWith("SIP/2.0");
    }

    /**
     * The value of a header; empty if it is not there.
     *
     * @param name in lower case
     * @param compact its compact form; empty if it has none
     */
    String header(String name, String compact) {
        int at = text.indexOf('\n') + 1;
        while (at > 0 && at < text.length()) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            String line = text.substring(at, end);
            if (line.isBlank()) {
                return "";
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                String found = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                if (found.equals(name) || (!compact.isEmpty() && found.equals(compact))) {
                    return line.substring(colon + 1).strip();
                }
            }
            at = end + 1;
        }
        return "";
    }

    /** The tag in a header of an end of the dialog; empty if there is none. */
    String tag(String name, String compact) {
        Matcher matcher = TAG.matcher(header(name, compact));
        return matcher.find() ? matcher.group(1) : "";
    }

    /** The URI in a header, without its parameters; the header if there is none. */
    String uri(String name, String compact) {
        String value = header(name, compact);
        Matcher matcher = URI.matcher(value);
        return matcher.find() ? matcher.group() : value;
    }

    /** The number in CSeq; empty if there is none. */
    String transaction() {
        return header("cseq", "").split("\\s+", 2)[0];
    }

    /** The length of the body; 0 if no header says, -1 if it says nonsense. */
    long contentLength() {
        String value = header("content-length", "l");
        if (value.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Whether the body comes in chunks. */
    boolean isChunked() {
        return header("transfer-encoding", "").toLowerCase(Locale.ROOT).endsWith("chunked");
    }

    /** What it is in a few words: {@code INVITE} or {@code 200 INVITE}; in RTSP {@code SETUP} or {@code 200}. */
    String label() {
        String line = startLine();
        String[] words = line.split(" ", 3);
        if (!isResponse()) {
            return words[0];
        }
        String status = words.length > 1 ? words[1] : "";
        String[] cseq = header("cseq", "").split("\\s+", 2);
        return cseq.length > 1 ? status + " " + cseq[1] : status;
    }
}

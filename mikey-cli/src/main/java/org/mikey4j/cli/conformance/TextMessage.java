package org.mikey4j.cli.conformance;

import java.util.Locale;

/** A response of SIP or RTSP. */
record TextMessage(String head, String body) {
    static TextMessage of(String text) {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? new TextMessage(text, "") : new TextMessage(text.substring(0, end), text.substring(end + 4));
    }

    String startLine() {
        return head.lines().findFirst().orElse("");
    }

    boolean isSuccess() {
        return startLine().matches("(SIP|RTSP)/\\d\\.\\d 2\\d\\d.*");
    }

    /** The value of a header, empty if it is not there. */
    String header(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst()
                .orElse("");
    }
}

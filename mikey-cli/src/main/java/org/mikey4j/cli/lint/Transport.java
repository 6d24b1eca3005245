package org.mikey4j.cli.lint;

import java.util.regex.Pattern;

/** Whether what carried a message hides it and proves where it came from. */
public enum Transport {
    /** Nothing tells. */
    UNKNOWN,
    /** Anybody on the path can read and change it. */
    CLEAR,
    /** TLS or the like. */
    CONFIDENTIAL;

    private static final Pattern SECURE = Pattern.compile("\\brtsps://|\\bSIP/2\\.0/TLS\\b|\\bsips:");
    private static final Pattern PLAIN = Pattern.compile("\\brtsp://|\\bSIP/2\\.0/(UDP|TCP|SCTP)\\b");

    /** What the text of a SIP or RTSP message tells by its URIs and Via headers. */
    public static Transport of(String text) {
        if (PLAIN.matcher(text).find()) {
            return CLEAR;
        }
        return SECURE.matcher(text).find() ? CONFIDENTIAL : UNKNOWN;
    }
}

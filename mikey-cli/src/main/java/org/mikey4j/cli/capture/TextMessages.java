package org.mikey4j.cli.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds SIP and RTSP messages in the octets of one direction of a connection: a start line, headers, and as much body as they say.
 * What is no message is passed over up to the next segment that begins like one.
 */
final class TextMessages {
    private static final int MOST_HEAD = 64 << 10;
    private static final int MOST_BODY = 1 << 20;
    private static final int MOST_TOKEN = 20;

    private byte[] kept = new byte[0];
    private int size;
    private int skip;
    private boolean lost = true;

    /** Gets each message. */
    @FunctionalInterface
    interface Sink {
        void message(byte[] array, int from, int length);
    }

    /** Whether a start line of SIP or RTSP, or a frame interleaved with RTSP, begins here. */
    static boolean begins(byte[] array, int from, int to) {
        if (from >= to) {
            return false;
        }
        byte first = array[from];
        if (first == '$') {
            return to - from >= 4;
        }
        if (first < 'A' || first > 'Z') {
            return false;
        }
        int at = from;
        while (at < to && at - from < MOST_TOKEN && ((array[at] >= 'A' && array[at] <= 'Z') || array[at] == '_')) {
            at++;
        }
        if (at == to) {
            return true; // the rest of the word is in the next segment
        }
        if (array[at] == '/') { // SIP/2.0 and RTSP/1.0
            int word = at - from;
            return (word == 3 && array[from] == 'S' && array[from + 1] == 'I')
                    || (word == 4 && array[from] == 'R' && array[from + 1] == 'T');
        }
        return array[at] == ' ' && at - from >= 3 && isVersioned(array, at, to);
    }

    /** The first line of a request ends with the version. */
    private static boolean isVersioned(byte[] array, int from, int to) {
        int end = from;
        while (end < to && array[end] != '\r' && array[end] != '\n') {
            end++;
        }
        if (end == to) {
            return true;
        }
        return endsWith(array, end, "SIP/2.0") || endsWith(array, end, "RTSP/1.0") || endsWith(array, end, "RTSP/2.0");
    }

    private static boolean endsWith(byte[] array, int end, String version) {
        int from = end - version.length();
        if (from < 0) {
            return false;
        }
        for (int i = 0; i < version.length(); i++) {
            if (array[from + i] != version.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Some octets are missing: from now on only what begins a segment counts. */
    void lose() {
        size = 0;
        skip = 0;
        lost = true;
    }

    /** The next octets. */
    void add(byte[] array, int from, int to, Sink sink) {
        int at = from;
        if (skip > 0) {
            int now = Math.min(skip, to - at);
            skip -= now;
            at += now;
        }
        if (at == to) {
            return;
        }
        if (lost && size == 0 && !begins(array, at, to)) {
            return;
        }
        lost = false;
        if (size == 0) {
            int done = consume(array, at, to, sink);
            if (!lost) {
                keep(array, done, to);
            }
            return;
        }
        keep(array, at, to);
        int all = size;
        int done = consume(kept, 0, all, sink);
        if (lost) {
            size = 0;
        } else {
            System.arraycopy(kept, done, kept, 0, all - done);
            size = all - done;
        }
    }

    private void keep(byte[] array, int from, int to) {
        int more = to - from;
        if (size + more > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(size + more, Math.min(2 * kept.length, MOST_HEAD + MOST_BODY)));
        }
        System.arraycopy(array, from, kept, size, more);
        size += more;
    }

    /** Takes whole messages; where the first that is not whole begins. */
    private int consume(byte[] array, int from, int to, Sink sink) {
        int at = from;
        while (true) {
            while (at < to && (array[at] == '\r' || array[at] == '\n')) {
                at++;
            }
            if (at == to) {
                return to;
            }
            if (array[at] == '$') {
                if (to - at < 4) {
                    return at;
                }
                int frame = 4 + (((array[at + 2] & 0xff) << 8) | (array[at + 3] & 0xff));
                skip = Math.max(0, at + frame - to);
                at = Math.min(to, at + frame);
                continue;
            }
            if (!begins(array, at, to)) {
                lost = true;
                return to;
            }
            int head = headEnd(array, at, to);
            if (head < 0) {
                lost = to - at > MOST_HEAD;
                return at;
            }
            long body = contentLength(array, at, head);
            if (body < 0 || body > MOST_BODY) {
                lost = true;
                return to;
            }
            if (head + body > to) {
                return at;
            }
            int end = (int) (head + body);
            sink.message(array, at, end - at);
            at = end;
        }
    }

    /** Where the empty line after the headers ends; -1 if it is not there yet. */
    static int headEnd(byte[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] == '\n') {
                if (i + 1 < to && array[i + 1] == '\n') {
                    return i + 2;
                }
                if (i + 2 < to && array[i + 1] == '\r' && array[i + 2] == '\n') {
                    return i + 3;
                }
            }
        }
        return -1;
    }

    /** The length of the body; 0 if no header says, -1 if it says nonsense. */
    private static long contentLength(byte[] array, int from, int head) {
        String text = new String(array, from, head - from, StandardCharsets.ISO_8859_1);
        String value = SignalHead.of(text).header("content-length", "l");
        if (value.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}

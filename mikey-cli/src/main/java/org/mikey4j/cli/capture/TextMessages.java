package org.mikey4j.cli.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds SIP and RTSP messages in the octets of one direction of a connection: a start line, headers, and as much body as they say,
 * and what is interleaved with them (RFC 2326, 10.12). What is no message is passed over up to the next segment that begins like
 * one.
 */
final class TextMessages implements StreamContent {
    private static final int MOST_HEAD = 64 << 10;
    private static final int MOST_BODY = 1 << 20;
    private static final int MOST_TOKEN = 20;
    private static final int FRAME_HEADER = 4;

    private byte[] kept = new byte[0];
    private int size;
    private int skip;
    private boolean lost = true;

    private final boolean wantsInterleaved;

    /** @param wantsInterleaved whether frames between the messages are wanted; otherwise they are not kept */
    TextMessages(boolean wantsInterleaved) {
        this.wantsInterleaved = wantsInterleaved;
    }

    /** Whether a start line of SIP or RTSP, or a frame interleaved with RTSP, begins here. */
    static boolean begins(byte[] array, int from, int to) {
        if (from >= to) {
            return false;
        }
        byte first = array[from];
        if (first == '$') {
            return to - from >= FRAME_HEADER;
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

    @Override
    public void lose(Sink sink) {
        size = 0;
        skip = 0;
        lost = true;
    }

    @Override
    public void add(byte[] array, int from, int to, Sink sink) {
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
                if (to - at < FRAME_HEADER) {
                    return at;
                }
                int length = ((array[at + 2] & 0xff) << 8) | (array[at + 3] & 0xff);
                int next = at + FRAME_HEADER + length;
                if (wantsInterleaved) {
                    if (next > to) {
                        return at;
                    }
                    sink.interleaved(array[at + 1] & 0xff, array, at + FRAME_HEADER, length);
                }
                skip = Math.max(0, next - to);
                at = Math.min(to, next);
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
            int end = message(array, at, head, to, sink);
            if (end < 0) {
                return lost ? to : at;
            }
            at = end;
        }
    }

    /** Takes the message whose headers end there; where it ends, or -1 if it is not whole, or lost. */
    private int message(byte[] array, int at, int head, int to, Sink sink) {
        SignalHead headers = SignalHead.of(new String(array, at, head - at, StandardCharsets.ISO_8859_1));
        if (headers.isChunked()) {
            ChunkedBody body = ChunkedBody.read(array, head, to);
            lost = body.state() == ChunkedBody.State.BROKEN
                    || (body.state() == ChunkedBody.State.INCOMPLETE && to - head > MOST_BODY);
            if (body.state() != ChunkedBody.State.COMPLETE) {
                return -1;
            }
            byte[] whole = Arrays.copyOfRange(array, at, head + body.octets().length());
            body.octets().copyTo(whole, head - at);
            sink.message(whole, 0, whole.length);
            return body.end();
        }
        long body = headers.contentLength();
        lost = body < 0 || body > MOST_BODY;
        if (lost || head + body > to) {
            return -1;
        }
        int end = (int) (head + body);
        sink.message(array, at, end - at);
        return end;
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
}

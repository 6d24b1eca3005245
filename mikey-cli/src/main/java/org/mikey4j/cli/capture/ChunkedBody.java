package org.mikey4j.cli.capture;

import java.io.ByteArrayOutputStream;
import org.mikey4j.message.Octets;

/**
 * A body that is sent in chunks (RFC 9112, 7.1). SIP has no such thing and RTSP 1.0 leaves it to its relation to HTTP; there are
 * those who send it all the same.
 *
 * @param state whether it was all there
 * @param octets what is in the chunks
 * @param end where what follows the body begins
 */
record ChunkedBody(State state, Octets octets, int end) {
    private static final int MOST_DIGITS = 7;

    enum State {
        /** It ends in what is there. */
        COMPLETE,
        /** The rest did not come yet. */
        INCOMPLETE,
        /** It cannot be read. */
        BROKEN
    }

    /** Reads chunks up to the last, which is empty, and the trailers behind it. */
    static ChunkedBody read(byte[] array, int from, int to) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int at = from;
        while (true) {
            int line = lineEnd(array, at, to);
            if (line < 0) {
                return failed(State.INCOMPLETE);
            }
            int size = size(array, at, line);
            if (size < 0) {
                return failed(State.BROKEN);
            }
            at = line;
            if (size == 0) {
                return trailers(array, at, to, Octets.copyOf(all.toByteArray()));
            }
            if (to - at < size) {
                return failed(State.INCOMPLETE);
            }
            all.write(array, at, size);
            int next = lineEnd(array, at + size, to);
            if (next < 0) {
                return failed(State.INCOMPLETE);
            }
            at = next;
        }
    }

    private static ChunkedBody trailers(byte[] array, int from, int to, Octets octets) {
        int at = from;
        while (true) {
            int line = lineEnd(array, at, to);
            if (line < 0) {
                return failed(State.INCOMPLETE);
            }
            boolean isEmpty = array[at] == '\r' || array[at] == '\n';
            at = line;
            if (isEmpty) {
                return new ChunkedBody(State.COMPLETE, octets, at);
            }
        }
    }

    private static ChunkedBody failed(State state) {
        return new ChunkedBody(state, Octets.EMPTY, 0);
    }

    /** Where the next line begins; -1 if this one is not whole. */
    private static int lineEnd(byte[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    /** The number that a line begins with, in hexadecimal; extensions behind it are passed over. -1 if there is none. */
    private static int size(byte[] array, int from, int to) {
        int size = 0;
        int at = from;
        for (; at < to && Character.digit(array[at], 16) >= 0; at++) {
            if (at - from == MOST_DIGITS) {
                return -1;
            }
            size = size * 16 + Character.digit(array[at], 16);
        }
        boolean ends = at < to && (array[at] == '\r' || array[at] == '\n' || array[at] == ';' || array[at] == ' ');
        return at > from && ends ? size : -1;
    }
}

package org.mikey4j.cli.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/** The part of a stream that is looked at, in one array that is filled again and again. */
final class Window {
    private final InputStream in;
    private byte[] octets = new byte[1 << 20];
    private int from;
    private int to;
    private long before;

    Window(InputStream in) {
        this.in = in;
    }

    /** Makes {@code wanted} octets available; false if the stream ends before. */
    boolean has(int wanted) throws IOException {
        while (to - from < wanted) {
            if (octets.length - from < wanted) {
                make(wanted);
            }
            int read = in.read(octets, to, octets.length - to);
            if (read < 0) {
                return false;
            }
            to += read;
        }
        return true;
    }

    private void make(int wanted) {
        byte[] target = wanted > octets.length ? new byte[wanted] : octets;
        System.arraycopy(octets, from, target, 0, to - from);
        octets = target;
        before += from;
        to -= from;
        from = 0;
    }

    /** Whether the stream is at its end. */
    boolean isAtEnd() throws IOException {
        return !has(1);
    }

    /** How many octets of the stream were taken. */
    long position() {
        return before + from;
    }

    /** The array; what is available stands at {@link #offset}. */
    byte[] array() {
        return octets;
    }

    int offset() {
        return from;
    }

    /** Octets that are there already. */
    int available() {
        return to - from;
    }

    /** Takes octets that are available. */
    void take(int count) {
        from += count;
    }

    /** Takes octets whether they are available or not. */
    void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (!has(1)) {
                throw new EOFException();
            }
            int now = (int) Math.min(left, to - from);
            from += now;
            left -= now;
        }
    }

    int u8(int at) {
        return octets[from + at] & 0xff;
    }

    int u16(int at, ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN ? u8(at) << 8 | u8(at + 1) : u8(at + 1) << 8 | u8(at);
    }

    int i32(int at, ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN
                ? u16(at, order) << 16 | u16(at + 2, order)
                : u16(at + 2, order) << 16 | u16(at, order);
    }

    long u32(int at, ByteOrder order) {
        return i32(at, order) & 0xffffffffL;
    }
}

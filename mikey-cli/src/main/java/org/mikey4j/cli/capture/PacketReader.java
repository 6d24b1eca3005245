package org.mikey4j.cli.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/**
 * The packets of a capture, one after the other. After {@link #next} the packet stands in an array that the next call
 * overwrites.
 */
abstract class PacketReader {
    /** Larger packets than any network has. */
    static final int MOST_OCTETS = 16 << 20;

    final Window window;
    private final Damage damage;
    private int previous;
    long number;
    long nanos;
    int linkType;
    int length;

    PacketReader(Window window, Damage damage) {
        this.window = window;
        this.damage = damage;
    }

    /** Is told what of a capture is damaged. */
    @FunctionalInterface
    interface Damage {
        /**
         * Something cannot be read.
         *
         * @param position octets from the beginning of the (uncompressed) file
         */
        void at(long position, String what);
    }

    /**
     * A reader for a stream.
     *
     * @throws IOException if it cannot be read or is no capture
     */
    static PacketReader of(InputStream in, Damage damage) throws IOException {
        Window window = new Window(in);
        if (!window.has(4)) {
            throw new IOException("too short for a capture");
        }
        ByteOrder order = order(window);
        if (window.i32(0, ByteOrder.BIG_ENDIAN) == CaptureFormat.PCAPNG) {
            return new PcapNg(window, damage);
        }
        return new Pcap(window, order, damage);
    }

    private static ByteOrder order(Window window) {
        return CaptureFormat.isPcap(window.i32(0, ByteOrder.BIG_ENDIAN))
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN;
    }

    /** Goes to the next packet; false at the end, and where nothing that follows can be read. */
    boolean next() throws IOException {
        try {
            window.take(previous);
            previous = 0;
            if (window.isAtEnd() || !find()) {
                return false;
            }
        } catch (EOFException | ZipException e) {
            return damaged("the compressed file is damaged or cut off here; what follows cannot be read");
        }
        number++;
        return true;
    }

    /** Finds a packet, which then stands where the window begins. */
    abstract boolean find() throws IOException;

    /** The packet is that many octets; {@code rest} more belong to it in the file. */
    final void packet(int octets, int rest) {
        length = octets;
        previous = octets + rest;
    }

    final boolean damaged(String what) {
        damage.at(window.position(), what);
        return false;
    }

    final byte[] array() {
        return window.array();
    }

    final int offset() {
        return window.offset();
    }
}

package org.mikey4j.cli.capture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The format of Wireshark: blocks, of several interfaces and sections (draft-ietf-opsawg-pcapng). */
final class PcapNg extends PacketReader {
    private static final int SECTION_HEADER = CaptureFormat.PCAPNG;
    private static final int INTERFACE = 1;
    private static final int PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_OFFSET = 14;
    private static final int MOST_INTERFACES = 4096;

    private final List<Interface> interfaces = new ArrayList<>();
    private ByteOrder order = ByteOrder.BIG_ENDIAN;

    /**
     * Where packets come from.
     *
     * @param snapLength how many octets of a packet are kept at most; 0 for all
     * @param perSecond units of time in a second
     * @param offset seconds that are added to every time
     */
    private record Interface(int linkType, long snapLength, long perSecond, long offset) {
        long nanos(long time) {
            long seconds = Long.divideUnsigned(time, perSecond);
            long rest = Long.remainderUnsigned(time, perSecond);
            return (seconds + offset) * 1_000_000_000L + (long) (rest * (1e9 / perSecond));
        }
    }

    PcapNg(Window window, Damage damage) {
        super(window, damage);
    }

    @Override
    boolean find() throws IOException {
        while (!window.isAtEnd()) {
            if (!window.has(12)) {
                return damaged("the file ends within the header of a block");
            }
            int type = window.i32(0, ByteOrder.BIG_ENDIAN);
            if (type == SECTION_HEADER) {
                if (!section()) {
                    return false;
                }
            }
            int kind = window.i32(0, order);
            long size = window.u32(4, order);
            if (size < 12 || size % 4 != 0) {
                return damaged("a block has a length of " + size + " octets; what follows cannot be read");
            }
            boolean keeps = kind == INTERFACE || kind == PACKET || kind == SIMPLE_PACKET || kind == ENHANCED_PACKET;
            if (!keeps || size > MOST_OCTETS) {
                if (!skip(size)) {
                    return false;
                }
                continue;
            }
            if (!window.has((int) size)) {
                return damaged("the file ends within a block");
            }
            if (kind == INTERFACE) {
                describe((int) size);
                window.take((int) size);
            } else if (enter(kind, (int) size)) {
                return true;
            }
        }
        return false;
    }

    private boolean skip(long size) throws IOException {
        try {
            window.skip(size);
            return true;
        } catch (EOFException e) {
            return damaged("the file ends within a block");
        }
    }

    private boolean section() {
        int magic = window.i32(8, ByteOrder.BIG_ENDIAN);
        if (magic != BYTE_ORDER_MAGIC && Integer.reverseBytes(magic) != BYTE_ORDER_MAGIC) {
            return damaged("a section has no byte order; what follows cannot be read");
        }
        order = magic == BYTE_ORDER_MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        interfaces.clear();
        return true;
    }

    private void describe(int size) {
        long perSecond = 1_000_000;
        long offset = 0;
        int at = 16;
        while (at + 4 <= size - 4) {
            int option = window.u16(at, order);
            int octets = window.u16(at + 2, order);
            if (option == 0 || at + 4 + octets > size - 4) {
                break;
            }
            if (option == OPTION_RESOLUTION && octets == 1) {
                int resolution = window.u8(at + 4);
                int power = resolution & 0x7f;
                perSecond = (resolution & 0x80) != 0 ? 1L << Math.min(power, 62) : tenTo(Math.min(power, 18));
            } else if (option == OPTION_OFFSET && octets == 8) {
                long first = window.u32(at + 4, order);
                long second = window.u32(at + 8, order);
                offset = order == ByteOrder.BIG_ENDIAN ? first << 32 | second : second << 32 | first;
            }
            at += 4 + (octets + 3) / 4 * 4;
        }
        if (size >= 20 && interfaces.size() < MOST_INTERFACES) {
            interfaces.add(new Interface(window.u16(8, order), window.u32(12, order), perSecond, offset));
        }
    }

    private static long tenTo(int power) {
        long result = 1;
        for (int i = 0; i < power; i++) {
            result *= 10;
        }
        return result;
    }

    /** Makes the block the packet; takes it if it cannot be one. */
    private boolean enter(int kind, int size) {
        int header = kind == SIMPLE_PACKET ? 12 : 28;
        int at = kind == SIMPLE_PACKET ? 0 : kind == PACKET ? window.u16(8, order) : window.i32(8, order);
        if (size < header + 4 || at < 0 || at >= interfaces.size()) {
            damaged(
                    at < 0 || at >= interfaces.size()
                            ? "a packet is of an interface that is not described"
                            : "a block is too short");
            window.take(size);
            return false;
        }
        Interface source = interfaces.get(at);
        long captured;
        if (kind == SIMPLE_PACKET) {
            long original = window.u32(8, order);
            captured =
                    Math.min(Math.min(original, source.snapLength() == 0 ? original : source.snapLength()), size - 16);
        } else {
            captured = window.u32(20, order);
            nanos = source.nanos(window.u32(12, order) << 32 | window.u32(16, order));
        }
        if (captured > size - header - 4) {
            damaged("a packet is longer than its block");
            window.take(size);
            return false;
        }
        linkType = source.linkType();
        window.take(header);
        packet((int) captured, size - header - (int) captured);
        return true;
    }
}

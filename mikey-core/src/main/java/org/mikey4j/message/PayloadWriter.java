package org.mikey4j.message;

/** Writes fields one after the other into an array of exactly the right size. */
public final class PayloadWriter {
    private final byte[] array;
    private int position;

    PayloadWriter(int length) {
        this.array = new byte[length];
    }

    void u8(int value) {
        array[position++] = (byte) value;
    }

    void u16(int value) {
        int at = position;
        array[at] = (byte) (value >>> 8);
        array[at + 1] = (byte) value;
        position = at + 2;
    }

    void u32(long value) {
        int at = position;
        array[at] = (byte) (value >>> 24);
        array[at + 1] = (byte) (value >>> 16);
        array[at + 2] = (byte) (value >>> 8);
        array[at + 3] = (byte) value;
        position = at + 4;
    }

    void u64(long value) {
        u32(value >>> 32);
        u32(value);
    }

    void octets(Octets octets) {
        octets.copyTo(array, position);
        position += octets.length();
    }

    byte[] finish() {
        if (position != array.length) {
            throw new IllegalStateException("wrote " + position + " octets of " + array.length);
        }
        return array;
    }
}

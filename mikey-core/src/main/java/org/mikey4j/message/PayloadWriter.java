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
        u8(value >>> 8);
        u8(value);
    }

    void u32(long value) {
        u16((int) (value >>> 16));
        u16((int) value);
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

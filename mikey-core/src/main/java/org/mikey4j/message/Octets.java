package org.mikey4j.message;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An immutable run of octets, possibly a window on a longer one, so that the fields of a decoded message share the
 * message's own octets instead of copying them.
 *
 * <p>{@link #equals} is not constant-time and {@link #toString} shows the octets: secrets belong in
 * {@code org.mikey4j.crypto.SecretBytes}.
 */
public final class Octets {
    private static final HexFormat HEX = HexFormat.of();

    /** No octets. */
    public static final Octets EMPTY = new Octets(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Octets(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** A copy of {@code bytes}. */
    public static Octets copyOf(byte[] bytes) {
        return wrap(bytes.clone());
    }

    /** A copy of {@code length} octets of {@code bytes} from {@code offset}. */
    public static Octets copyOf(byte[] bytes, int offset, int length) {
        return wrap(
                Arrays.copyOfRange(bytes, offset, Objects.checkFromIndexSize(offset, length, bytes.length) + length));
    }

    /** The octets of {@code text} in {@code charset}. */
    public static Octets of(String text, Charset charset) {
        return wrap(text.getBytes(charset));
    }

    /** The octets that {@code hex} writes, two digits each, in either case and without separators. */
    public static Octets ofHex(String hex) {
        return wrap(HEX.parseHex(hex));
    }

    /** A view of {@code bytes} that is not copied; whoever calls must never write to the array again. */
    static Octets wrap(byte[] bytes) {
        return wrap(bytes, 0, bytes.length);
    }

    /** As {@link #wrap(byte[])}, for a range that the caller has checked. */
    static Octets wrap(byte[] bytes, int offset, int length) {
        return length == 0 ? EMPTY : new Octets(bytes, offset, length);
    }

    /** The array behind this view, for the codec alone. */
    byte[] array() {
        return array;
    }

    /** Where the view begins in {@link #array()}. */
    int arrayOffset() {
        return offset;
    }

    /** How many octets there are. */
    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** The octet at {@code index}, 0 to 255. */
    public int at(int index) {
        return array[offset + Objects.checkIndex(index, length)] & 0xff;
    }

    /** The 16-bit big-endian number at {@code index}. */
    public int u16(int index) {
        return at(index) << 8 | at(index + 1);
    }

    /** The 32-bit big-endian number at {@code index}, unsigned. */
    public long u32(int index) {
        return (long) u16(index) << 16 | u16(index + 2);
    }

    /** The 64-bit big-endian number at {@code index}. */
    public long u64(int index) {
        return u32(index) << 32 | u32(index + 4);
    }

    /** A window of {@code length} octets from {@code from}; nothing is copied. */
    public Octets slice(int from, int length) {
        Objects.checkFromIndexSize(from, length, this.length);
        return length == 0 ? EMPTY : new Octets(array, offset + from, length);
    }

    /** A copy as an array. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Copies all octets to {@code target} at {@code at}. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    /** Feeds {@code count} octets from {@code from} to a consumer of array ranges, such as a MAC, without a copy. */
    public void feed(int from, int count, RangeConsumer consumer) {
        Objects.checkFromIndexSize(from, count, length);
        consumer.accept(array, offset + from, count);
    }

    /** Lower-case hexadecimal digits, two an octet. */
    public String toHex() {
        return HEX.formatHex(array, offset, offset + length);
    }

    /** The octets read as text in {@code charset}; malformed input is replaced. */
    public String toText(Charset charset) {
        return new String(array, offset, length, charset);
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Octets that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return toHex();
    }

    /** Takes a range of an array and must not keep or change it. */
    @FunctionalInterface
    public interface RangeConsumer {
        void accept(byte[] array, int offset, int length);
    }
}

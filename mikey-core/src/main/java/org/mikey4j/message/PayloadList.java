package org.mikey4j.message;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The payloads of a message, which never change, and where each ends; {@code List.copyOf} would copy the array of the decoder
 * twice, and what the decoder knows of their sizes would be computed again to encode them.
 */
final class PayloadList extends AbstractList<Payload> implements RandomAccess {
    private final Payload[] payloads;
    private final int[] ends;
    private final int count;

    /**
     * Takes arrays that nobody writes to any more, of which the first {@code count} count.
     *
     * @param ends octets from the start of the first payload to the end of each
     */
    PayloadList(Payload[] payloads, int[] ends, int count) {
        this.payloads = payloads;
        this.ends = ends;
        this.count = count;
    }

    static PayloadList copyOf(List<Payload> payloads) {
        if (payloads instanceof PayloadList list) {
            return list;
        }
        Payload[] copy = payloads.toArray(new Payload[0]);
        int[] ends = new int[copy.length];
        int end = 0;
        for (int i = 0; i < copy.length; i++) {
            end += PayloadChain.encodedLength(copy[i]);
            ends[i] = end;
        }
        return new PayloadList(copy, ends, copy.length);
    }

    /** The same payloads with another one, of the same size, at the end. */
    PayloadList withLast(Payload last) {
        Payload[] changed = Arrays.copyOf(payloads, count);
        changed[count - 1] = last;
        return new PayloadList(changed, ends, count);
    }

    /** Octets from the start of the first payload to the end of the one at {@code index}. */
    int end(int index) {
        return ends[Objects.checkIndex(index, count)];
    }

    /** The octets of all payloads. */
    int encodedLength() {
        return count == 0 ? 0 : ends[count - 1];
    }

    @Override
    public Payload get(int index) {
        return payloads[Objects.checkIndex(index, count)];
    }

    @Override
    public int size() {
        return count;
    }
}

package org.mikey4j.message;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** The payloads of a message, which never change; {@code List.copyOf} would copy the array of the decoder twice. */
final class PayloadList extends AbstractList<Payload> implements RandomAccess {
    private final Payload[] payloads;
    private final int count;

    /** Takes an array that nobody writes to any more, of which the first {@code count} count. */
    PayloadList(Payload[] payloads, int count) {
        this.payloads = payloads;
        this.count = count;
    }

    static PayloadList copyOf(List<Payload> payloads) {
        if (payloads instanceof PayloadList list) {
            return list;
        }
        Payload[] copy = payloads.toArray(new Payload[0]);
        for (Payload payload : copy) {
            Objects.requireNonNull(payload);
        }
        return new PayloadList(copy, copy.length);
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

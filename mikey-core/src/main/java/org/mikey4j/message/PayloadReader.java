package org.mikey4j.message;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mikey4j.message.registry.KvType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.Registry;

/**
 * Reads fields one after the other and knows where it is, so that every refusal has a position. Without a recorder the
 * first violation throws; with one, each field is recorded and violations that do not hide what follows are collected.
 */
final class PayloadReader {
    private final byte[] array;
    private final int base;
    private final int end;
    private final @Nullable LayoutRecorder recorder;
    private int position;
    private int payloadStart;
    private int fieldStart;
    private int payloadType;

    PayloadReader(Octets octets, @Nullable LayoutRecorder recorder) {
        this(octets.array(), octets.arrayOffset(), octets.arrayOffset(), octets.length(), recorder);
    }

    private PayloadReader(byte[] array, int base, int start, int length, @Nullable LayoutRecorder recorder) {
        this.array = array;
        this.base = base;
        this.position = start;
        this.payloadStart = start;
        this.fieldStart = start;
        this.end = start + length;
        this.recorder = recorder;
        this.payloadType = PayloadLayout.HDR;
    }

    /**
     * Reads what is inside the octets just read, with positions that still count from the start of the message. When
     * violations are collected, one inside does not stop the reading of what follows.
     */
    void inside(Octets justRead, Consumer<PayloadReader> body) {
        PayloadReader inner = new PayloadReader(array, base, justRead.arrayOffset(), justRead.length(), recorder);
        int depth = recorder == null ? 0 : recorder.depth();
        try {
            body.accept(inner);
        } catch (MalformedMessageException e) {
            if (recorder == null) {
                throw e;
            }
            recorder.report(e.toDiagnostic());
            recorder.finishTo(depth, position());
        }
    }

    int position() {
        return position - base;
    }

    /** Where the field that was read last starts. */
    int fieldStart() {
        return fieldStart - base;
    }

    /** Where the payload that is being read starts. */
    int payloadStart() {
        return payloadStart - base;
    }

    int remaining() {
        return end - position;
    }

    void begin(int type, int next) {
        payloadType = type;
        boolean hasNext = type != PayloadType.SIGN && type != PayloadLayout.HDR;
        payloadStart = hasNext ? position - 1 : position;
        if (recorder != null) {
            recorder.begin(type, payloadName(), payloadStart());
            if (hasNext) {
                recorder.field("nextPayload", payloadStart(), 1, next);
            }
        }
    }

    void finish() {
        if (recorder != null) {
            recorder.finish(position());
        }
    }

    int u8(String field) {
        int value = rawU8(field);
        note(field, 1, value);
        return value;
    }

    int u16(String field) {
        require(2, field);
        int value = (array[position] & 0xff) << 8 | (array[position + 1] & 0xff);
        advance(2);
        note(field, 2, value);
        return value;
    }

    long u32(String field) {
        require(4, field);
        long value = rawU32();
        note(field, 4, value);
        return value;
    }

    long u64(String field) {
        require(8, field);
        int at = position;
        long value = rawU32() << 32 | rawU32();
        fieldStart = at;
        note(field, 8, value);
        return value;
    }

    private long rawU32() {
        int at = position;
        advance(4);
        return (array[at] & 0xffL) << 24
                | (array[at + 1] & 0xff) << 16
                | (array[at + 2] & 0xff) << 8
                | (array[at + 3] & 0xff);
    }

    /** One octet that holds several fields; {@link #note} tells them apart. */
    int rawU8(String field) {
        require(1, field);
        advance(1);
        return array[fieldStart] & 0xff;
    }

    /** Two octets that hold several fields. */
    int rawU16(String field) {
        require(2, field);
        advance(2);
        return (array[fieldStart] & 0xff) << 8 | (array[fieldStart + 1] & 0xff);
    }

    /** Three octets that hold several fields. */
    int rawU24(String field) {
        require(3, field);
        advance(3);
        return (array[fieldStart] & 0xff) << 16 | (array[fieldStart + 1] & 0xff) << 8 | (array[fieldStart + 2] & 0xff);
    }

    private void advance(int octets) {
        fieldStart = position;
        position += octets;
    }

    /** Records a number that stood in the {@code octets} octets just read. */
    void note(String field, int octets, long value) {
        if (recorder != null) {
            recorder.field(field, position() - octets, octets, value);
        }
    }

    /** A field whose size the standard fixes. */
    Octets fixed(String field, int length) {
        require(length, field);
        return take(field, length);
    }

    /** A field whose size was said by the length field just before, which is the one to blame if it does not fit. */
    Octets octets(String field, int length) {
        if (length > remaining()) {
            throw failField(
                    DecodeRule.LENGTH_OVERRUN,
                    field,
                    "length " + length + " exceeds the " + remaining() + " octets that are left");
        }
        return take(field, length);
    }

    /** As {@link #octets}, for a field that cannot be empty. */
    Octets nonEmptyOctets(String field, int length) {
        if (length == 0) {
            reportField(DecodeRule.ZERO_LENGTH, field, "the length is 0");
        }
        return octets(field, length);
    }

    private Octets take(String field, int length) {
        Octets value = Octets.wrap(array, position, length);
        if (recorder != null && length > 0) {
            recorder.field(field, position(), length);
        }
        advance(length);
        return value;
    }

    /** All that is left. */
    Octets rest(String field) {
        return take(field, remaining());
    }

    /**
     * The KV data of a key (RFC 3830, 6.14).
     *
     * @param kvAt where the octet with the type of validity stands
     */
    KeyValidity keyValidity(int kvType, int kvAt) {
        return switch (kvType) {
            case KvType.NULL -> KeyValidity.NULL;
            case KvType.SPI -> new KeyValidity.Spi(nonEmptyOctets("spi", u8("spiLength")));
            case KvType.INTERVAL -> {
                Octets from = nonEmptyOctets("validFrom", u8("vfLength"));
                yield new KeyValidity.Interval(from, nonEmptyOctets("validTo", u8("vtLength")));
            }
            default -> throw failAt(kvAt, DecodeRule.UNKNOWN_KV_TYPE, "KV", "KV " + KvType.REGISTRY.name(kvType));
        };
    }

    void reserved(String field, int octets, int value) {
        note(field, octets, value);
        if (value != 0) {
            reportField(DecodeRule.RESERVED_NOT_ZERO, field, "reserved bits are " + value + ", not 0");
        }
    }

    void assigned(Registry registry, String field, int value) {
        if (recorder != null && !registry.isAssigned(value)) {
            reportField(DecodeRule.UNASSIGNED_VALUE, field, registry.title() + " " + registry.name(value));
        }
    }

    /** Tells of a violation here, after which the octets can still be understood. */
    void report(DecodeRule rule, String field, String detail) {
        reportAt(position(), rule, field, detail);
    }

    /** As {@link #report}, about the value of the field just read. */
    void reportField(DecodeRule rule, String field, String detail) {
        reportAt(fieldStart(), rule, field, detail);
    }

    /** As {@link #report}, about the field at {@code offset}. */
    void reportAt(int offset, DecodeRule rule, String field, String detail) {
        if (recorder != null) {
            recorder.report(failAt(offset, rule, field, detail).toDiagnostic());
        } else if (rule.severity() == Severity.ERROR) {
            throw failAt(offset, rule, field, detail);
        }
    }

    /** A violation here: something is missing, or does not fit. */
    MalformedMessageException fail(DecodeRule rule, String field, String detail) {
        return failAt(position(), rule, field, detail);
    }

    /** A violation by the value of the field just read. */
    MalformedMessageException failField(DecodeRule rule, String field, String detail) {
        return failAt(fieldStart(), rule, field, detail);
    }

    MalformedMessageException failAt(int offset, DecodeRule rule, String field, String detail) {
        return new MalformedMessageException(rule, offset, payloadName(), field, detail);
    }

    private void require(int octets, String field) {
        if (octets > end - position) {
            throw fail(
                    DecodeRule.TRUNCATED,
                    field,
                    "needs " + octets + (octets == 1 ? " octet" : " octets") + ", " + remaining() + " left");
        }
    }

    private String payloadName() {
        return payloadType == PayloadLayout.HDR ? "HDR" : PayloadType.REGISTRY.name(payloadType);
    }
}

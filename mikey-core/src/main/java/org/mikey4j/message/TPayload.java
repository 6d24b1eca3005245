package org.mikey4j.message;

import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.TsType;

/**
 * The timestamp (RFC 3830, 6.6).
 *
 * @param tsType the kind of timestamp; see {@code TsType}
 * @param tsValue for NTP-UTC and NTP 64 bits: seconds since 1900 in the upper half, their fraction in the lower; for
 *     COUNTER and NTP-UTC-32 an unsigned 32-bit number
 */
public record TPayload(int tsType, long tsValue) implements Payload {
    public TPayload {
        if (valueLength(tsType) < 0) {
            throw new IllegalArgumentException("TS type: " + TsType.REGISTRY.name(tsType));
        }
        if (valueLength(tsType) == 4) {
            Check.u32("TS value", tsValue);
        }
    }

    /** The size of a TS value in octets, -1 if the type is unknown. */
    static int valueLength(int tsType) {
        return switch (tsType) {
            case TsType.NTP_UTC, TsType.NTP -> 8;
            case TsType.COUNTER, TsType.NTP_UTC_32 -> 4;
            default -> -1;
        };
    }

    static long readValue(PayloadReader in, int tsType) {
        return switch (valueLength(tsType)) {
            case 8 -> in.u64("tsValue");
            case 4 -> in.u32("tsValue");
            default ->
                throw in.failField(DecodeRule.UNKNOWN_TS_TYPE, "TS type", "TS type " + TsType.REGISTRY.name(tsType));
        };
    }

    static void writeValue(PayloadWriter out, int tsType, long tsValue) {
        if (valueLength(tsType) == 8) {
            out.u64(tsValue);
        } else {
            out.u32(tsValue);
        }
    }

    static TPayload read(PayloadReader in) {
        int tsType = in.u8("tsType");
        return new TPayload(tsType, readValue(in, tsType));
    }

    /** The size of the TS value on the wire: 8 or 4 octets. */
    public int valueLength() {
        return valueLength(tsType);
    }

    /** The TS value as it stands in the payload: 8 octets, 4 for a counter or NTP-UTC-32. */
    public Octets valueOctets() {
        PayloadWriter out = new PayloadWriter(valueLength());
        writeValue(out, tsType, tsValue);
        return Octets.wrap(out.finish());
    }

    /**
     * The timestamp as the 64 bits that the IV of the KEMAC wants: a counter filled up with zeros on the left (RFC 3830,
     * 6.6), NTP-UTC-32 on the right (RFC 6043, 6.3).
     */
    public long timestamp64() {
        return tsType == TsType.NTP_UTC_32 ? tsValue << 32 : tsValue;
    }

    @Override
    public int type() {
        return PayloadType.T;
    }

    @Override
    public int bodyLength() {
        return 1 + valueLength();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(tsType);
        writeValue(out, tsType, tsValue);
    }
}

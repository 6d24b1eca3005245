package org.mikey4j.message;

import java.util.Objects;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PrfFunc;

/**
 * The common header, HDR, that begins every message (RFC 3830, 6.1).
 *
 * @param version 1
 * @param dataType the kind of message; see {@code DataType}
 * @param v the V flag: the Initiator asks for a verification message
 * @param prfFunc the pseudo-random function, 7 bits; see {@code PrfFunc}
 * @param csbId the crypto session bundle ID, 32 bits
 * @param csIdMap the crypto sessions
 */
public record CommonHeader(int version, int dataType, boolean v, int prfFunc, long csbId, CsIdMap csIdMap) {
    /** The only version there is. */
    public static final int VERSION = 1;

    /** Octets before the CS ID map info. */
    static final int FIXED_LENGTH = 10;

    /** Where the type of the first payload stands. */
    static final int NEXT_PAYLOAD_AT = 2;

    public CommonHeader {
        Check.u8("version", version);
        Check.u8("data type", dataType);
        Check.range("PRF func", prfFunc, 0x7f);
        Check.u32("CSB ID", csbId);
    }

    /** A header of version 1. */
    public CommonHeader(int dataType, boolean v, int prfFunc, long csbId, CsIdMap csIdMap) {
        this(VERSION, dataType, v, prfFunc, csbId, csIdMap);
    }

    /**
     * The CSB ID of a message, for those who only pass it on. Nothing else is decoded and nothing allocated.
     *
     * @param array the array that holds the message
     * @param offset where it starts
     * @param length how many octets it has
     * @return 32 bits, unsigned
     * @throws MalformedMessageException if there are fewer than 10 octets, or the version is not 1
     * @throws IndexOutOfBoundsException if the array has no such range
     */
    public static long peekCsbId(byte[] array, int offset, int length) {
        peek(array, offset, length);
        return (array[offset + 4] & 0xffL) << 24
                | (array[offset + 5] & 0xff) << 16
                | (array[offset + 6] & 0xff) << 8
                | (array[offset + 7] & 0xff);
    }

    /**
     * The data type of a message, for those who only pass it on; see {@link #peekCsbId}.
     *
     * @return 0 to 255; see {@code DataType}
     */
    public static int peekDataType(byte[] array, int offset, int length) {
        peek(array, offset, length);
        return array[offset + 1] & 0xff;
    }

    private static void peek(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        if (length < FIXED_LENGTH) {
            throw new MalformedMessageException(
                    DecodeRule.TRUNCATED, length, "HDR", "header", "needs " + FIXED_LENGTH + " octets");
        }
        if (array[offset] != VERSION) {
            throw new MalformedMessageException(
                    DecodeRule.UNSUPPORTED_VERSION, 0, "HDR", "version", "version " + (array[offset] & 0xff));
        }
    }

    /** Reads the header; the type of the first payload is at {@link #NEXT_PAYLOAD_AT}. */
    static CommonHeader read(PayloadReader in) {
        int version = in.u8("version");
        if (version != VERSION) {
            in.reportField(DecodeRule.UNSUPPORTED_VERSION, "version", "version " + version);
        }
        int dataType = in.u8("dataType");
        in.assigned(DataType.REGISTRY, "data type", dataType);
        in.u8("nextPayload");
        int flags = in.rawU8("V and PRF func");
        in.note("v", 1, flags >> 7);
        int prfFunc = flags & 0x7f;
        in.note("prfFunc", 1, prfFunc);
        in.assigned(PrfFunc.REGISTRY, "PRF func", prfFunc);
        long csbId = in.u32("csbId");
        int csCount = in.u8("numberOfCs");
        int mapType = in.u8("csIdMapType");
        in.assigned(CsIdMapType.REGISTRY, "CS ID map type", mapType);
        return new CommonHeader(version, dataType, (flags & 0x80) != 0, prfFunc, csbId, readMap(in, csCount, mapType));
    }

    private static CsIdMap readMap(PayloadReader in, int csCount, int mapType) {
        return switch (mapType) {
            case CsIdMapType.SRTP_ID -> SrtpIdMap.read(in, csCount);
            case CsIdMapType.EMPTY -> new EmptyMap(CsIdMapType.EMPTY, csCount);
            case CsIdMapType.GENERIC_ID -> GenericIdMap.read(in, csCount);
            default -> {
                if (csCount > 0) {
                    throw in.failField(
                            DecodeRule.UNKNOWN_CS_ID_MAP_TYPE,
                            "CS ID map type",
                            "map type " + mapType + " with " + csCount + " crypto sessions");
                }
                yield new EmptyMap(mapType, 0);
            }
        };
    }

    int encodedLength() {
        return FIXED_LENGTH + csIdMap.encodedLength();
    }

    void writeTo(PayloadWriter out, int nextPayload) {
        out.u8(version);
        out.u8(dataType);
        out.u8(nextPayload);
        out.u8((v ? 0x80 : 0) | prfFunc);
        out.u32(csbId);
        out.u8(csIdMap.csCount());
        out.u8(csIdMap.mapType());
        csIdMap.writeTo(out);
    }
}

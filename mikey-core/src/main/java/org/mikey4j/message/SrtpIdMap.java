package org.mikey4j.message;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.mikey4j.message.registry.CsIdMapType;

/**
 * The SRTP-ID map: 9 octets for each crypto session (RFC 3830, 6.1.1).
 *
 * @param mapInfo the entries as they stand on the wire, a multiple of 9 octets and at most 255 times 9
 */
public record SrtpIdMap(Octets mapInfo) implements CsIdMap {
    public SrtpIdMap {
        if (mapInfo.length() % SrtpId.LENGTH != 0) {
            throw new IllegalArgumentException(
                    "CS ID map info: " + mapInfo.length() + " octets are not a multiple of " + SrtpId.LENGTH);
        }
        Check.u8("#CS", mapInfo.length() / SrtpId.LENGTH);
    }

    /** The map of these entries, of which there can be 255. */
    public static SrtpIdMap of(List<SrtpId> entries) {
        Check.u8("#CS", entries.size());
        PayloadWriter out = new PayloadWriter(SrtpId.LENGTH * entries.size());
        for (SrtpId entry : entries) {
            out.u8(entry.policyNo());
            out.u32(entry.ssrc());
            out.u32(entry.roc());
        }
        return new SrtpIdMap(Octets.wrap(out.finish()));
    }

    static SrtpIdMap read(PayloadReader in, int csCount) {
        int length = csCount * SrtpId.LENGTH;
        if (length > in.remaining()) {
            throw in.fail(
                    DecodeRule.CS_COUNT_MISMATCH,
                    "CS ID map info",
                    "#CS is " + csCount + ", which takes " + length + " octets, " + in.remaining() + " left");
        }
        return new SrtpIdMap(in.octets("csIdMapInfo", length));
    }

    /** The entries; the first is crypto session 1. */
    public List<SrtpId> entries() {
        return new Entries(mapInfo);
    }

    @Override
    public int mapType() {
        return CsIdMapType.SRTP_ID;
    }

    @Override
    public int csCount() {
        return mapInfo.length() / SrtpId.LENGTH;
    }

    @Override
    public int encodedLength() {
        return mapInfo.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.octets(mapInfo);
    }

    private static final class Entries extends AbstractList<SrtpId> implements RandomAccess {
        private final Octets mapInfo;

        Entries(Octets mapInfo) {
            this.mapInfo = mapInfo;
        }

        @Override
        public SrtpId get(int index) {
            int at = index * SrtpId.LENGTH;
            return new SrtpId(mapInfo.at(at), mapInfo.u32(at + 1), mapInfo.u32(at + 5));
        }

        @Override
        public int size() {
            return mapInfo.length() / SrtpId.LENGTH;
        }
    }
}

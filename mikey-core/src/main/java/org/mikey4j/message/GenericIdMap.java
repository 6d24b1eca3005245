package org.mikey4j.message;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.message.registry.CsIdMapType;

/**
 * The GENERIC-ID map: entries of variable length that say their own crypto session ID (RFC 6043, 6.1.1).
 *
 * @param entries the entries, at most 255
 */
public record GenericIdMap(List<GenericId> entries) implements CsIdMap {
    public GenericIdMap {
        entries = List.copyOf(entries);
        Check.u8("#CS", entries.size());
    }

    static GenericIdMap read(PayloadReader in, int csCount) {
        List<GenericId> entries = new ArrayList<>();
        for (int i = 0; i < csCount; i++) {
            if (in.remaining() == 0) {
                throw in.fail(
                        DecodeRule.CS_COUNT_MISMATCH,
                        "CS ID map info",
                        "#CS is " + csCount + ", found " + i + " entries");
            }
            entries.add(GenericId.read(in));
        }
        return new GenericIdMap(entries);
    }

    @Override
    public int mapType() {
        return CsIdMapType.GENERIC_ID;
    }

    @Override
    public int csCount() {
        return entries.size();
    }

    @Override
    public int encodedLength() {
        int length = 0;
        for (GenericId entry : entries) {
            length += entry.encodedLength();
        }
        return length;
    }

    @Override
    public void writeTo(PayloadWriter out) {
        for (GenericId entry : entries) {
            entry.writeTo(out);
        }
    }
}

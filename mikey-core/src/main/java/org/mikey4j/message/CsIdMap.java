package org.mikey4j.message;

import java.util.List;

/** The crypto session map of the common header: which crypto sessions the bundle has (RFC 3830, 6.1). */
public sealed interface CsIdMap permits SrtpIdMap, EmptyMap, GenericIdMap {
    /** The map type; see {@code CsIdMapType}. */
    int mapType();

    /** #CS: how many crypto sessions the header announces, 0 to 255. */
    int csCount();

    /** The size of the CS ID map info in octets. */
    int encodedLength();

    /** Writes the CS ID map info; only the encoder has a writer to give. */
    void writeTo(PayloadWriter out);

    /** An SRTP-ID map of these entries. */
    static CsIdMap srtp(SrtpId... entries) {
        return SrtpIdMap.of(List.of(entries));
    }
}

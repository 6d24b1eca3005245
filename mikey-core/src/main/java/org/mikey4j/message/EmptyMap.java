package org.mikey4j.message;

/**
 * A map without map info: the crypto sessions and their policy are told elsewhere (RFC 4563, 5).
 *
 * @param mapType the map type; the empty map's own, or an unassigned one in a message without crypto sessions
 * @param csCount #CS, 0 to 255; the standard leaves its value open for the empty map
 */
public record EmptyMap(int mapType, int csCount) implements CsIdMap {
    public EmptyMap {
        Check.u8("CS ID map type", mapType);
        Check.u8("#CS", csCount);
    }

    @Override
    public int encodedLength() {
        return 0;
    }

    @Override
    public void writeTo(PayloadWriter out) {
        // Nothing follows the map type.
    }
}

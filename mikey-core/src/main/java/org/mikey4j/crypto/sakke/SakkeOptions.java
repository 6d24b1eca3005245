package org.mikey4j.crypto.sakke;

/**
 * Departures from RFC 6508 that a receiver may have to accept from peers. Whatever is accepted, R must be what the
 * recovered value encapsulates to.
 *
 * @param ssvSize the parameter n
 * @param shortH accept an H whose leading zero octets were left out, as data of less than their fixed length
 * @param strippedPairingValue where R does not match and the pairing value starts with zero octets, try again with the
 *     hash of that value without them, as peers do that hash integers of minimal length
 */
public record SakkeOptions(SsvSize ssvSize, boolean shortH, boolean strippedPairingValue) {
    /** RFC 6508 with Parameter Set 1, to the letter. */
    public static final SakkeOptions STRICT = new SakkeOptions(SsvSize.BITS_128, false, false);

    /** The same, for shared secret values of another size. */
    public SakkeOptions withSsvSize(SsvSize size) {
        return new SakkeOptions(size, shortH, strippedPairingValue);
    }

    /** The same, accepting what peers send that encode integers with minimal length. */
    public SakkeOptions withMinimalLengthPeers() {
        return new SakkeOptions(ssvSize, true, true);
    }
}

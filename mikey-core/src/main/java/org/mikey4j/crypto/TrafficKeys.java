package org.mikey4j.crypto;

import org.mikey4j.message.Octets;

/**
 * The keys of the crypto sessions of a bundle, derived from a TGK (RFC 3830, 4.1.3). The PRF is keyed once for all sessions,
 * so that each key costs the HMACs of its own label. For one thread at a time; {@link #close} wipes what it holds, but not
 * the keys that it gave, and after it no more are given.
 *
 * <p>Every method that gives a key throws {@link IllegalArgumentException} if the CS ID is not one of 0 to 255 or there
 * cannot be a key of so many octets (see {@link Prf#derive}), and {@link IllegalStateException} after {@link #close}.
 */
public final class TrafficKeys implements AutoCloseable {
    private final Prf.Keyed prf;
    private final long csbId;
    private final Octets rest;

    /** @param rest what stands in the labels after the CSB ID */
    TrafficKeys(Prf.Keyed prf, long csbId, Octets rest) {
        this.prf = prf;
        this.csbId = csbId;
        this.rest = rest;
    }

    /**
     * Prepares the derivation.
     *
     * @param prf the pseudo-random function
     * @param tgk the TGK
     * @param csbId the crypto session bundle ID, 32 bits
     * @param rand the RAND of the bundle's initial exchange
     * @throws IllegalArgumentException if {@code tgk} is empty
     */
    public static TrafficKeys derive(Prf prf, SecretBytes tgk, long csbId, Octets rand) {
        return new TrafficKeys(prf.key(tgk), csbId, rand);
    }

    /** The TEK of a crypto session, of this many octets. */
    public SecretBytes tek(int csId, int octets) {
        return derive(KeyLabel.TEK, csId, octets);
    }

    /** The salt of a crypto session, of this many octets. */
    public SecretBytes salt(int csId, int octets) {
        return derive(KeyLabel.TRAFFIC_SALT, csId, octets);
    }

    /** The authentication key of a crypto session whose protocol does not derive its own, of this many octets. */
    public SecretBytes authKey(int csId, int octets) {
        return derive(KeyLabel.TRAFFIC_AUTH, csId, octets);
    }

    /** The encryption key of a crypto session whose protocol does not derive its own, of this many octets. */
    public SecretBytes encrKey(int csId, int octets) {
        return derive(KeyLabel.TRAFFIC_ENCR, csId, octets);
    }

    private SecretBytes derive(KeyLabel label, int csId, int octets) {
        return prf.derive(label.of(csId, csbId, rest), octets);
    }

    @Override
    public void close() {
        prf.close();
    }
}

package org.mikey4j.crypto;

import org.mikey4j.message.Octets;

/**
 * The keys that protect the messages of a crypto session bundle, derived from a pre-shared key or an envelope key
 * (RFC 3830, 4.1.4). The PRF is keyed once for all of them. For one thread at a time; {@link #close} wipes what it holds,
 * but not the keys that it gave, and after it no more are given.
 */
public final class MessageKeys implements AutoCloseable {
    private final Prf.Keyed prf;
    private final long csbId;
    private final Octets rest;

    /** @param rest what stands in the labels after the CSB ID */
    MessageKeys(Prf.Keyed prf, long csbId, Octets rest) {
        this.prf = prf;
        this.csbId = csbId;
        this.rest = rest;
    }

    /**
     * Prepares the derivation.
     *
     * @param prf the pseudo-random function
     * @param inkey the PSK or the envelope key
     * @param csbId the crypto session bundle ID, 32 bits
     * @param rand the RAND of the bundle's initial exchange
     * @throws IllegalArgumentException if {@code inkey} is empty
     */
    public static MessageKeys derive(Prf prf, SecretBytes inkey, long csbId, Octets rand) {
        return new MessageKeys(prf.key(inkey), csbId, rand);
    }

    /**
     * The key that encrypts the key data, of this many octets.
     *
     * @throws IllegalArgumentException if there cannot be as many; see {@link Prf#derive}
     * @throws IllegalStateException after {@link #close}
     */
    public SecretBytes encrKey(int octets) {
        return derive(KeyLabel.MESSAGE_ENCR, octets);
    }

    /**
     * The key of the MAC, of this many octets.
     *
     * @throws IllegalArgumentException if there cannot be as many; see {@link Prf#derive}
     * @throws IllegalStateException after {@link #close}
     */
    public SecretBytes authKey(int octets) {
        return derive(KeyLabel.MESSAGE_AUTH, octets);
    }

    /**
     * The salt of the encryption, of this many octets.
     *
     * @throws IllegalArgumentException if there cannot be as many; see {@link Prf#derive}
     * @throws IllegalStateException after {@link #close}
     */
    public SecretBytes saltKey(int octets) {
        return derive(KeyLabel.MESSAGE_SALT, octets);
    }

    private SecretBytes derive(KeyLabel label, int octets) {
        return prf.derive(label.of(KeyLabel.NO_CS_ID, csbId, rest), octets);
    }

    @Override
    public void close() {
        prf.close();
    }
}

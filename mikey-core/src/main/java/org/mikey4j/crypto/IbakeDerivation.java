package org.mikey4j.crypto;

import org.mikey4j.message.Octets;

/**
 * The keys that come of the session key of MIKEY-IBAKE (RFC 6267, 5.1): derivations of RFC 3830 with the constants that RFC 6043 has for
 * MPKi and MPKr.
 *
 * @param prf the pseudo-random function of the common header
 * @param rand the RAND of the initial exchange
 */
public record IbakeDerivation(Prf prf, Octets rand) {
    /** Octets of the MPK and of the TGK, whose sizes the standard leaves open: 256 bits, as much as the longest key below them. */
    public static final int OCTETS = 32;

    /** Stands for the CSB ID. */
    private static final long NO_CSB_ID = 0xFFFFFFFFL;

    /**
     * The MPK, which protects the messages that follow.
     *
     * @param sessionKey K_SESSION, the common point
     * @throws IllegalArgumentException if {@code sessionKey} is empty
     */
    public SecretBytes mpk(SecretBytes sessionKey) {
        return derive(sessionKey, KeyLabel.MPK_I);
    }

    /**
     * The TGK, from which the keys of the crypto sessions follow.
     *
     * @param sessionKey K_SESSION, the common point
     * @throws IllegalArgumentException if {@code sessionKey} is empty
     */
    public SecretBytes tgk(SecretBytes sessionKey) {
        return derive(sessionKey, KeyLabel.MPK_R);
    }

    private SecretBytes derive(SecretBytes sessionKey, KeyLabel label) {
        return prf.derive(sessionKey, label.of(KeyLabel.NO_CS_ID, NO_CSB_ID, rand), OCTETS);
    }
}

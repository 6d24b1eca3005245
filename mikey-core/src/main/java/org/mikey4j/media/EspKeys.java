package org.mikey4j.media;

import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TrafficKeys;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.registry.KeyDataType;

/**
 * The keys of one ESP security association, derived from a TGK: ESP has no derivation of its own, so MIKEY's keys for
 * encryption and authentication are used (RFC 3830, 4.1.3). ESP is one-way: each direction is a crypto session with a CS ID
 * of its own, and has keys of its own. {@link #close} wipes them.
 *
 * @param algorithms what the keys are for
 * @param encryption the encryption key, and after it the salt of a cipher that has one
 * @param authentication the authentication key; empty without a MAC
 */
public record EspKeys(EspAlgorithms algorithms, SecretBytes encryption, SecretBytes authentication)
        implements AutoCloseable {

    /**
     * Derives the keys of a crypto session. The salt of AES-GCM is the one that came with the TGK, or else derived.
     *
     * @param association holds one TGK
     * @param csId the crypto session ID, 0 to 255
     * @throws UnusableKeyException if the association has no TGK, or several, or a salt came with it that does not fit
     */
    public static EspKeys derive(SecurityAssociation association, int csId, EspAlgorithms algorithms) {
        if (association.keys().size() != 1) {
            throw new UnusableKeyException(
                    "the association has " + association.keys().size() + " keys, and ESP takes those of one TGK");
        }
        TransportedKey tgk = association.keys().get(0);
        if (!tgk.isGenerationKey()) {
            throw new UnusableKeyException("ESP's keys are derived from a TGK, and the association has a "
                    + KeyDataType.REGISTRY.name(tgk.keyType()) + " (RFC 3830, 4.1.3)");
        }
        int saltOctets = algorithms.encryption().saltOctets();
        boolean exchanged = saltOctets > 0 && tgk.salt().length() > 0;
        if (exchanged && tgk.salt().length() != saltOctets) {
            throw new UnusableKeyException("a salt of " + tgk.salt().length() + " octets came with the TGK, and "
                    + algorithms.encryption() + " takes " + saltOctets);
        }
        CsbState state = association.state();
        try (TrafficKeys traffic = TrafficKeys.derive(state.prf(), tgk.key(), state.csbId(), state.rand());
                SecretBytes key = traffic.encrKey(csId, algorithms.encryptionKeyOctets());
                SecretBytes salt = exchanged ? tgk.salt().copy() : traffic.salt(csId, saltOctets)) {
            byte[] both = new byte[key.length() + salt.length()];
            key.copyTo(both, 0);
            salt.copyTo(both, key.length());
            return new EspKeys(
                    algorithms,
                    SecretBytes.wrap(both),
                    traffic.authKey(csId, algorithms.authentication().keyOctets()));
        }
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        encryption.close();
        authentication.close();
    }
}

package org.mikey4j.kmc;

import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.KmcRefusal.Reason;

/**
 * The key that both ends of a call hold: Kab. Not a key for media: it is the pre-shared key of the exchange in which the ends
 * prove to each other that they have it. Holds a secret; {@link #close} wipes it.
 *
 * @param value 16 to 32 octets
 * @param call the call
 */
public record PairKey(SecretBytes value, CallBinding call) implements AutoCloseable {
    /** @throws KmcRefusal if the key is too short or too long, or all zeros */
    public PairKey {
        if (value.length() < KeyComponent.OCTETS || value.length() > 2 * KeyComponent.OCTETS) {
            throw new KmcRefusal(Reason.LENGTH, "combined key: " + value.length() + " octets");
        }
        if (value.equals(SecretBytes.wrap(new byte[value.length()]))) {
            throw new KmcRefusal(Reason.ZERO_KEY, "the combined key is all zeros");
        }
    }

    @Override
    public void close() {
        value.close();
    }
}

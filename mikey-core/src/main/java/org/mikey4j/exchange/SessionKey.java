package org.mikey4j.exchange;

import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;

/**
 * One key of a crypto session, as the security protocol takes it; for SRTP the master key and the master salt.
 *
 * @param tek the TEK
 * @param salt the salt; empty where a TEK came without one, since there is nothing to derive it from
 * @param kv for which packets the key is valid
 */
public record SessionKey(SecretBytes tek, SecretBytes salt, KeyValidity kv) implements AutoCloseable {
    /** The SPI, for SRTP the MKI; empty if the key has none. */
    public Octets spi() {
        return kv instanceof KeyValidity.Spi spi ? spi.spi() : Octets.EMPTY;
    }

    /** Wipes the key and the salt. */
    @Override
    public void close() {
        tek.close();
        salt.close();
    }
}

package org.mikey4j.exchange;

import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.registry.KeyDataType;

/**
 * A key that an exchange agreed on, before anything is derived from it (RFC 3830, 6.13).
 *
 * @param keyType the kind of key; see {@code KeyDataType}
 * @param key the key
 * @param salt the salt that came with it; empty if none did
 * @param kv for which packets it is valid
 */
public record TransportedKey(int keyType, SecretBytes key, SecretBytes salt, KeyValidity kv) implements AutoCloseable {
    /** A copy of what a Key data sub-payload carries. */
    public static TransportedKey of(KeyDataPayload payload) {
        return new TransportedKey(
                payload.keyType(),
                SecretBytes.copyOf(payload.key()),
                SecretBytes.copyOf(payload.salt()),
                payload.kv().copy());
    }

    /** Whether TEKs are derived from it, so that it is not a TEK itself. */
    public boolean isGenerationKey() {
        return keyType != KeyDataType.TEK && keyType != KeyDataType.TEK_SALT;
    }

    /** A copy that is wiped on its own. */
    public TransportedKey copy() {
        return new TransportedKey(keyType, key.copy(), salt.copy(), kv);
    }

    /** Wipes the key and the salt. */
    @Override
    public void close() {
        key.close();
        salt.close();
    }
}

package org.mikey4j.exchange;

import java.security.SecureRandom;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.registry.KeyDataType;

/**
 * A key that an Initiator is to transport: drawn at random unless given (RFC 3830, 3.1 and 6.13).
 *
 * @param keyType the kind of key; see {@code KeyDataType}
 * @param keyOctets the size of the key, 1 to 65535
 * @param saltOctets the size of the salt; 0 unless the type has one
 * @param kv for which packets the key is valid
 * @param key the key, if it is given
 * @param salt the salt, if it is given
 */
public record KeySpec(
        int keyType,
        int keyOctets,
        int saltOctets,
        KeyValidity kv,
        Optional<SecretBytes> key,
        Optional<SecretBytes> salt) {
    /** The size of a TGK unless another is asked for: 128 bits. */
    public static final int TGK_OCTETS = 16;

    public KeySpec {
        if (KeyDataPayload.hasSalt(keyType) != saltOctets > 0) {
            throw new IllegalArgumentException(
                    "salt: " + saltOctets + " octets with " + KeyDataType.REGISTRY.name(keyType));
        }
        if (keyOctets < 1 || keyOctets > 0xffff || saltOctets > 0xffff) {
            throw new IllegalArgumentException("key: " + keyOctets + " octets, salt: " + saltOctets + " octets");
        }
    }

    /** A random TGK of 128 bits. */
    public static KeySpec tgk() {
        return new KeySpec(KeyDataType.TGK, TGK_OCTETS, 0, KeyValidity.NULL, Optional.empty(), Optional.empty());
    }

    /** A random TEK and salt of these sizes in octets. */
    public static KeySpec tekAndSalt(int keyOctets, int saltOctets) {
        return new KeySpec(
                KeyDataType.TEK_SALT, keyOctets, saltOctets, KeyValidity.NULL, Optional.empty(), Optional.empty());
    }

    /**
     * A random TEK with the master salt of this policy run on behind it, for peers that understand nothing else; made only
     * with {@link Compatibility#TEK_WITH_SALT_APPENDED}.
     */
    public static KeySpec tekWithSaltAppended(SrtpPolicy policy) {
        return new KeySpec(
                KeyDataType.TEK,
                policy.masterKeyOctets() + policy.masterSaltOctets(),
                0,
                KeyValidity.NULL,
                Optional.empty(),
                Optional.empty());
    }

    /** A key that is given. */
    public static KeySpec of(int keyType, SecretBytes key) {
        return new KeySpec(keyType, key.length(), 0, KeyValidity.NULL, Optional.of(key), Optional.empty());
    }

    /** A key and a salt that are given. */
    public static KeySpec of(int keyType, SecretBytes key, SecretBytes salt) {
        return new KeySpec(keyType, key.length(), salt.length(), KeyValidity.NULL, Optional.of(key), Optional.of(salt));
    }

    /** The same with this validity, for example an MKI. */
    public KeySpec valid(KeyValidity validity) {
        return new KeySpec(keyType, keyOctets, saltOctets, validity, key, salt);
    }

    /** A copy of the given key, or a fresh one. */
    public TransportedKey draw(SecureRandom random) {
        return new TransportedKey(
                keyType,
                key.map(SecretBytes::copy).orElseGet(() -> SecretBytes.random(random, keyOctets)),
                salt.map(SecretBytes::copy).orElseGet(() -> SecretBytes.random(random, saltOctets)),
                kv);
    }
}

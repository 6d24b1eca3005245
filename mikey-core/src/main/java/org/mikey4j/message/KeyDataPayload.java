package org.mikey4j.message;

import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.PayloadType;

/**
 * A key, inside a KEMAC (RFC 3830, 6.13). The octets are a window on the decrypted data: whoever decrypted it wipes it.
 *
 * @param keyType the kind of key, 4 bits; see {@code KeyDataType}
 * @param key the key, 1 to 65535 octets
 * @param salt the salt, empty unless the type has one; at most 65535 octets
 * @param kv for which packets the key is valid
 */
public record KeyDataPayload(int keyType, Octets key, Octets salt, KeyValidity kv) implements Payload {
    public KeyDataPayload {
        Check.range("key data type", keyType, 0xf);
        Check.length("key data", key, 0xffff);
        Check.length("salt data", salt, 0xffff);
        if (!hasSalt(keyType) && !salt.isEmpty()) {
            throw new IllegalArgumentException("salt data: " + KeyDataType.REGISTRY.name(keyType) + " has no salt");
        }
    }

    /** Whether a key of this type comes with a salt. */
    public static boolean hasSalt(int keyType) {
        return keyType == KeyDataType.TGK_SALT || keyType == KeyDataType.TEK_SALT || keyType == KeyDataType.GTGK_SALT;
    }

    static KeyDataPayload read(PayloadReader in) {
        int head = in.rawU8("type and KV");
        int keyType = head >> 4;
        int headAt = in.fieldStart();
        in.note("keyType", 1, keyType);
        in.note("kv", 1, head & 0xf);
        if (!KeyDataType.REGISTRY.isAssigned(keyType)) {
            throw in.failField(DecodeRule.UNKNOWN_KEY_DATA_TYPE, "type", "key data type " + keyType);
        }
        Octets key = in.nonEmptyOctets("key", in.u16("keyDataLen"));
        Octets salt = hasSalt(keyType) ? in.nonEmptyOctets("salt", in.u16("saltLen")) : Octets.EMPTY;
        return new KeyDataPayload(keyType, key, salt, in.keyValidity(head & 0xf, headAt));
    }

    /** Shows the sizes of the key and the salt, never their octets. */
    @Override
    public String toString() {
        return "KeyDataPayload[keyType=" + KeyDataType.REGISTRY.name(keyType) + ", key=" + key.length()
                + " octets, salt=" + salt.length() + " octets, kv=" + kv + "]";
    }

    @Override
    public int type() {
        return PayloadType.KEY_DATA;
    }

    @Override
    public int bodyLength() {
        return 3 + key.length() + (hasSalt(keyType) ? 2 + salt.length() : 0) + kv.encodedLength();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(keyType << 4 | kv.kvType());
        out.u16(key.length());
        out.octets(key);
        if (hasSalt(keyType)) {
            out.u16(salt.length());
            out.octets(salt);
        }
        kv.writeTo(out);
    }
}

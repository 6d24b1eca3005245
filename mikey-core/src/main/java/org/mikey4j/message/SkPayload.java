package org.mikey4j.message;

import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.SkType;

/**
 * A secret key, inside an ESK (RFC 6267, 6.1.5).
 *
 * @param skType the kind of key, 4 bits; see {@code SkType}
 * @param key the key, 1 to 65535 octets
 * @param kv for which packets the key is valid
 */
public record SkPayload(int skType, Octets key, KeyValidity kv) implements Payload {
    public SkPayload {
        Check.range("SK type", skType, 0xf);
        Check.length("key data", key, 0xffff);
    }

    static SkPayload read(PayloadReader in) {
        int head = in.rawU8("type and KV");
        int headAt = in.fieldStart();
        in.note("skType", 1, head >> 4);
        in.assigned(SkType.REGISTRY, "type", head >> 4);
        in.note("kv", 1, head & 0xf);
        Octets key = in.nonEmptyOctets("key", in.u16("keyDataLen"));
        return new SkPayload(head >> 4, key, in.keyValidity(head & 0xf, headAt));
    }

    /** Shows the size of the key, never its octets. */
    @Override
    public String toString() {
        return "SkPayload[skType=" + SkType.REGISTRY.name(skType) + ", key=" + key.length() + " octets, kv=" + kv + "]";
    }

    @Override
    public int type() {
        return PayloadType.SK;
    }

    @Override
    public int bodyLength() {
        return 3 + key.length() + kv.encodedLength();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(skType << 4 | kv.kvType());
        out.u16(key.length());
        out.octets(key);
        kv.writeTo(out);
    }
}

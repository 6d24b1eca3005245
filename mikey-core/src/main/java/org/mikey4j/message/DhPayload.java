package org.mikey4j.message;

import org.mikey4j.message.registry.DhGroupId;
import org.mikey4j.message.registry.PayloadType;

/**
 * A public Diffie-Hellman value (RFC 3830, 6.4).
 *
 * @param dhGroup the group; see {@code DhGroupId}
 * @param dhValue the value, big-endian and as long as the group's prime: 192, 96 or 128 octets
 * @param kv for which packets the key that comes of it is valid
 */
public record DhPayload(int dhGroup, Octets dhValue, KeyValidity kv) implements Payload {
    public DhPayload {
        int length = valueLength(dhGroup);
        if (length < 0) {
            throw new IllegalArgumentException("DH-Group: " + DhGroupId.REGISTRY.name(dhGroup));
        }
        Check.exact("DH-value", dhValue, length, "", DhGroupId.REGISTRY, dhGroup);
    }

    private static int valueLength(int group) {
        return switch (group) {
            case DhGroupId.OAKLEY_5 -> 192;
            case DhGroupId.OAKLEY_1 -> 96;
            case DhGroupId.OAKLEY_2 -> 128;
            default -> -1;
        };
    }

    static DhPayload read(PayloadReader in) {
        int group = in.u8("dhGroup");
        int length = valueLength(group);
        if (length < 0) {
            throw in.failField(DecodeRule.UNKNOWN_DH_GROUP, "DH-Group", "DH-Group " + DhGroupId.REGISTRY.name(group));
        }
        Octets value = in.fixed("dhValue", length);
        int octet = in.rawU8("Reserv and KV");
        in.reserved("reserv", 1, octet >> 4);
        in.note("kv", 1, octet & 0xf);
        return new DhPayload(group, value, in.keyValidity(octet & 0xf, in.fieldStart()));
    }

    @Override
    public int type() {
        return PayloadType.DH;
    }

    @Override
    public int bodyLength() {
        return 2 + dhValue.length() + kv.encodedLength();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(dhGroup);
        out.octets(dhValue);
        out.u8(kv.kvType());
        kv.writeTo(out);
    }
}

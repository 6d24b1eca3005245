package org.mikey4j.message;

import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.PayloadType;

/**
 * A general extension (RFC 3830, 6.15).
 *
 * @param extensionType what it carries; see {@code GeneralExtensionType}
 * @param data at most 65535 octets
 */
public record GeneralExtensionPayload(int extensionType, Octets data) implements Payload {
    public GeneralExtensionPayload {
        Check.u8("type", extensionType);
        Check.length("data", data, 0xffff);
    }

    static GeneralExtensionPayload read(PayloadReader in) {
        int extensionType = in.u8("extensionType");
        in.assigned(GeneralExtensionType.REGISTRY, "type", extensionType);
        return new GeneralExtensionPayload(extensionType, in.octets("data", in.u16("length")));
    }

    @Override
    public int type() {
        return PayloadType.GENERAL_EXT;
    }

    @Override
    public int bodyLength() {
        return 3 + data.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(extensionType);
        out.u16(data.length());
        out.octets(data);
    }
}

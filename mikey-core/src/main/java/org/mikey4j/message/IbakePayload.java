package org.mikey4j.message;

import org.mikey4j.message.registry.PayloadType;

/**
 * Identity-based encrypted data (RFC 6267, 6.1.1).
 *
 * @param encrData at most 65535 octets
 */
public record IbakePayload(Octets encrData) implements Payload {
    public IbakePayload {
        Check.length("encr data", encrData, 0xffff);
    }

    static IbakePayload read(PayloadReader in) {
        return new IbakePayload(in.nonEmptyOctets("encrData", in.u16("encrDataLen")));
    }

    @Override
    public int type() {
        return PayloadType.IBAKE;
    }

    @Override
    public int bodyLength() {
        return 2 + encrData.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u16(encrData.length());
        out.octets(encrData);
    }
}

package org.mikey4j.message;

import org.mikey4j.message.registry.PayloadType;

/**
 * An encrypted secret key (RFC 6267, 6.1.2).
 *
 * @param encrData at most 65535 octets
 */
public record EskPayload(Octets encrData) implements Payload {
    public EskPayload {
        Check.length("encr data", encrData, 0xffff);
    }

    static EskPayload read(PayloadReader in) {
        return new EskPayload(in.nonEmptyOctets("encrData", in.u16("encrDataLen")));
    }

    @Override
    public int type() {
        return PayloadType.ESK;
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

package org.mikey4j.message;

import org.mikey4j.message.registry.CacheIndicator;
import org.mikey4j.message.registry.PayloadType;

/**
 * Envelope data: the envelope key under a public key (RFC 3830, 6.3).
 *
 * @param c whether the envelope key may be kept, 2 bits; see {@code CacheIndicator}
 * @param data the encrypted envelope key, 1 to 16383 octets
 */
public record PkePayload(int c, Octets data) implements Payload {
    public PkePayload {
        Check.range("C", c, 3);
        Check.length("data", data, 0x3fff);
    }

    static PkePayload read(PayloadReader in) {
        int head = in.rawU16("C and data len");
        int c = head >> 14;
        in.note("c", 2, c);
        in.assigned(CacheIndicator.REGISTRY, "C", c);
        in.note("dataLen", 2, head & 0x3fff);
        return new PkePayload(c, in.nonEmptyOctets("data", head & 0x3fff));
    }

    @Override
    public int type() {
        return PayloadType.PKE;
    }

    @Override
    public int bodyLength() {
        return 2 + data.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u16(c << 14 | data.length());
        out.octets(data);
    }
}
